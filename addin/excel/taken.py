"""xlwings as we take it: its free part, nothing set by a user's or a workbook's file, nothing done behind our back.

Imported before anything asks for xlwings. The PRO part is under a licence of its own: its names are closed, so that no
line of it is ever loaded. At the end of a process xlwings looks for Excels without a window and ends them, by programs
found through the working directory and PATH: that is taken out.
"""

import atexit
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from addin.excel.agreed import XLWINGS

if TYPE_CHECKING:
    from types import ModuleType

CLOSED = ("xlwings.pro", "xlwings.reports", "xlwings.server")
NOT_YET = ("pandas",)  # xlwings would load it to convert tables, which we never ask for: two seconds of every start
VARIABLES = "XLWINGS_"


def taken() -> Any:  # noqa: ANN401 - xlwings has other contents on each system
    """Return xlwings. Raises ImportError when another version lies here, or it was loaded in another way before."""
    _closed()
    with_pandas = {name: sys.modules.get(name) for name in NOT_YET}
    sys.modules.update(dict.fromkeys(NOT_YET, cast("ModuleType", None)))
    try:
        xlwings: Any = import_module("xlwings")
    finally:
        for name, module in with_pandas.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module
    if xlwings.__version__ != XLWINGS or xlwings.__pro__:
        raise ImportError(f"xlwings {xlwings.__version__} is not the part of {XLWINGS} that is ours to use")
    xlwings.USER_CONFIG_FILE = os.devnull
    if sys.platform == "win32":
        atexit.unregister(import_module("xlwings._xlwindows").cleanup)
    return xlwings


def settled(xlwings: Any, *modules: "ModuleType") -> None:  # noqa: ANN401 - same
    """Have xlwings' server keep modules as they were loaded.

    It would look at the file's time in every call, which takes longer than most answers, and load the file again where
    that has changed: a program that is replaced while it runs would go on half old, half new.
    """
    for module in modules:
        xlwings.udfs.udf_modules[module.__name__] = {"module": module, "filename": module.__file__, "filetime": None}


def _closed() -> None:
    """Close the PRO part's names and forget what would open them."""
    for name in CLOSED:
        sys.modules.setdefault(name, cast("ModuleType", None))
        if sys.modules[name] is not None:
            raise ImportError(f"{name} is loaded already")
    for name in [name for name in os.environ if name.upper().startswith(VARIABLES)]:
        del os.environ[name]
