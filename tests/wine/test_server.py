"""The COM server itself: who starts it, what it takes up from around it, and when it ends."""

import os

import pytest

from addin.excel.agreed import BRIDGE, DESK, FUNCTIONS, XLWINGS
from addin.excel.errors import VALUE

PLANTED = ("addin", "numpy", "pywintypes", "sitecustomize", "usercustomize", "win32api", "xlwings")
LIBRARIES = ("python311.dll", "pythoncom311.dll", "xlwings64-0.37.8.dll", "tasklist.exe")
CLOSED = ("xlwings.pro", "xlwings.reports", "xlwings.server")
MODULES = "__import__('sys').modules"
ASKED = {
    "value": ["call", FUNCTIONS, "CDS_NUMBER", [False, [["1.5bp"]], [["bp"]]]],
    "hello": ["call", DESK, "hello", [BRIDGE, XLWINGS]],
    "other macros": ["call", DESK, "hello", ["0", XLWINGS]],
    "from 1904": ["call", FUNCTIONS, "CDS_MATURITY", [True, [[46346.0]], [["5Y"]]]],
    "no book": ["call", DESK, "act", ["RECORD", None]],
    "errors": ["call", DESK, "last_errors", [8]],
    "folder": ["eval", "__import__('os').getcwd()"],
    "path": ["eval", "__import__('sys').path"],
    "not ours to use": ["eval", f"[n for n, m in {MODULES}.items() if m and n.startswith({CLOSED})]"],
    "pro": ["eval", "__import__('xlwings').__pro__"],
    "settings": ["eval", "[n for n in __import__('os').environ if n.upper().startswith('XLWINGS')]"],
    "user's file": ["eval", "__import__('xlwings').USER_CONFIG_FILE"],
    "xlwings": ["eval", "__import__('xlwings').__file__"],
    "times": ["eval", "[m['filetime'] for m in __import__('xlwings').udfs.udf_modules.values()]"],
    "pandas": ["eval", f"'pandas' in {MODULES}"],
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, wine):
    """Return a folder, as it may lie beside a mailed workbook: whatever is taken up from there leaves a trace."""
    folder = tmp_path_factory.mktemp("メール")
    trace = wine.windows_path(folder / "taken")
    for name in PLANTED:
        (folder / f"{name}.py").write_text(f"open({trace!r}, 'a').write({name!r})\n", encoding="utf-8")
    for name in LIBRARIES:
        (folder / name).write_bytes(b"MZ")
    settings = '"INTERPRETER","C:\\bad.exe"\n"LICENSE_KEY","noncommercial"\n'
    (folder / "xlwings.conf").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(on_windows, wine, hostile, tmp_path_factory):
    """Return what a server says that was started in that folder, with that folder on every path."""
    here = wine.windows_path(hostile)
    paths = {"WINEPATH": here, "PYTHONPATH": here, "PYTHONHOME": here, "PYTHONSTARTUP": f"{here}\\numpy.py"}
    keys = {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
    home = wine.windows_path(tmp_path_factory.mktemp("home"))
    answers = on_windows("asking.py", list(ASKED.values()), cwd=hostile, HIKAE_HOME=home, **paths, **keys)
    return dict(zip(ASKED, answers, strict=True))


def test_the_dll_that_ships_starts_our_server(told):
    """What xlwings' own DLL started answers a worksheet function."""
    assert told["value"] == 1.5


def test_nothing_beside_the_workbook_is_taken_up(told, hostile):
    """No module, library or settings file of the working directory, PATH or PYTHONPATH was as much as loaded."""
    assert not os.path.lexists(hostile / "taken")
    assert hostile.name not in told["path"]
    assert (told["folder"], told["xlwings"]) == (r"C:\env", r"C:\env\Lib\site-packages\xlwings\__init__.py")


def test_no_part_of_xlwings_is_loaded_that_is_not_free(told):
    """A licence key in the environment and in a user's file opens nothing: neither is looked at."""
    assert (told["not ours to use"], told["pro"], told["settings"], told["user's file"]) == ("[]", "False", "[]", "nul")


def test_the_start_loads_no_tables(told):
    """Functions are answered without pandas, which takes seconds to load."""
    assert told["pandas"] == "False"


def test_no_file_is_looked_at_in_a_call(told):
    """The server keeps its modules as they were loaded, and never asks whether there are newer ones."""
    assert told["times"] == "[None, None]"


def test_macros_of_another_version_are_told(told):
    """The greeting says yes to the macros of this version, and to others which version is which."""
    assert told["hello"] == [1.0, ""]
    assert told["other macros"][0] == 0.0
    assert f"0/{XLWINGS} ≠ {BRIDGE}/{XLWINGS}" in told["other macros"][1]


def test_a_book_that_counts_from_1904_is_refused(told):
    """Its days are other days: the cell shows an error, and the list of errors says why."""
    assert told["from 1904"] == VALUE
    assert "1904-01-01" in told["errors"]


def test_a_button_without_a_book_is_answered(told):
    """What cannot be done is told in both languages instead of a fault of the server."""
    done, words = told["no book"]
    assert done == 0.0
    assert "表計算側" in words
    assert "office's side" in words


def test_no_other_excel_is_ended(wine):
    """At the end of a process xlwings would end every Excel without a window; ours leave them alone."""
    loaded = "from addin.excel.taken import taken; own = taken()._xlwindows; own.Apps.cleanup = lambda: print('ended')"
    done = wine.ran(wine.PYTHON, "-I", "-c", loaded)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_server_ends_when_excel_lets_go_of_it(on_windows):
    """Once nobody holds it, it ends well by itself."""
    assert on_windows("lifetime.py", "let go") == 0


def test_a_server_ends_with_the_process_that_started_it(on_windows):
    """An Excel that is gone without letting go of it leaves nothing running, also where somebody else holds it."""
    assert on_windows("lifetime.py", "orphan") is True
