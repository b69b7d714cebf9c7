"""The COM server behind the worksheet functions and buttons, started by xlwings' DLL: `-m addin.excel.server CLASS`.

One for one Excel, under a class that is new each time; it ends when Excel lets go of it, and also when Excel is gone.
What Excel's working directory or environment holds chooses nothing: the interpreter runs isolated, in its own folder.
"""

import os
import sys
from threading import Thread

from addin.runtime import prepare


def main(given: str) -> None:
    """Serve the class given until Excel lets go of it. Raises ImportError for another xlwings than ours."""
    os.chdir(sys.prefix)
    _own_environment()
    prepare()
    from addin.excel.taken import settled, taken  # noqa: PLC0415 - what it loads must find the environment set up

    xlwings = taken()
    from addin.excel import desk, functions  # noqa: PLC0415 - loaded before the first call, which would wait

    settled(xlwings, desk, functions)
    Thread(target=_end_with_parent, daemon=True).start()
    xlwings.serve(given)


def _own_environment() -> None:
    """Have the folder of the user's data from Windows itself: the DLL hands its name on in letters of one code page."""
    if sys.platform == "win32":
        from win32comext.shell import shell  # noqa: PLC0415 - only Windows has it

        os.environ["LOCALAPPDATA"] = shell.SHGetKnownFolderPath(shell.FOLDERID_LocalAppData)


def _end_with_parent() -> None:
    """End with the process that started us, however that ended."""
    if sys.platform == "win32":
        import win32api  # noqa: PLC0415 - only Windows has it
        import win32con  # noqa: PLC0415 - same
        import win32event  # noqa: PLC0415 - same

        parent = win32api.OpenProcess(win32con.SYNCHRONIZE, False, os.getppid())  # noqa: FBT003 - Windows' own order
        win32event.WaitForSingleObject(parent, win32event.INFINITE)
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
