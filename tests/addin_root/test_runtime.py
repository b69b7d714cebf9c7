import gc
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from addin import runtime, start
from addin.runtime import cache_folder, is_private, prepare


@pytest.fixture(autouse=True)
def _clean(tmp_path, monkeypatch):
    """Give each test its own cache place, and put the environment and the streams back."""
    before = dict(os.environ)
    for name in ("NUMBA_CACHE_DIR", runtime.WAITING, *runtime.THREADS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)


def test_every_library_gets_one_thread():
    """No numerical library starts threads of its own."""
    prepare()
    assert {os.environ[name] for name in runtime.THREADS} == {"1"}


def test_kernel_threads_sleep_while_they_wait():
    """A kernel's threads do not spin between two calls, where other work needs the processors."""
    prepare()
    assert os.environ["OMP_WAIT_POLICY"] == "passive"


def test_rows_that_live_to_the_end_are_not_looked_through_again_and_again():
    """The search for unreachable objects runs rarely, and it does run."""
    prepare()
    assert gc.isenabled()
    assert gc.get_threshold() == (runtime.NEW_OBJECTS, runtime.GENERATIONS, runtime.GENERATIONS)


def test_the_rows_are_not_looked_through_once_more_at_the_end(monkeypatch):
    """However often the process is prepared, its end looks for unreachable objects among none."""
    registered = []
    monkeypatch.setattr(runtime.atexit, "register", registered.append)
    monkeypatch.setattr(runtime.atexit, "unregister", lambda done: [registered.remove(done) for _ in registered[:1]])
    prepare()
    prepare()
    assert registered == [gc.freeze]


def test_nothing_is_looked_through_while_the_program_loads(monkeypatch):
    """The search for unreachable objects stands still until the command line is there, and then runs again."""
    searching = []

    def attribute(name):
        if name != "main":
            raise AttributeError(name)
        searching.append(gc.isenabled())
        return lambda: searching.append(gc.isenabled())

    loading = ModuleType("addin.cli")
    loading.__getattr__ = attribute
    monkeypatch.setitem(sys.modules, "addin.cli", loading)
    start.main()
    assert searching == [False, True]


def test_a_first_command_loads_no_log():
    """What writes the technician's log is loaded only when there is a line to write."""
    code = "import sys, addin.cli; print({'logging', 'logging.handlers', 'socket', 'pickle'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_what_the_user_set_stays(monkeypatch, tmp_path):
    """Threads and cache folder that the user set are left as they are."""
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("OMP_WAIT_POLICY", "active")
    assert prepare() == ()
    assert os.environ["OMP_WAIT_POLICY"] == "active"
    assert (os.environ["OMP_NUM_THREADS"], os.environ["NUMBA_CACHE_DIR"]) == ("3", str(tmp_path / "mine"))


def test_the_kernel_cache_is_private_and_outside_the_home(tmp_path):
    """The kernel cache is a folder of the user alone, and not in the folder that travels."""
    assert prepare() == ()
    folder = tmp_path / "cache" / "hikae-kernels"
    assert os.environ["NUMBA_CACHE_DIR"] == str(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_cache_folder_of_somebody_else_is_not_used():
    """A cache folder that belongs to another user is refused with a warning, and a fresh private one is used."""
    cache_folder().mkdir(parents=True)
    os.chown(cache_folder(), 12345, 12345)
    (found,) = prepare()
    assert (found.code, dict(found.details)["path"]) == ("cache_not_private", str(cache_folder()))
    assert os.environ["NUMBA_CACHE_DIR"] != str(cache_folder())
    assert stat.S_IMODE(os.stat(os.environ["NUMBA_CACHE_DIR"]).st_mode) == 0o700  # noqa: PTH116 - text from outside


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_cache_folder_others_can_write_is_not_used(mode):
    """A cache folder that others may write into is refused."""
    cache_folder().mkdir(parents=True)
    cache_folder().chmod(mode)
    assert [found.code for found in prepare()] == ["cache_not_private"]


def test_a_cache_folder_that_cannot_be_made_is_not_used(tmp_path):
    """Where the cache folder cannot be made, a temporary one is used."""
    (tmp_path / "cache").touch()
    assert [found.code for found in prepare()] == ["cache_not_private"]


def test_a_cache_folder_of_the_administrator_is_used(monkeypatch, tmp_path):
    """A cache that the administrator put there, and only he can write, is trusted."""
    tmp_path.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    monkeypatch.setattr(runtime, "_ROOT", tmp_path.stat().st_uid)
    assert is_private(tmp_path)


@pytest.mark.parametrize(
    ("platform", "expected"), [("darwin", "Library/Caches/Hikae-kernels"), ("win32", "AppData/Local/Hikae-kernels"),
                               ("linux", ".cache/hikae-kernels")]
)  # fmt: skip
def test_each_system_has_its_own_cache_folder(monkeypatch, tmp_path, platform, expected):
    """The kernel cache is where each operating system keeps what can be made again."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == tmp_path / expected


PRINT = "from addin.runtime import prepare; prepare(); import sys; print('清算値段'); print('\\ud83d', file=sys.stderr)"


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8", "latin-1"])
def test_text_is_utf_8_whatever_the_console_says(encoding, tmp_path):
    """Results and findings come out as UTF-8 on any console, and half a character is no traceback."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", PRINT], capture_output=True, env=environment, check=True)
    assert (done.stdout, done.stderr) == ("清算値段\n".encode(), b"\\ud83d\n")


def test_setting_up_is_cheap(tmp_path):
    """Setting up the process loads neither the kernels' compiler nor numpy."""
    code = "import sys, addin.runtime as r; r.prepare(); print({'numba', 'numpy', 'pandas'} & set(sys.modules))"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True, text=True)
    assert done.stdout == "set()\n"


def test_numpy_starts_no_thread_of_its_own():
    """After the set-up numpy loads with a single thread, so nothing fights with the kernels' own."""
    code = "from addin import runtime; runtime.prepare(); import numpy, os; print(len(os.listdir('/proc/self/task')))"
    plain = {name: value for name, value in os.environ.items() if name not in runtime.THREADS}
    done = subprocess.run([sys.executable, "-I", "-c", code], env=plain, capture_output=True, text=True, check=True)
    assert not Path("/proc/self/task").exists() or done.stdout.strip() == "1"
