"""Which parts another system needs is asked of that system, not of the one where the kit is made."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement

from addin.kit.target import System, lock_text, pins_for, target_of, this_python, this_system

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via click
numpy==2.4.6 \\
    --hash=sha256:{a}
    # via hikae
setuptools==80.1.0 \\
    --hash=sha256:{b}
xlwings==0.37.8 ; sys_platform == 'darwin' or sys_platform == 'win32' \\
    --hash=sha256:{b}
""".format(a="a" * 64, b="b" * 64)


@pytest.fixture(scope="module")
def lock():
    """Return the committed lock for work."""
    return (Path(__file__).parents[2] / "installer" / "run.lock").read_text(encoding="utf-8")


def names(system, lock):
    """Return the names of the parts that a system needs."""
    return {pin.name for pin in pins_for(target_of(system, "3.12"), lock)}


def test_windows_gets_what_only_windows_needs(lock):
    """The set for Windows holds pywin32, tzdata, colorama and xlwings, wherever the kit is made."""
    assert {"pywin32", "tzdata", "colorama", "xlwings"} <= names(System.WINDOWS, lock)


def test_other_systems_get_none_of_it(lock):
    """Linux gets none of Windows's parts, and macOS only what it shares with it."""
    assert names(System.LINUX, lock) & {"pywin32", "tzdata", "colorama", "xlwings", "appscript"} == set()
    assert names(System.MACOS, lock) & {"pywin32", "tzdata", "colorama", "xlwings", "appscript"} == {
        "xlwings", "appscript",
    }  # fmt: skip


@pytest.mark.parametrize("system", System)
def test_no_part_that_is_needed_everywhere_is_left_out(lock, system):
    """Each part without a marker is in every set, but for the builder that a finished wheel does not need."""
    pinned = [line for line in lock.splitlines() if "==" in line and line[0].isalpha()]
    everywhere = {line.split("==")[0] for line in pinned if ";" not in line}
    assert everywhere - names(system, lock) == {"setuptools"}


def test_the_parts_of_this_system_are_those_that_pip_would_take(lock):
    """For the computer that runs, the set is what its own markers say: an independent look at the lock."""
    lines = [line.removesuffix(" \\") for line in lock.splitlines() if "==" in line and line[0].isalpha()]
    asked = [Requirement(line) for line in lines]
    here = {each.name for each in asked if each.marker is None or each.marker.evaluate()} - {"setuptools"}
    assert {pin.name for pin in pins_for(target_of(this_system(), this_python()), lock)} == here


def test_a_lock_keeps_versions_and_hashes_and_loses_its_markers():
    """What is written for a target has exact versions with every hash, and no marker, comment or address."""
    text = lock_text(pins_for(target_of(System.WINDOWS, "3.12"), LOCK))
    assert text.splitlines()[:3] == [
        "colorama==0.4.6 \\", f"    --hash=sha256:{'a' * 64} \\", f"    --hash=sha256:{'b' * 64}",
    ]  # fmt: skip
    assert [line.split("=")[0] for line in text.splitlines() if line[0].isalpha()] == ["colorama", "numpy", "xlwings"]
    assert not set(";#/") & set(text)


@pytest.mark.parametrize(
    ("system", "tag"),
    [(System.WINDOWS, "win_amd64"), (System.LINUX, "manylinux_2_28_x86_64"), (System.MACOS, "macosx_11_0_arm64")],
)
def test_a_target_names_the_wheels_that_run_there(system, tag):
    """Each target accepts its own wheels and its interpreter's tag."""
    target = target_of(system, "3.13")
    assert tag in target.platforms
    assert target.abi == "cp313"


def test_kernels_serve_the_same_system_and_python_only():
    """Compiled kernels of this computer are for its own system and Python."""
    assert target_of(this_system(), this_python()).is_this
    assert not target_of(this_system(), "3.10").is_this
    assert not target_of(next(each for each in System if each is not this_system()), this_python()).is_this
