"""Where Excel is: what Windows itself has noted of its program."""

import sys

KEY = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


def excel_program() -> str:
    """Return the path of Excel's program, "" where Windows knows none, and on other systems."""
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - only Windows has it

    for place in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            return str(winreg.QueryValue(place, KEY))
        except OSError:  # not noted there
            continue
    return ""
