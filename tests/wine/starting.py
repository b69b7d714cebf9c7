"""Opens a workbook by the command line on Wine's real registry, which names a program as Excel while this runs.

Told {"program", "home"}; answers {"code", "said", "error"}.
"""

import io
import json
import sys
import winreg
from contextlib import redirect_stderr, redirect_stdout

from addin.checks.excel import APP_PATHS
from addin.cli import ended

told = json.load(sys.stdin)
out, error = io.StringIO(), io.StringIO()
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, APP_PATHS) as there:
    winreg.SetValueEx(there, "", 0, winreg.REG_SZ, f'"{told["program"]}"')
try:
    with redirect_stdout(out), redirect_stderr(error):
        code = ended(["open", "continuity", "--excel", "--json", "--home", told["home"]])
finally:
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, APP_PATHS)
sys.stdout.write(json.dumps({"code": code, "said": json.loads(out.getvalue() or "{}"), "error": error.getvalue()}))
