"""The extra `scale` is one command away, and nothing but what it adds is missing without it."""

import os
import shutil
import subprocess

import pytest

SHELL = shutil.which("dash") or "/bin/sh"


@pytest.fixture
def project(root, tmp_path, script):
    """Return a project folder that is ready for work; its `hikae` says that it was started."""
    folder = tmp_path / "a project"
    for place in ("installer", ".venv/bin"):
        (folder / place).mkdir(parents=True)
    for name in ("run.sh", "ready.sh", "run.lock", "scale.lock"):
        shutil.copy(root / "installer" / name, folder / "installer")
    shutil.copy(root / "pyproject.toml", folder)
    for name, text in {"hikae": "#!/bin/sh\necho STARTED\n", "python": "#!/bin/sh\nexit 0\n"}.items():
        (folder / ".venv/bin" / name).write_text(text, encoding="utf-8")
        (folder / ".venv/bin" / name).chmod(0o755)
    prepare = script("installer/prepare.py")
    prepare.ROOT = folder
    (folder / ".venv/run.stamp").write_bytes(prepare.stamp("run"))
    (folder / "installer/prepare.py").write_text("import sys\nprint('PREPARED', *sys.argv[1:])\n", encoding="utf-8")
    return folder


def run(project, *arguments):
    """Run run.sh with the plain shell."""
    command = [SHELL, str(project / "installer/run.sh"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_one_argument_adds_the_extra_and_starts_nothing(project):
    """`run.sh --scale` sets the extra up, also where work is ready, and ends."""
    done = run(project, "--scale")
    assert (done.returncode, done.stdout, done.stderr) == (0, "PREPARED scale\n", "")


def test_an_extra_that_is_there_is_left_alone(project, script):
    """With the stamp of the extra nothing is prepared."""
    prepare = script("installer/prepare.py")
    prepare.ROOT = project
    (project / ".venv/scale.stamp").write_bytes(prepare.stamp("scale"))
    assert run(project, "--scale").stdout == ""


def test_without_the_argument_the_extra_is_not_asked_for(project):
    """An ordinary start needs no extra."""
    assert run(project, "day").stdout == "STARTED\n"


def test_the_windows_twin_knows_the_extra(root):
    """run.cmd hands the same argument to the same set-up."""
    text = (root / "installer/run.cmd").read_text(encoding="ascii")
    assert 'if "%~1"=="--scale" (\n    %HIKAE_PYTHON% -I "%~dp0prepare.py" scale\n' in text


@pytest.mark.skipif("HIKAE_LONG" not in os.environ, reason="makes a whole environment: --long")
@pytest.mark.timeout(300)
def test_a_fresh_copy_gets_the_extra_from_its_own_lock(root, tmp_path):
    """In a new folder the one command installs what `--cluster` and Parquet need."""
    folder = tmp_path / "a fresh copy"
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "dist", "out"))
    done = run(folder, "--scale")
    assert done.returncode == 0, done.stderr
    parts = "import dask, distributed, pyarrow.parquet"
    assert subprocess.run([folder / ".venv/bin/python", "-I", "-c", parts], check=False).returncode == 0
