"""Runs on Windows: starts a server without xlwings' DLL, which would end it with its host, and sees when it ends.

Told `let go`: starts one, uses it, lets go of it, and answers with what code it ended. Told `orphan`: has another
process start one, holds it while that process is killed, and answers whether the server ends all the same.
"""

import gc
import json
import subprocess
import sys
import time

import pythoncom
import pywintypes
import win32api
import win32con
import win32event
from win32com.client import dynamic

from addin.excel.agreed import DESK, command

PATIENCE = 20.0  # seconds


def process_of(given):
    """Return a server's process, of the class given."""
    return subprocess.Popen(command(sys.prefix).replace("$(CLSID)", given), stdout=subprocess.DEVNULL)


def server_of(given):
    """Return the server of a class, once it is there."""
    end = time.monotonic() + 3 * PATIENCE
    while True:
        try:
            made = pythoncom.CoCreateInstance(
                pywintypes.IID(given), None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
            )
        except pythoncom.com_error:
            assert time.monotonic() < end, "no server came"
            time.sleep(0.1)
        else:
            return dynamic.Dispatch(made)


def let_go():
    """Return with what code a server ends once nobody holds it."""
    given = str(pythoncom.CreateGuid())
    process, held = process_of(given), server_of(given)
    held.CallUDF(DESK, "last_errors", (1,))
    del held
    gc.collect()
    return process.wait(PATIENCE)


def orphan():
    """Return whether a server ends with the process that started it, although somebody holds it."""
    starter = subprocess.Popen([sys.executable, "-I", __file__, "starter"], stdout=subprocess.PIPE, text=True)
    given, number = json.loads(starter.stdout.readline())
    held = server_of(given)
    process = win32api.OpenProcess(win32con.SYNCHRONIZE, 0, number)
    starter.kill()
    ended = win32event.WaitForSingleObject(process, int(PATIENCE * 1000)) == win32event.WAIT_OBJECT_0
    del held
    return ended


def starter():
    """Start a server, say which, and stay."""
    given = str(pythoncom.CreateGuid())
    sys.stdout.write(json.dumps([given, process_of(given).pid]) + "\n")
    sys.stdout.flush()
    time.sleep(600)


if sys.argv[1:]:
    starter()
else:
    sys.stdout.write(json.dumps({"let go": let_go, "orphan": orphan}[json.load(sys.stdin.buffer)]()))
