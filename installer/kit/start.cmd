@echo off
rem Starts Hikae from this folder alone, with the Python that is on the stick; start.sh does so elsewhere.
rem All work is kit\kit.py. Plain ASCII on purpose, and no labels, which a console misses where lines end as elsewhere.
rem Programs by their whole path: a console looks for them on the stick first.
setlocal
set "HIKAE_KIT=%~dp0"
if not defined HIKAE_KIT_WHAT set "HIKAE_KIT_WHAT=start"
set "HIKAE_RUN=%TEMP%\hikae-%HIKAE_KIT_WHAT%-%RANDOM%%RANDOM%"

mkdir "%HIKAE_RUN%"
if not exist "%HIKAE_RUN%\" exit /b 2
%SystemRoot%\System32\tar.exe -xf "%HIKAE_KIT%runtime\python.zip" -C "%HIKAE_RUN%"
if not "%errorlevel%"=="0" (
    echo hikae: runtime\python.zip cannot be unpacked: use another stick 1>&2
    rmdir /s /q "%HIKAE_RUN%"
    if /i not "%HIKAE_SILENT%"=="1" pause
    exit /b 2
)
for /f "tokens=2 delims=:." %%c in ('%SystemRoot%\System32\chcp.com') do set "HIKAE_PAGE=%%c"
%SystemRoot%\System32\chcp.com 65001 >nul
"%HIKAE_RUN%\python.exe" -I -B "%HIKAE_KIT%kit\kit.py" %HIKAE_KIT_WHAT%
set "HIKAE_CODE=%errorlevel%"
%SystemRoot%\System32\chcp.com %HIKAE_PAGE% >nul
rmdir /s /q "%HIKAE_RUN%"
if /i not "%HIKAE_SILENT%"=="1" pause
exit /b %HIKAE_CODE%
