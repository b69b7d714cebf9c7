"""A damaged stick is refused with the file named; a computer without the right Python is told so."""

import hashlib
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from addin.kit.seal import digests_in

pytestmark = pytest.mark.timeout(600)  # whoever comes first builds the kit for all

PATHS = ("wheels/numpy-*.whl", "wheels/hikae-*.whl", "kernels/*/*.nbc", "record/journal.bundle", "kit/install.lock",
         "books/hikae.oxt", "SHA256SUMS")  # fmt: skip


@pytest.fixture(params=PATHS)
def flipped(request, stick):
    """Flip one bit in the middle of one file of the real kit for a while; return its name."""
    path = next(iter(sorted(stick.glob(request.param))))
    middle = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.seek(middle)
        (byte,) = file.read(1)
        file.seek(middle)
        file.write(bytes([byte ^ 1]))
    yield path.relative_to(stick).as_posix()
    with path.open("r+b") as file:
        file.seek(middle)
        file.write(bytes([byte]))


def test_a_flipped_byte_is_refused_and_the_file_named(computer, stick, flipped):
    """One bit changed anywhere on the stick: nothing is installed and the file is named, by bare Python alone."""
    there = computer.files()
    done = computer.ran("sh", stick / "start.sh", HOME=str(computer.home / "elsewhere"))
    assert done.returncode == 2
    named = done.stderr.rpartition(": ")[2]
    assert flipped in named or flipped == "SHA256SUMS"
    assert computer.files() == there


@pytest.mark.parametrize("other", ["\v", "\f", "\r", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_line_of_the_sums(other, tmp_path):
    """One bit makes a line feed into a character that Python, too, calls a line end: the list is not as it was made."""
    examined = runpy.run_path(str(Path(__file__).parents[2] / "installer/kit/stick.py"))["examined"]
    digest = hashlib.sha256(b"").hexdigest()
    for name in ("a", "b"):
        (tmp_path / name).touch()
    for end, is_right in (("\n", True), (other, False)):
        text = f"{digest}  a{end}{digest}  b\n"
        (tmp_path / "SHA256SUMS").write_bytes(text.encode())
        assert (examined(tmp_path)[1] == []) is is_right
        assert (set(digests_in(text)) == {"a", "b"}) is is_right


def test_a_missing_file_is_refused_and_named(small_kit, computer, open_place):
    """A file that was lost on the way is named."""
    kit = small_kit(open_place / "a torn stick", "1.0")
    (kit / "kit/install.lock").unlink()
    done = computer.ran("sh", kit / "start.sh", HOME=str(computer.home / "elsewhere"))
    assert (done.returncode, "kit/install.lock" in done.stderr) == (2, True)
    shutil.rmtree(kit)


def test_another_python_is_named(stick, tmp_path):
    """Without the kit's own Python version the words name it, in both languages, and nothing is made."""
    for name in ("cat", "dirname", "sed", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name))
    done = subprocess.run(
        ["sh", stick / "start.sh"], env={"HOME": str(tmp_path), "PATH": str(tmp_path)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    wanted = (stick / "kit/python-version").read_text(encoding="utf-8").strip()
    assert done.returncode == 2
    assert [f"Python {wanted}" in line for line in done.stderr.splitlines()] == [True, True]


@pytest.mark.parametrize("name", ["start.sh", "remove.sh"])
def test_the_scripts_are_plain_shell(name, stick):
    """Every POSIX shell can read them."""
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", stick / name], check=False).returncode == 0


@pytest.mark.parametrize("name", ["start.cmd", "remove.cmd"])
def test_the_windows_scripts_are_plain_ascii(name):
    """The Windows twins hold no letter that a console in another code page would garble."""
    text = (Path(__file__).parents[2] / "installer/kit" / name).read_bytes()
    assert text.isascii()
