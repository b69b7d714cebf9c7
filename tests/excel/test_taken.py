"""xlwings as it is taken, on this system as on Windows: only its free part, and nothing set from outside."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from addin.excel import agreed, desk, functions
from addin.excel.agreed import XLWINGS
from addin.excel.taken import settled

CLOSED = ("xlwings.pro", "xlwings.reports", "xlwings.server")
EVERYTHING = "from addin.excel import client, desk, functions, server"
SEEN = f"""
import json, sys
{EVERYTHING}
import xlwings
loaded = [name for name, module in sys.modules.items() if module is not None and name.startswith({CLOSED!r})]
found = dict(loaded=loaded, pro=xlwings.__pro__, version=xlwings.__version__, file=xlwings.__file__,
             settings=xlwings.USER_CONFIG_FILE, tables="pandas" in sys.modules)
print(json.dumps(found))
"""


def seen(code=SEEN, cwd=None, **environment):
    """Return what a fresh Python, isolated as the server's, says after importing all of ours."""
    env = {**os.environ, **environment}
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, env=env, cwd=cwd, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_nothing_is_loaded_that_is_not_free(tmp_path):
    """No PRO module is loaded and none is enabled, whatever licence the environment or a user's file holds."""
    (tmp_path / ".xlwings").mkdir()
    (tmp_path / ".xlwings" / "xlwings.conf").write_text('"LICENSE_KEY","noncommercial"\n', encoding="utf-8")
    code, said, _ = seen(HOME=str(tmp_path), XLWINGS_LICENSE_KEY="noncommercial", XLWINGS_ON_SERVER="true")
    found = json.loads(said)
    assert (code, found["loaded"], found["pro"], found["version"]) == (0, [], False, XLWINGS)
    assert found["settings"] == os.devnull


def test_tables_are_loaded_by_whoever_needs_them():
    """Importing ours loads no pandas, and leaves it to be imported afterwards."""
    _, said, _ = seen(SEEN + "import pandas; print(pandas.__name__)")
    first, second = said.splitlines()
    assert (json.loads(first)["tables"], second) == (False, "pandas")


def test_files_of_the_working_directory_are_not_taken(tmp_path):
    """Modules that lie beside a workbook are not ours, whatever they are called."""
    for name in ("xlwings", "numpy", "addin", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken')\n", encoding="utf-8")
    code, said, wrong = seen(cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert code == 0, wrong
    assert str(tmp_path) not in json.loads(said)["file"]


@pytest.mark.parametrize("before", ["import xlwings", f"import xlwings; xlwings.__version__ = {XLWINGS!r}"])
def test_an_xlwings_taken_in_another_way_is_refused(before):
    """Whoever loaded it first loaded all of it, so ours is not what would run."""
    code, _, wrong = seen(f"{before}\n{EVERYTHING}", XLWINGS_LICENSE_KEY="noncommercial")
    assert code == 1
    assert "is loaded already" in wrong


def test_another_version_is_refused():
    """The DLL and the macros are of one version, and so is the package."""
    code, _, wrong = seen(f"from addin.excel import agreed; agreed.XLWINGS = '0.0.1'\n{EVERYTHING}")
    assert code == 1
    assert f"xlwings {XLWINGS} is not the part of 0.0.1" in wrong


def test_the_servers_modules_stay_as_they_were_loaded():
    """Without a file's time xlwings neither looks for a newer file in each call, nor loads half of a newer program."""
    xlwings = SimpleNamespace(udfs=SimpleNamespace(udf_modules={}))
    settled(xlwings, desk, functions)
    known = xlwings.udfs.udf_modules
    assert {name: (each["module"], each["filetime"]) for name, each in known.items()} == {
        agreed.DESK: (desk, None),
        agreed.FUNCTIONS: (functions, None),
    }
