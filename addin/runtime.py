"""What the process sets up before anything else: threads, the kernel cache, and text that no console can break.

Cheap on purpose: it runs before every command. The processor's name and features are `calc/compile.py`'s.
"""

import atexit
import gc
import os
import stat
import sys
from io import TextIOWrapper
from pathlib import Path

from addin.files import PRIVATE_FOLDER
from calc.outcome import Finding, finding

# One thread each: our own threads are the only ones, and no library may start more at import.
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
# Kernel threads that wait sleep instead of spinning, else they fight with whatever else runs on the same processors.
WAITING, SLEEP = "OMP_WAIT_POLICY", "passive"
# A run keeps nearly every row it makes to its end; looking through all of them as often as Python does by itself
# takes a tenth of its time.
NEW_OBJECTS, GENERATIONS = 100_000, 50
# openpyxl asks for this when it loads. With lxml, which stands in many an environment and not in ours, it writes the
# same workbook in other bytes and reads one without the library that refuses a DTD: what is there decides nothing.
LXML, OFF = "OPENPYXL_LXML", "False"
_CACHE = "NUMBA_CACHE_DIR"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ROOT = 0


def prepare() -> tuple[Finding, ...]:
    """Set up the process, what the user set himself of threads and cache left alone; openpyxl must not be loaded yet.

    Returns `cache_not_private` when that was needed.
    """
    gc.set_threshold(NEW_OBJECTS, GENERATIONS, GENERATIONS)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)  # the process gives all its memory back at once: no last look through every row
    for name in THREADS:
        os.environ.setdefault(name, "1")
    os.environ.setdefault(WAITING, SLEEP)
    os.environ[LXML] = OFF
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console in cp932 still gets UTF-8, and no message can fail
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    named = os.environ.get(_CACHE)
    folder = Path(named) if named else cache_folder()
    if is_private(folder):
        os.environ[_CACHE] = str(folder)
        return ()
    os.environ[_CACHE] = _fresh_folder()
    return (finding("cache_not_private", path=folder),)


def cache_folder() -> Path:
    """Return the folder of compiled kernels: an installed kit's own, else the user's; never the home, which travels."""
    own = Path(sys.prefix) / "kernels"  # made by the kit, and gone with it
    if own.is_dir():
        return own
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Hikae-kernels"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "Hikae-kernels"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hikae-kernels"


def is_private(folder: Path) -> bool:
    """Return whether only this user (or the administrator) can put files there; the folder is made when missing.

    Kernel caches are pickles: whoever can write one runs code as this user.
    """
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError:
        return False
    if sys.platform == "win32":  # the per-user data folder is the user's own by its access list
        return True
    return found.st_uid in {os.geteuid(), _ROOT} and not found.st_mode & _OTHERS_WRITE


def _fresh_folder() -> str:
    import shutil  # noqa: PLC0415 - rarely needed, and this module runs before every command
    import tempfile  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="hikae-kernels-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
