; One program for Windows around a kit: makensis -DKIT=<kit folder> -DVERSION=<version> -DOUT=<file.exe> hikae.nsi
; Built on Linux. It unpacks the kit, lets the kit's own start.cmd do all the work, and writes an uninstaller that lets
; the kit's own remove.cmd undo it. No administrator; silent with /S, in both directions. Exit code 2: it was refused.
Unicode true
Target amd64-unicode ; as the Python in the kit: from a 32-bit program, System32 is another folder
SetCompress off ; the wheels are packed already
RequestExecutionLevel user
Name "Hikae ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Hikae-app"
ShowInstDetails show
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Hikae"

Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro Run SCRIPT
    ; a script's working folder cannot go, and it asks for a key only in a window of its own
    SetOutPath "$TEMP"
    System::Call 'kernel32::SetEnvironmentVariable(t "HIKAE_SILENT", t "1")'
    ; its words stay in the installer's window: a console would close over them, and show itself in a silent run
    nsExec::ExecToLog '"$SYSDIR\cmd.exe" /c ""$PLUGINSDIR\kit\${SCRIPT}""'
    Pop $0
    ${If} $0 != "0" ; text: it is "error" where nothing could be started
        DetailPrint "${SCRIPT}: $0"
        SetErrorLevel 2
        Abort
    ${EndIf}
!macroend
!include LogicLib.nsh

Section
    InitPluginsDir
    SetOutPath "$PLUGINSDIR\kit"
    File /r "${KIT}/*"
    !insertmacro Run "start.cmd"
    SetOutPath "$INSTDIR"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${KEY}" "DisplayName" "Hikae"
    WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    SetOutPath "$TEMP" ; so that the unpacked kit can go
SectionEnd

Section "Uninstall"
    InitPluginsDir
    SetOutPath "$PLUGINSDIR\kit"
    File "${KIT}/start.cmd"
    File "${KIT}/remove.cmd"
    SetOutPath "$PLUGINSDIR\kit\kit"
    File "${KIT}/kit/kit.py"
    File "${KIT}/kit/changes.py"
    File "${KIT}/kit/excel.py"
    SetOutPath "$PLUGINSDIR\kit\runtime"
    File "${KIT}/runtime/python.zip"
    !insertmacro Run "remove.cmd"
    DeleteRegKey HKCU "${KEY}"
SectionEnd
