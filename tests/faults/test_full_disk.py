"""A disk of 64 kB is full at every stage: the message says how much is needed, and the work goes on after."""

import re
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from addin.files import ensure_folder, replace_file
from addin.store.journal import Journal
from calc.outcome import RefusedError
from calc.text.wording import words

PAGE, PAGES = 4096, 16
DATA = b"1,2,3\r\n" * 1500
TOGETHER = [("full.together", {"value": value, "text": "控え" * 300}) for value in range(3)]
SAID = re.compile(r"必要な容量 (?:約 )?([0-9][0-9,]*) バイト")


@contextmanager
def mounted(folder, size):
    """Mount a disk of a size; where that cannot be done, the test says so and is skipped."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)]
    made = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"小さなディスクをマウントできません / a small disk cannot be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def steps(folder, journal):
    """Return the stages of the work: a first entry, more together, a file in a new folder, the file once more."""
    path = folder / "out" / "sent.csv"
    return (
        lambda: journal.append("full.first", {"value": 1}),
        lambda: journal.append_all(TOGETHER),
        lambda: replace_file(ensure_folder(path.parent) / path.name, DATA),
        lambda: replace_file(path, DATA[::-1]),
    )


def filled(folder, free):
    """Fill the disk but for some pages and return the file that does it."""
    ballast = folder / "ballast"
    used = sum(-(-path.stat().st_size // PAGE) for path in folder.rglob("*") if path.is_file())
    ballast.write_bytes(bytes(max(0, PAGES - used - free) * PAGE))
    return ballast


def refusals(folder, free):
    """Work on a disk with so many free pages at each stage; return (stage, finding) of each refusal, all made good."""
    found = []
    with Journal(folder / "home") as journal:
        for stage, step in enumerate(steps(folder, journal)):
            ballast = filled(folder, free)
            try:
                step()
            except RefusedError as refused:
                found.append((stage, refused.findings[0]))
                ballast.unlink()
                step()
            ballast.unlink(missing_ok=True)
        assert journal.verify().ok
        assert len(list(journal.entries())) == 1 + len(TOGETHER)
    assert (folder / "out" / "sent.csv").read_bytes() == DATA[::-1]
    assert {path.name for path in (folder / "out").iterdir()} == {"sent.csv"}
    return found


def test_a_full_disk_at_every_stage_is_named_and_overcome(tmp_path):
    """With 0 to 7 pages left at each stage: the finding names the bytes needed, and the same call then succeeds."""
    found = []
    for free in range(8):
        with mounted(tmp_path / f"free-{free}", PAGES * PAGE) as folder:
            found += refusals(folder, free)
    assert {stage for stage, _ in found} == {0, 1, 2, 3}
    for _, finding in found:
        assert finding.code in {"journal_not_written", "file_not_written"}
        needed = dict(finding.details)["needed"]
        assert int(needed.replace(",", "")) > 0
        assert needed in words(finding).ja
        assert needed in words(finding).en


@pytest.mark.parametrize("size", ["64k", "96k", "128k", "160k"])
def test_a_day_on_a_full_disk_is_run_again_when_there_is_space(tmp_path, warm, size):
    """The command names the bytes it needs and the record stays intact; with more space the same command ends well."""
    with mounted(tmp_path / "disk", size) as folder:
        said = "\n".join(" ".join(pair) for pair in warm.ask("day", folder))
        assert "finished 0" not in said
        assert "internal_fault" not in said
        assert int(SAID.search(said)[1].replace(",", "")) > 0
        with Journal(folder / "home") as journal:
            assert journal.verify().ok
        subprocess.run(["mount", "-o", "remount,size=16m", str(folder)], check=True)
        assert warm.run("day", folder).finished == "0"
        assert not [path for path in Path(folder, "out").iterdir() if "hikae-tmp" in path.name]
