"""What xlwings itself would write as VBA for functions of these names and arguments; a program, run by the tests.

    python tests/twins/xlwings_wrappers.py < FUNCTIONS.json    [{"name", "arguments": [{"name", "optional"}]}]

Its generator needs Windows only to be imported: six empty modules stand for what is missing elsewhere.
"""

import importlib
import json
import sys
from types import ModuleType, SimpleNamespace

WINDOWS = ("pythoncom", "pywintypes", "win32api", "win32com", "win32com.client", "win32event")


def stubs():
    """Return the six modules, with the few names that are asked for at import."""
    made = {name: ModuleType(name) for name in WINDOWS}
    made["win32com"].client = made["win32com.client"]
    made["win32com.client"].Dispatch = made["win32com.client"].CDispatch = object
    made["pythoncom"].CoInitialize = made["pywintypes"].com_error = OSError
    return made


def function(described):
    """Return a Python function with these arguments; the optional ones have a default."""
    arguments = ", ".join(
        f"{each['name']}=None" if each["optional"] else each["name"] for each in described["arguments"]
    )
    held = {}
    exec(f"def {described['name']}({arguments}): ...", held)  # noqa: S102 - names of our own registry
    return held[described["name"]]


def main():
    """Print the wrappers of the functions on standard input."""
    sys.modules.update(stubs())
    udfs = importlib.import_module("xlwings.udfs")
    module = SimpleNamespace(**{each["name"]: udfs.xlfunc(function(each)) for each in json.load(sys.stdin)})
    udfs.generate_vba_wrapper("hikae", module, sys.stdout, SimpleNamespace(Name="hikae.xlsm"))


if __name__ == "__main__":
    main()
