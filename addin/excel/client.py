"""The server as the macros get it, from Python on Windows: xlwings' DLL of our installation starts it."""

import ctypes
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from addin.excel.agreed import FUNCTIONS, command, library

STARTED = 1
DISPATCH = "{00020400-0000-0000-C000-000000000046}"
ROUNDS, FIRST_DAY = 300, 46_346.0


class _Variant(ctypes.Structure):
    """A COM value, as far as it is looked at: its kind and its pointer."""

    _fields_ = (("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("pointer", ctypes.c_void_p * 2))


def started() -> Any:  # noqa: ANN401 - an object of the server
    """Return the server, started by the DLL beside this Python. Raises OSError with what the DLL says."""
    if sys.platform == "win32":
        import pythoncom  # noqa: PLC0415 - only Windows has it
        from win32com.client import dynamic  # noqa: PLC0415 - same

        said, kind = _Variant(), (ctypes.c_byte * 16)()
        dll = ctypes.WinDLL(str(Path(sys.prefix, library(64))))
        failed = dll.XLPyDLLActivateAuto(ctypes.byref(said), command(sys.prefix).encode("mbcs"), STARTED)
        if failed:
            raise OSError(ctypes.wstring_at(said.pointer[0] or 0))
        made = ctypes.PyDLL(pythoncom.__file__).PyCom_PyObjectFromIUnknown
        made.restype = ctypes.py_object
        ctypes.oledll.ole32.CLSIDFromString(DISPATCH, kind)
        return dynamic.Dispatch(made(ctypes.c_void_p(said.pointer[0]), kind, True))  # noqa: FBT003 - pywin32's order
    raise OSError("only Windows has such a server")


def round_trip() -> float:
    """Return the median seconds from asking a worksheet function until its value is there."""
    server, took = started(), list[float]()
    for number in range(ROUNDS):
        begun = time.perf_counter()
        server.CallUDF(FUNCTIONS, "CDS_MATURITY", (False, ((FIRST_DAY + number,),), (("5Y",),)))
        took.append(time.perf_counter() - begun)
    return statistics.median(took)
