"""The wheel carries everything that the packages read, and nothing else."""

import shutil
import subprocess
import sys
import zipfile

import pytest

PACKAGES = ("calc", "addin", "workbooks")
FILES = ("pyproject.toml", "README.md", "LICENSE", "THIRD-PARTY-NOTICES.txt")
MADE_HERE = "*.oxt"  # `hikae build` makes it from the product that runs; what is carried would be of another one
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


def wanted(folder):
    """Return every file of the three packages, by its place."""
    found = (path for package in PACKAGES for path in (folder / package).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found if "__pycache__" not in path.parts}


def wheel(folder):
    """Build the wheel of a project folder; return the places of its files."""
    command = [sys.executable, "-P", "-W", "ignore", "-c", BUILD, str(folder / "dist")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "dist").glob("hikae-*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def project(root, tmp_path_factory):
    """Return a copy of what a wheel is built from, with one more table in a folder of its own."""
    folder = tmp_path_factory.mktemp("project")
    for package in PACKAGES:
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", MADE_HERE))
    for name in FILES:
        shutil.copy(root / name, folder / name)
    (folder / "calc" / "text" / "deeper").mkdir()
    (folder / "calc" / "text" / "deeper" / "table.toml").write_text("", encoding="utf-8")
    (folder / "calc" / "text" / "notes.unknown").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def carried(project):
    """Return the places of the files in the wheel of that copy."""
    return wheel(project)


def test_the_wheel_carries_every_file_of_the_packages(project, carried):
    """Modules, tables, example data and type markers are all in the wheel, at any depth."""
    assert wanted(project) - carried == {"calc/text/notes.unknown"}


def test_the_wheel_carries_nothing_else(project, carried):
    """Beside the packages there is only the wheel's own description, with both licence files."""
    own = {name for name in carried - wanted(project) if not name.startswith("hikae-")}
    assert own == set()
    assert {name.rpartition("/")[2] for name in carried} >= {"LICENSE", "THIRD-PARTY-NOTICES.txt"}


def test_a_file_of_an_unlisted_kind_is_found(project, carried):
    """A file whose ending pyproject.toml does not list would be left out, and the comparison sees it."""
    assert "calc/text/notes.unknown" in wanted(project)
    assert "calc/text/notes.unknown" not in carried
