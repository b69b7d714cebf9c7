@echo off
rem Removes Hikae; the record stays. remove.sh does so elsewhere.
setlocal
set "HIKAE_KIT_WHAT=remove"
call "%~dp0start.cmd"
exit /b %errorlevel%
