# noqa: INP001 - a script, not a package
"""Makes `.venv` at the project root: `python prepare.py run` for work, `scale` with that extra, `test` with the tests.

Only the standard library: this runs on a machine that has nothing but Python. run.sh and run.cmd both call it.
A stamp beside each result holds what it was made from, byte for byte, so an unchanged tree needs nothing.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
HIKAE = PROGRAMS / ("hikae.exe" if os.name == "nt" else "hikae")
LOG = VENV / "setup.log"
HALF_MADE = VENV / "half-made"
PACKAGES = ("addin", "calc", "workbooks")
KEPT = ("lock", LOG.name, HALF_MADE.name)
COVERS = {"run": ("run",), "scale": ("scale", "run"), "test": ("test", "scale", "run")}  # each lock holds the next
PIP = (str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
LOG_TAIL = 15
FAILED = 2
INTERRUPTED = 3


class SetupError(Exception):
    """Set-up cannot go on; carries the words in Japanese and English."""


def say(ja: str, en: str) -> None:
    """Tell the person at the desk one thing, on standard error: results own standard output."""
    sys.stderr.write(f"hikae: {ja} / {en}\n")
    sys.stderr.flush()


def stamp(kind: str) -> bytes:
    """Return what `.venv` is made from; ready.sh compares the same bytes."""
    sources = (ROOT / "pyproject.toml", ROOT / "installer" / f"{kind}.lock")
    return os.fsencode(ROOT) + b"\n" + b"".join(path.read_bytes() for path in sources)


def is_ready(kind: str) -> bool:
    """Return whether `.venv` was made from exactly these files, in this folder, and still starts."""
    made = VENV / f"{kind}.stamp"
    same = made.exists() and made.read_bytes() == stamp(kind)
    return same and HIKAE.exists() and runs("import addin")


def wanted(kind: str) -> str:
    """Return what to make when this kind is asked for: who has added the extra keeps it at every update."""
    return "scale" if kind == "run" and (VENV / "scale.stamp").exists() else kind


def runs(code: str) -> bool:
    """Return whether the environment's Python is there and runs this code."""
    try:
        done = subprocess.run([PYTHON, "-I", "-c", code], capture_output=True, check=False)  # noqa: S603 - our own
    except OSError:
        return False
    return done.returncode == 0


def is_sound() -> bool:
    """Return whether `.venv` can be brought up to date: finished once, made here, a right Python, pip works."""
    made = VENV / "pyvenv.cfg"
    if HALF_MADE.exists() or not made.exists():
        return False
    lines = made.read_text(encoding="utf-8", errors="replace").splitlines()
    here = any(line.endswith(f" -m venv {VENV}") for line in lines)
    return here and runs("import pip, sys; assert (3, 11) <= sys.version_info < (3, 14)")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up lock: the system frees it when its holder is killed, and the steps it started have ended."""
    VENV.mkdir(exist_ok=True)
    with (VENV / "lock").open("a") as lock:
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 - the library's signature
        if not taken(lock):
            say("別の準備が終わるのを待っています", "waiting for another set-up to end")
            while not taken(lock):
                time.sleep(0.2)
        yield


def taken(lock: IO[str]) -> bool:
    """Try once to lock the file."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there only

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def logged(command: Sequence[str], *, ja: str, en: str) -> None:
    """Run one step with its output in the log; a failed step shows the log's end."""
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(command)}\n".encode())
        log.flush()
        done = subprocess.run(  # noqa: S603 - our own steps
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, close_fds=False, check=False
        )
    if done.returncode != 0:
        tail = LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL:]
        sys.stderr.write("".join(f"    {line}\n" for line in tail))
        raise SetupError(f"{ja}（記録: {LOG}） / {en} (log: {LOG})")


def cleared() -> None:
    """Empty `.venv` for a new start, except for the lock that is held and the log."""
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name not in KEPT:
            entry.unlink()


def with_venv_module() -> None:
    """Make sure this Python can make environments; Debian and Ubuntu ship that part apart."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if sys.platform == "win32" or not shutil.which("apt-get") or os.geteuid() != 0:
        raise SetupError(
            f"Pythonのvenv部品がありません。「sudo apt install {package}」のあと、もう一度実行してください / "
            f"this Python lacks its venv part: run “sudo apt install {package}”, then start again"
        )
    say(f"{package} を入れています", f"installing {package}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    words = {"ja": f"{package} を入れられません", "en": f"cannot install {package}"}
    logged(["apt-get", "update", "-q"], **words)
    logged(["apt-get", "install", "-y", "-q", "--no-install-recommends", package], **words)


def environment_made() -> None:
    """Make a new `.venv` in place of one that is missing, broken, half-made, or moved."""
    with_venv_module()
    version = f"Python {sys.version.split()[0]}"
    say(f"[1/4] .venv を作っています（{version}）", f"making .venv ({version})")
    cleared()
    logged([sys.executable, "-m", "venv", str(VENV)], ja=".venv を作れません", en="cannot make .venv")


def parts_installed(kind: str) -> None:
    """Install the locked parts: every file is checked against its hash, and none is built on the way."""
    say("[2/4] 部品を入れています（初回は1分ほど）", "installing parts (about a minute the first time)")
    lock = str(ROOT / "installer" / f"{kind}.lock")
    wanted = ("install", "--progress-bar", "off", "--require-hashes", "--only-binary", ":all:", "-r", lock)
    logged([*PIP, *wanted], ja="部品を入れられません", en="cannot install the parts")


def product_installed() -> None:
    """Put the product itself into the environment, as it stands in this folder."""
    say("[3/4] Hikae を登録しています", "registering Hikae")
    wanted = ("install", "--progress-bar", "off", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    logged([*PIP, *wanted], ja="Hikae を登録できません", en="cannot register Hikae")


def kernels_warmed() -> None:
    """Compile program and kernels now rather than on the first number; without it only the start is slower."""
    say("[4/4] 計算部を準備しています", "preparing the calculation kernels")
    packages = (str(ROOT / name) for name in PACKAGES)
    try:
        logged(
            [str(PYTHON), "-I", "-m", "compileall", "-q", *packages],
            ja="プログラムを翻訳できません",
            en="cannot compile the program",
        )
        logged([str(HIKAE), "warm"], ja="計算部の準備に失敗しました", en="could not prepare the kernels")
    except SetupError as failure:
        sys.stderr.write(f"hikae: {failure}\n")
        say("先へ進みます。最初の計算に時間がかかります", "going on; the first calculation will take longer")


def set_up(kind: str) -> None:
    """Make `.venv` for this kind, one announced step after the other; only the stamps say that it is ready."""
    started, sound = time.monotonic(), is_sound()
    LOG.write_bytes(b"")
    for old in VENV.glob("*.stamp"):
        old.unlink()
    HALF_MADE.touch()
    try:
        if sound:
            say("[1/4] 今の .venv を使います", "keeping the .venv that is there")
        else:
            environment_made()
        parts_installed(kind)
        product_installed()
    except SetupError:
        if sound:  # pip takes back a step that fails, so what was sound still is
            HALF_MADE.unlink()
        raise
    kernels_warmed()
    HALF_MADE.unlink()
    for covered in COVERS[kind]:
        (VENV / f"{covered}.stamp").write_bytes(stamp(covered))
    seconds = round(time.monotonic() - started)
    say(f"準備ができました（{seconds} 秒）", f"ready ({seconds} s)")


def main(kind: str) -> int:
    """Make `.venv` ready unless it is; return 0, 2 when it cannot be made, 3 when interrupted."""
    try:
        with alone():
            if not is_ready(kind):
                set_up(wanted(kind))
    except SetupError as failure:
        sys.stderr.write(f"hikae: {failure}\n")
        return FAILED
    except OSError as failure:
        say(f".venv に書き込めません: {failure}", f"cannot write .venv: {failure}")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
