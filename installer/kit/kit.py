# noqa: INP001 - a script, not a package
"""Installs Hikae from the kit it lies in, or takes it away again: `python kit.py start`, `python kit.py remove`.

Only the standard library: nothing else is there. No network, no administrator. Each version has a folder of its own,
and one small file says which of them runs; it is replaced last, in one step, so at every instant either the old version
runs or the new one. What is changed outside is written down before it is done.
"""

import contextlib
import os
import runpy
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

KIT = Path(__file__).resolve().parent.parent
MANIFEST = KIT / "kit" / "manifest.json"
WINDOWS = sys.platform == "win32"
FAILED, INTERRUPTED, LOG_TAIL = 2, 3, 15
RUN_PIP = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('pip', run_name='__main__')"
PIP = ("--isolated", "--disable-pip-version-check", "--no-input", "--no-cache-dir")
FROM_HERE_ALONE = ("--no-index", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile")


def data_folder() -> Path:
    """Return where the product keeps this user's record, as the product itself says it."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Hikae"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Hikae"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hikae"


DATA = data_folder()
HOME = Path(os.environ.get("HIKAE_HOME") or DATA)
APP = DATA.with_name(f"{DATA.name}-app")
PROFILES = DATA.with_name(f"{DATA.name}-libreoffice")  # made by the product, when it opens a book or checks itself
VERSIONS, CURRENT, LOG = APP / "versions", APP / "current", APP / "setup.log"
LAUNCHER = APP / ("hikae.cmd" if WINDOWS else "hikae")
LINK = None if WINDOWS else Path.home() / ".local" / "bin" / "hikae"
SCRIPTS = ("kit.py", "changes.py", "excel.py")  # those that take the product away again
_WRITING = runpy.run_path(str(Path(__file__).with_name("changes.py")))
CHANGES, replaced = _WRITING["Changes"](APP), _WRITING["replaced"]
WHOLE = "whole"  # its kit's manifest, in the folder of a version that was installed to its end


class KitError(Exception):
    """It cannot go on; carries the words in Japanese and English."""


def beside(script: str, what: str, *given: object) -> Any:  # noqa: ANN401 - whatever that function returns
    """Return what a function of a script beside this one says."""
    return runpy.run_path(str(Path(__file__).with_name(script)))[what](*given)


def say(ja: str, en: str) -> None:
    """Tell the person at the desk one thing."""
    sys.stderr.write(f"hikae: {ja} / {en}\n")


def checked() -> str:
    """Return the SHA-256 of the list of sums, after every file of the kit was found to be as it says.

    That proves that nothing on the stick was damaged since. Who made it, only the signature proves, and only a Hikae
    that was here before can check that: `hikae kit verify`.
    """
    say("[1/6] 媒体のファイルを確かめています", "checking every file of the kit")
    sums, wrong = beside("stick.py", "examined", KIT)
    if wrong:
        raise KitError(f"ファイルが作成時と違います。この媒体は使わないでください: {(names := '、'.join(wrong))} / "
                       f"files are not as they were made, do not use this stick: {names}")  # fmt: skip
    return str(sums)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the one lock of all installing and removing; the system frees it when its holder is killed."""
    CHANGES.make_folder(APP)
    with (APP / "lock").open("a") as lock:
        try:
            if WINDOWS:
                (msvcrt := import_module("msvcrt")).locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                (fcntl := import_module("fcntl")).flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KitError("別の導入が進んでいます / another installation is running") from None
        yield


def ran(command: Sequence[object], *, ja: str, en: str) -> None:
    """Run one step with its output in the log; a failed step shows the log's end."""
    words = [str(word) for word in command]
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(words)}\n".encode(errors="backslashreplace"))
        log.flush()
        done = subprocess.run(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode != 0:
        tail = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL:]
        sys.stderr.write("".join(f"    {line}\n" for line in tail))
        raise KitError(f"{ja}（記録: {LOG}） / {en} (log: {LOG})")


def python_in(version: Path) -> Path:
    """Return the Python of an installed version."""
    return version / "env" / "python.exe" if WINDOWS else version / "env" / "bin" / "python"


def hikae_in(version: Path) -> list[Path | str]:
    """Return the words that start an installed version, whatever the user's environment tells Python."""
    python = python_in(version)
    return [python.with_name("hikae.exe")] if WINDOWS else [python, "-I", python.with_name("hikae")]


def made(name: str) -> Path:
    """Return the folder of this version, installed to its end; what an earlier run left half-made is taken away."""
    version = VERSIONS / name
    VERSIONS.mkdir(mode=0o700, exist_ok=True)
    for old in VERSIONS.iterdir():
        if not (old / WHOLE).exists():
            shutil.rmtree(old)
    if not version.exists():
        version.mkdir(mode=0o700)
        try:
            environment_made(version)
            parts_installed(version)
            kernels_laid_down(version)
            replaced(version / WHOLE, MANIFEST.read_bytes())
        except BaseException:
            shutil.rmtree(version, ignore_errors=True)  # on a full disk the version that runs needs the room
            raise
    return version


def refuse_older() -> None:
    """Refuse a kit that was made before the one that runs: its rules are older, and it may not read the record."""
    running = CURRENT.read_text(encoding="utf-8").strip() if CURRENT.exists() else ""
    if beside("stick.py", "made", MANIFEST) < (since := beside("stick.py", "made", VERSIONS / running / WHOLE)):
        raise KitError(f"入っている版（{since}）のほうが新しいので、そのまま使ってください。戻すなら先に remove / "
                       f"what runs is newer ({since}): go on with it; to go back, run remove first")  # fmt: skip


def environment_made(version: Path) -> None:
    """Make the version's own Python: an environment of the one that runs, on Windows the one in the kit."""
    say("[2/6] 控えの置き場を作っています", f"making its folder {version}")
    env, runtime = version / "env", KIT / "runtime" / "python.zip"
    if runtime.exists():
        with zipfile.ZipFile(runtime) as package:
            package.extractall(env)
        for paths in env.glob("python3*._pth"):
            paths.write_text(f"{paths.stem}.zip\n.\nLib\\site-packages\nimport site\n", encoding="ascii")
    else:
        ran([sys.executable, "-I", "-m", "venv", "--without-pip", env], ja="置き場を作れません", en="cannot make it")


def parts_installed(version: Path) -> None:
    """Install every wheel by its hash, none from elsewhere; on Windows a pip run as `pip` refuses to install pip."""
    say("[3/6] 部品を入れています", "installing its parts")
    command = [python_in(version), "-I", "-c", RUN_PIP, *(KIT / "wheels").glob("pip-*.whl"), *PIP, "install"]
    where = ["--progress-bar", "off", "--find-links", KIT / "wheels", "-r", KIT / "kit" / "install.lock"]
    ran([*command, *FROM_HERE_ALONE, *where], ja="部品を入れられません", en="cannot install its parts")
    if WINDOWS:
        shutil.copy(version / "env" / "Scripts" / "hikae.exe", version / "env")


def kernels_laid_down(version: Path) -> None:
    """Put the compiled kernels beside the environment, and run each of them once: the version proves itself so."""
    say("[4/6] 計算部を準備しています", "preparing the calculation kernels")
    (version / "env" / "kernels").mkdir(mode=0o700)
    carried = ["--from", KIT / "kernels"] if (KIT / "kernels").is_dir() else []
    for words in (["warm", *carried], ["--version"]):
        ran([*hikae_in(version), *words], ja="計算部が動きません", en="the kernels do not run")


def switched(version: Path) -> None:
    """Let this version run from now on: one file is replaced; the one before stays, older ones go."""
    say("[5/6] この版に切り替えています", "switching to this version")
    before = CURRENT.read_text(encoding="utf-8").strip() if CURRENT.exists() else ""
    for script in SCRIPTS:
        replaced(APP / script, Path(__file__).with_name(script).read_bytes())
    replaced(LAUNCHER, launcher().encode())
    if not WINDOWS:
        os.sync()  # all of the version is on the disk before the file that names it
    replaced(CURRENT, f"{version.name}\n".encode())
    if LINK and not os.path.lexists(LINK):
        CHANGES.make_folder(LINK.parent)
        CHANGES.note("link", LINK)
        LINK.symlink_to(LAUNCHER)
    for old in VERSIONS.iterdir():
        if before not in ("", version.name) and old.name not in (before, version.name):
            shutil.rmtree(old)


def launcher() -> str:
    """Return the program that starts whichever version runs; on Windows in ASCII, as a console's code page differs."""
    if WINDOWS:
        return '@set /p HIKAE_VERSION=<"%~dp0current"\r\n@"%~dp0versions\\%HIKAE_VERSION%\\env\\hikae.exe" %*\r\n'
    env = f'{shlex.quote(str(VERSIONS))}/"$(cat {shlex.quote(str(CURRENT))})"/env/bin'
    return f'#!/bin/sh\nexec {env}/python -I {env}/hikae "$@"\n'


def taken_up(version: Path) -> None:
    """Bring in the record and settings, register the add-in, check this computer, open Now; the words are theirs."""
    say("[6/6] 記録を取り込み、このパソコンを点検しています", "taking in the record, checking this computer")
    if not PROFILES.exists():
        CHANGES.note("tree", PROFILES)
    done = [subprocess.run([*hikae_in(version), *step], stdin=subprocess.DEVNULL, check=False)  # noqa: S603
            for step in (["kit", "receive", KIT], ["check"], ["open", "contingency"])]  # fmt: skip
    if done[0].returncode:  # whether a screen is there is another matter
        raise KitError("控えは入りましたが、媒体の記録を取り込めていません。上の説明を見てください / "
                       "installed, but the record of the stick was not taken in: see above")  # fmt: skip


def start() -> None:
    """Install what the kit holds, unless it is installed already, and begin to work."""
    started, sums = time.monotonic(), checked()
    say(f"SHA256SUMS の指紋（紙の16字と比べる）: {sums[:16]}", "its first 16 letters, as on the start sheet")
    with alone():
        refuse_older()
        version = made(sums[:16])
        switched(version)
        for words in beside("excel.py", "registered", KIT, APP, HOME, CHANGES, replaced):
            say(*words)
    say(f"準備ができました（{time.monotonic() - started:.0f} 秒）: {LAUNCHER}", "ready")
    taken_up(version)


def remove() -> None:
    """Undo what is written down, the newest change first; the record is no part of it and stays."""
    if not APP.exists():
        raise KitError("控えは入っていません / Hikae is not installed here")
    for lock in PROFILES.glob("*/.lock"):
        raise KitError(f"ブックを閉じてから、もう一度実行してください（開いていなければ {lock} を消す） / "
                       f"close the workbooks first, then run it again (if none is open, delete {lock})")  # fmt: skip
    for words in beside("excel.py", "hindered"):
        raise KitError(" / ".join(words))
    with alone():
        changes = CHANGES.newest_first()
        for kind, what in changes:
            if kind == "link" and (link := Path(what)).is_symlink() and link.readlink() == LAUNCHER:  # as it was made
                link.unlink()
            elif kind == "tree" and what == str(PROFILES):
                shutil.rmtree(PROFILES, ignore_errors=True)
            beside("excel.py", "undone", kind, what)
        CURRENT.unlink(missing_ok=True)
        shutil.rmtree(VERSIONS, ignore_errors=True)
    shutil.rmtree(APP)
    for folder in [Path(what) for kind, what in changes if kind == "folder"]:
        with contextlib.suppress(OSError):  # somebody else's files are in it
            folder.rmdir()
    say(f"取り除きました。記録は残っています: {HOME}", "removed; the record stays there")


def main(what: Sequence[str]) -> int:
    """Install or remove; return 0, 2 when it cannot be done, 3 when interrupted."""
    os.umask(0o077)  # what is written here is this user's alone
    os.environ["PIP_CONFIG_FILE"] = os.devnull  # --isolated still reads the computer's own pip.conf
    try:
        {"start": start, "remove": remove}[what[0]]()
    except KitError as failure:
        sys.stderr.write(f"hikae: {failure}\n")
        return FAILED
    except (OSError, ValueError, LookupError, SyntaxError, zipfile.BadZipFile) as failure:
        say(f"続けられません: {failure}", f"cannot go on: {failure}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
