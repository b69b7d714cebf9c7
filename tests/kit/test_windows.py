"""The kit for Windows as far as a computer without Windows can see it: its parts, its Python, its installer."""

import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from addin.kit.runtime import Runtime, runtime_python
from calc.outcome import RefusedError

SCRIPT = Path(__file__).parents[2] / "installer" / "hikae.nsi"
LEVEL = b'requestedExecutionLevel level="asInvoker"'


@pytest.fixture
def runtime(tmp_path):
    """Return an embeddable Python that has the right names in it and no program."""
    path = tmp_path / "python-embed.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in ("python.exe", "python312.dll", "python312.zip", "python312._pth"):
            package.writestr(name, name)
    return Runtime(path, hashlib.sha256(path.read_bytes()).hexdigest())


def test_the_runtime_says_which_python_it_is(runtime):
    """The parts are chosen for the Python in the given file."""
    assert runtime_python(runtime) == "3.12"
    assert runtime_python(Runtime(runtime.path, f" {runtime.sha256.upper()}\n")) == "3.12"


def test_a_runtime_of_another_hash_is_refused(runtime):
    """A file whose hash is not the pinned one is not carried."""
    with pytest.raises(RefusedError, match="kit_runtime"):
        runtime_python(Runtime(runtime.path, "0" * 64))


@pytest.mark.parametrize("data", [b"", b"MZ not a zip"])
def test_what_is_no_embeddable_python_is_refused(tmp_path, data):
    """Another kind of file is refused even when its hash is right."""
    path = tmp_path / "python.exe"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match="kit_runtime"):
        runtime_python(Runtime(path, hashlib.sha256(data).hexdigest()))


def test_a_kit_for_windows_needs_a_runtime(hikae, signing_key, tmp_path):
    """Without the file no kit for Windows is begun, and nothing is left behind."""
    done = hikae("kit", "build", "--target", "windows", "-o", tmp_path / "kit", "--key", signing_key)
    assert (done.returncode, "[kit_runtime]" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_kit_for_windows_is_whole(hikae, signing_key, runtime, tmp_path):
    """The whole kit for Windows is made here: wheels of Windows alone, pywin32 among them, the runtime, no kernels."""
    where = ("-o", tmp_path / "kit", "--home", tmp_path / "nobody")
    python = ("--python", runtime.path, "--python-sha256", runtime.sha256)
    done = hikae("kit", "build", "--target", "windows", "--key", signing_key, *where, *python)
    assert done.returncode == 0, done.stderr
    wheels = [path.name for path in (tmp_path / "kit" / "wheels").iterdir()]
    assert {"pywin32", "tzdata", "colorama", "xlwings", "hikae"} <= {name.split("-")[0] for name in wheels}
    assert all(name.endswith(("-win_amd64.whl", "-none-any.whl")) for name in wheels)
    names = {path.relative_to(tmp_path / "kit").as_posix() for path in (tmp_path / "kit").rglob("*")}
    assert {"start.cmd", "remove.cmd", "runtime/python.zip"} <= names
    assert not {"start.sh", "kernels"} & names
    assert hikae("kit", "verify", tmp_path / "kit").returncode == 0


@pytest.mark.skipif(
    not shutil.which("makensis"), reason="no makensis on this computer: the Windows installer is not built"
)
def test_the_windows_installer_is_built_here(tmp_path):
    """The compiler makes one program of a kit's folder, which asks for no administrator and carries every file."""
    kit, out = tmp_path / "kit", tmp_path / "hikae.exe"
    scripts = ("kit/kit.py", "kit/changes.py", "kit/excel.py")
    for name in ("start.cmd", "remove.cmd", *scripts, "runtime/python.zip", "wheels/x.whl"):
        (kit / name).parent.mkdir(parents=True, exist_ok=True)
        (kit / name).write_bytes(f"the content of {name}".encode())
    words = ["makensis", "-V2", "-WX", f"-DKIT={kit}", "-DVERSION=1.2.3", f"-DOUT={out}", str(SCRIPT)]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    made = out.read_bytes()
    assert made.startswith(b"MZ")
    assert LEVEL in made
    assert all(f"the content of {name}".encode() in made for name in ("start.cmd", "wheels/x.whl"))
