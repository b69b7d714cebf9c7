Attribute VB_Name = "HikaeBridge"
Option Explicit
Option Private Module

' The way from this workbook to Hikae on this computer. What runs is chosen by the installation alone: by no sheet, no
' file beside the workbook, no search path and no working directory. What the cells ask on this way stands in
' HikaeCells; buttons and the clock stand in HikaeDesk.

Public Const HIKAE_DESK As String = "addin.excel.desk"

Private Const XLWINGS As String = "0.37.8"
Private Const BRIDGE As String = "1"
Private Const LIBRARY As String = "xlwings64-0.37.8.dll"
Private Const PROGRAM As String = "pythonw.exe"
Private Const ARGUMENTS As String = "-I -m addin.excel.server $(CLSID)"
Private Const VERSION_DIGITS As Long = 16
Private Const LONGEST_PATH As Long = 1024
Private Const REST As Double = 30 ' seconds after a start that failed: a sheet asks in each of its cells
Private Const LONGEST_REST As Double = 900 ' each start that fails in a row may take Excel a minute
Private Const DAY_SECONDS As Double = 86400
Private Const STARTED As Long = 1, ENDED As Long = -1 ' what the library is asked for

' What the other modules share with this one: variables, as no drawing and no formula of a book from elsewhere can reach
' those.
Public HikaeEngine As Object ' the program as it answers: to look at every call whether it still does would double each
Public HikaeProblem As String ' what went wrong last and nobody was told yet, such as why there is no program
Public HikaeRestUntil As Date ' no program is started before

Private environmentFound As String
Private isLoaded As Boolean, isGreeted As Boolean
Private resting As Double

' Each is looked for when it is called first. The library's own comes last: it may be called only once the file was
' loaded by its full path, and binds to that.
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
Private Declare PtrSafe Function GetEnvironmentVariableW Lib "kernel32" _
    (ByVal name As LongPtr, ByVal text As LongPtr, ByVal size As Long) As Long
Private Declare PtrSafe Function GetShortPathNameW Lib "kernel32" _
    (ByVal path As LongPtr, ByVal text As LongPtr, ByVal size As Long) As Long
Private Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings64-0.37.8.dll" _
    (ByRef answer As Variant, ByVal command As String, ByVal mode As Long) As Long

' Returns whether Hikae answers, and if not, why.
Public Function HikaeState() As String
    On Error Resume Next
    If HikaeServer() Is Nothing Then HikaeState = HikaeProblem Else HikaeState = "Hikae " & HIKAE_VERSION
End Function

' Returns the program, started where it does not run; Nothing where it cannot be, and `HikaeProblem` says why.
Public Function HikaeServer() As Object
    Dim environment As String
    If HikaeEngine Is Nothing And Now >= HikaeRestUntil Then
#If Win64 And Not Mac Then
        environment = InstalledEnvironment()
        If environment = "" Then
            Rests HikaeWords( _
                "{63A73048304C3053306E30D130BD30B330F3306B5165306330663044307E305B3093300230AD30C330C8306E}" & _
                " start.cmd {30925B9F884C30573066304B30893001308230464E005EA6304A8A663057304F3060305530443002}", _
                "Hikae is not installed for this user. Run start.cmd of the kit, then press Retry.")
        ElseIf LoadLibraryW(StrPtr(environment & "\" & LIBRARY)) = 0 Then
            Rests NotStarted(LIBRARY)
        Else
            isLoaded = True
            Set HikaeEngine = Connected(environment)
        End If
#Else
        Rests HikaeWords("{3053306E} Excel {306F} Windows {7528306E} 64 " & _
            "{30D330C330C872483067306F3042308A307E305B30933002305D306E}" & _
            " Excel {304B} LibreOffice {3092304A4F7F3044304F3060305530443002}", _
            "This is not the Excel of 64 bits for Windows. Use that one, or LibreOffice.")
#End If
    End If
    Set HikaeServer = HikaeEngine
End Function

' Has a program noticed that another book has ended: the next to ask starts it anew.
Public Sub HikaeNotice()
    On Error GoTo Ended
    HikaeServer().CallUDF HIKAE_DESK, "hello", Array(BRIDGE, XLWINGS)
    Exit Sub
Ended:
    Set HikaeEngine = Nothing
End Sub

' Ends the program, as a person wants who presses Retry: the next to ask starts it anew.
Public Sub HikaeEnd()
    Dim answer As Variant
    If HikaeIsPressedOnSheet() Then Exit Sub
    Set HikaeEngine = Nothing
    If isLoaded Then XLPyDLLActivateAuto answer, StartCommand(environmentFound), ENDED
    environmentFound = ""
    resting = 0
    isGreeted = False
End Sub

' Returns whether a drawing or a toolbar of a book called, not the ribbon: a book from elsewhere may have some that name
' our macros, beside whatever words, and would have a person record what its sender wants.
Public Function HikaeIsPressedOnSheet() As Boolean
    HikaeIsPressedOnSheet = VarType(Application.Caller) = vbString Or IsArray(Application.Caller)
End Function

' Says something in Japanese and in English; Japanese is coded, as in the help texts.
Public Function HikaeWords(ByVal ja As String, ByVal en As String) As String
    HikaeWords = HikaeSpelled(ja) & vbLf & en
End Function

' Returns the program as the library, which is loaded, starts it or has it running; Nothing where that fails.
Private Function Connected(ByVal environment As String) As Object
    Dim answer As Variant, told As Variant
    If XLPyDLLActivateAuto(answer, StartCommand(environment), STARTED) <> 0 Then
        Rests NotStarted(CStr(answer))
        Exit Function
    End If
    If Not isGreeted Then
        told = answer.CallUDF(HIKAE_DESK, "hello", Array(BRIDGE, XLWINGS))
        If told(0) = 0 Then
            Rests CStr(told(1))
            Exit Function
        End If
        isGreeted = True
    End If
    HikaeProblem = ""
    resting = 0
    Set Connected = answer
End Function

' Keeps why there is no program, and asks for none for a while, each time for longer.
Private Sub Rests(ByVal why As String)
    HikaeProblem = why
    resting = resting * 2
    If resting < REST Then resting = REST
    If resting > LONGEST_REST Then resting = LONGEST_REST
    HikaeRestUntil = Now + resting / DAY_SECONDS
End Sub

Private Function NotStarted(ByVal detail As String) As String
    NotStarted = HikaeWords( _
        "{63A73048306E8A087B9730D730ED30B030E930E0309259CB30813089308C307E305B30933002}hikae check " & _
        "{30925B9F884C30573066304F3060305530443002}", _
        "The engine behind the workbook cannot be started. Run hikae check.") & vbLf & detail
End Function

' Returns the folder of the installed Python, "" where there is none. The name of a version is 16 hexadecimal digits.
Private Function InstalledEnvironment() As String
    Dim folder As String, version As String
    If environmentFound = "" Then
        On Error Resume Next
        folder = EnvironmentText("LOCALAPPDATA")
        If folder = "" Then Exit Function ' or a folder of the working directory's drive would be looked at
        folder = folder & "\Hikae-app\"
        version = CreateObject("Scripting.FileSystemObject").OpenTextFile(folder & "current").ReadLine
        On Error GoTo 0
        If version Like Replace(Space$(VERSION_DIGITS), " ", "[0-9a-f]") Then
            environmentFound = folder & "versions\" & version & "\env"
        End If
    End If
    InstalledEnvironment = environmentFound
End Function

' Returns how the program is started. The library takes letters of the computer's code page only; a folder with others
' has a short name, too.
Private Function StartCommand(ByVal environment As String) As String
    Dim path As String
    path = environment & "\" & PROGRAM
    If StrConv(StrConv(path, vbFromUnicode), vbUnicode) <> path Then path = ShortPath(path)
    StartCommand = Chr$(34) & path & Chr$(34) & " " & ARGUMENTS
End Function

Private Function ShortPath(ByVal path As String) As String
    ShortPath = String$(LONGEST_PATH, vbNullChar)
    ShortPath = Left$(ShortPath, GetShortPathNameW(StrPtr(path), StrPtr(ShortPath), LONGEST_PATH))
End Function

Private Function EnvironmentText(ByVal name As String) As String
    EnvironmentText = String$(LONGEST_PATH, vbNullChar)
    EnvironmentText = Left$(EnvironmentText, _
        GetEnvironmentVariableW(StrPtr(name), StrPtr(EnvironmentText), LONGEST_PATH))
End Function
