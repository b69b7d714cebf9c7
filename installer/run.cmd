@echo off
rem Starts Hikae on Windows, as run.sh does elsewhere: installer\run.cmd [command and its arguments].
rem installer\run.cmd --scale adds the extra scale (Dask, Parquet) to .venv, and nothing else.
rem Not run by the tests, which need no Windows: kept short for that reason. All set-up is prepare.py, which they do run.
rem This file stays plain ASCII (a console may read it as cp932); longer words stand in python-needed.txt.
setlocal
set "HIKAE_ROOT=%~dp0.."

set "HIKAE_PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined HIKAE_PYTHON (
    py -%%v -I -c "import ensurepip, venv" >nul 2>nul && set "HIKAE_PYTHON=py -%%v"
)
if not defined HIKAE_PYTHON (
    python -I -c "import sys, ensurepip, venv; assert (3, 11) <= sys.version_info < (3, 14)" >nul 2>nul && set "HIKAE_PYTHON=python"
)
if not defined HIKAE_PYTHON goto no_python

if "%~1"=="--scale" (
    %HIKAE_PYTHON% -I "%~dp0prepare.py" scale
    exit /b
)
%HIKAE_PYTHON% -I "%~dp0prepare.py" run
if errorlevel 1 exit /b %errorlevel%

if "%~1"=="" (
    "%HIKAE_ROOT%\.venv\Scripts\hikae.exe" day
) else (
    "%HIKAE_ROOT%\.venv\Scripts\hikae.exe" %*
)
exit /b %errorlevel%

:no_python
for /f "tokens=2 delims=:." %%c in ('chcp') do set "HIKAE_PAGE=%%c"
chcp 65001 >nul
type "%~dp0python-needed.txt" 1>&2
chcp %HIKAE_PAGE% >nul
exit /b 2
