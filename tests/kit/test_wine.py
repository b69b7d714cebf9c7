"""The kit for Windows under Wine: its scripts, its Python and its installer run, with a small product as payload.

Wine has no `tar`, so a stand-in unpacks; it runs Python 3.11 without today's NumPy, so the product is a small one.
"""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pip
import pytest
from windows_by_wine import MISSING, OFFICER, ended, fresh_windows, packed_python, there

from addin.kit import seal

INSTALLER = Path(__file__).parents[2] / "installer"
ENTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Hikae"
OFFICE, EXCEL = r"Software\Microsoft\Office", r"Software\Microsoft\Office\16.0\Excel"
APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
BOOKS = ("hikae.xlam", "quotes.xlsm", "margin.xlsm", "quotes.xlsx")
if MISSING and os.environ.get("HIKAE_LONG"):  # one line for all of them, and none in an ordinary run
    pytest.skip(f"no {', '.join(MISSING)} on this computer: apt-get install wine wine64 nsis", allow_module_level=True)
pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    """Return the embeddable Python as a kit carries it."""
    return packed_python(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="module")
def wine(runtime, tmp_path_factory):
    """Return a fresh Windows; it is gone in the end."""
    windows = fresh_windows(tmp_path_factory.mktemp("wine"), runtime)
    yield windows
    ended(windows)


@pytest.fixture
def windows(wine):
    """Return the Windows with a user who has a record and no Hikae."""
    for home in (wine.user, wine.officer):
        for path in [*home.rglob("Hikae*"), *home.rglob("ns*.tmp")]:
            shutil.rmtree(path, ignore_errors=True)
    wine.ran("wine", "reg", "delete", ENTRY, "/f")
    wine.forget(OFFICE)
    wine.forget(APP_PATHS)
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
        for name in ("start.cmd", "remove.cmd", *(f"kit/{each}.py" for each in ("kit", "stick", "changes", "excel"))):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(INSTALLER / "kit" / Path(name).name, folder / name)
        (folder / "books").mkdir()
        for name in BOOKS:
            (folder / "books" / name).write_text(f"{name} {version}", encoding="utf-8")
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


@pytest.fixture
def excel(windows):
    """Return the Windows, with an Excel in which somebody has registered something already."""
    windows.note(APP_PATHS, "", r"C:\EXCEL.EXE")
    windows.note(rf"{EXCEL}\Security\Trusted Locations\Location3", "Path", "D:\\tools\\")
    windows.note(rf"{EXCEL}\Options", "OPEN", "other.xlam")
    return windows


def test_an_excel_is_told_of_the_add_in_and_of_two_folders(excel, small_stick):
    """On Windows the real registry has our entries after others', and the files lie where the entries say."""
    done = excel.called(there(small_stick("1")) + r"\start.cmd")
    assert (done.returncode, "registered in Excel" in done.stderr) == (0, True), done.stderr
    noted, addin = excel.noted(EXCEL), rf"{OFFICER}\Hikae-app\excel\hikae.xlam"
    assert noted[rf"{EXCEL}\Options"] == {"OPEN": "other.xlam", "OPEN1": f'"{addin}"'}
    trusted = rf"{EXCEL}\Security\Trusted Locations\Location"
    assert {key[len(trusted) :]: values["Path"] for key, values in noted.items() if key.startswith(trusted)} == {
        "3": "D:\\tools\\", "4": OFFICER + "\\Hikae-app\\excel\\", "5": OFFICER + "\\Hikae\\books\\",
    }  # fmt: skip
    assert (excel.officer / "Hikae-app/excel/hikae.xlam").read_text(encoding="utf-8") == "hikae.xlam 1"
    assert {path.name for path in (excel.officer / "Hikae/books").iterdir()} == {"quotes.xlsm", "margin.xlsm"}


def test_starting_again_tells_excel_nothing_new(excel, small_stick):
    """On Windows a second start.cmd leaves the registry and the list of changes as they are."""
    stick = there(small_stick("1"))
    excel.called(stick + r"\start.cmd")
    noted, changes = excel.noted(EXCEL), (excel.officer / "Hikae-app/changes.txt").read_bytes()
    excel.called(stick + r"\start.cmd")
    assert (excel.noted(EXCEL), (excel.officer / "Hikae-app/changes.txt").read_bytes()) == (noted, changes)


@pytest.mark.parametrize("has_others", [True, False])
def test_removing_makes_excel_forget_us_alone(excel, small_stick, has_others):
    """On Windows remove.cmd leaves the registry as it was, with or without others' entries, and no file of ours."""
    if not has_others:
        excel.forget(OFFICE)
    noted, files, stick = excel.noted(OFFICE), excel.files(), there(small_stick("1"))
    excel.called(stick + r"\start.cmd")
    assert excel.noted(OFFICE) != noted
    done = excel.called(stick + r"\remove.cmd")
    assert done.returncode == 0, done.stderr
    assert (excel.noted(OFFICE), excel.files()) == (noted, files)


def test_the_installer_tells_excel_and_takes_that_back(excel, small_stick, installer):
    """Silent in both directions, the one program does the same as the stick."""
    noted, files = excel.noted(EXCEL), excel.files()
    assert excel.ran("wine", installer(small_stick("1")), "/S").returncode == 0
    (app,) = excel.user.rglob("Hikae-app")
    assert there(app / "excel" / "hikae.xlam") in excel.noted(EXCEL)[rf"{EXCEL}\Options"]["OPEN1"]
    excel.ran("wine", there(app / "uninstall.exe"), "/S")
    assert (excel.noted(EXCEL), excel.files()) == (noted, files)
