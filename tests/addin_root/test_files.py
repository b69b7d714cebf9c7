import errno
import logging
import os
import stat
from pathlib import Path

import pytest

from addin import files
from addin.files import (
    ensure_file,
    ensure_folder,
    is_there,
    read_limited,
    remove_leftovers,
    replace_file,
    sync_file,
    sync_folder,
)
from addin.log import rotating_log
from calc.outcome import RefusedError
from calc.text.wording import words


def failing(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def lines():
    """Return a logger that writes into the given file."""
    made = []

    def logger(path):
        made.append(rotating_log(path))
        named = logging.getLogger(f"test.{path}")
        named.addHandler(made[0])
        named.setLevel(logging.INFO)
        named.propagate = False
        return named

    yield logger
    for handler in made:
        handler.close()


def test_a_file_is_written_whole(tmp_path):
    """What was handed in is under the name afterwards, private, and nothing else is in the folder."""
    replace_file(tmp_path / "quotes.csv", b"a,b\r\n")
    assert (tmp_path / "quotes.csv").read_bytes() == b"a,b\r\n"
    assert stat.S_IMODE((tmp_path / "quotes.csv").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.csv"]


def test_a_file_is_replaced(tmp_path):
    """The new content takes the place of the old."""
    for data in (b"old", b"new"):
        replace_file(tmp_path / "a.csv", data)
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_the_content_is_synced_before_it_has_its_name_and_the_name_after(tmp_path, monkeypatch):
    """The content reaches the drive before the file gets its name, and the name before the call returns."""
    steps = []
    monkeypatch.setattr(files, "_sync", lambda descriptor: steps.append(stat.S_ISDIR(os.fstat(descriptor).st_mode)))
    monkeypatch.setattr(Path, "replace", lambda *_: steps.append("renamed"))
    replace_file(tmp_path / "a.csv", b"x")
    assert steps == [False, "renamed", True]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EMFILE])
@pytest.mark.parametrize("step", ["_write_new", "_sync"])
def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch, codes, step, number):
    """Whatever fails on the way is a finding; the old file is untouched and no temporary file stays."""
    replace_file(tmp_path / "a.csv", b"old")
    monkeypatch.setattr(files, step, failing(number))
    with pytest.raises(RefusedError) as refused:
        replace_file(tmp_path / "a.csv", b"new")
    assert codes(refused) == ["file_not_written"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_the_message_names_the_space_needed(tmp_path, monkeypatch):
    """A full disk is told in both languages with the bytes that are needed."""
    monkeypatch.setattr(files, "_write_new", failing(errno.ENOSPC))
    with pytest.raises(RefusedError) as refused:
        replace_file(tmp_path / "a.csv", b"x" * 12345)
    said = words(refused.value.findings[0])
    assert "12,345 バイト" in said.ja
    assert "空き容量が足りません" in said.ja
    assert "the disk is full (12,345 bytes needed)" in said.en


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    """A person's interrupt in the middle of a write leaves no temporary file."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "_sync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a.csv", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_temporary_file_taken_by_another_run_is_written_again(tmp_path, monkeypatch):
    """When another run's clean-up takes the temporary file, it is written once more."""
    write, taken = files._write_new, []  # noqa: SLF001 - the moment between writing and renaming

    def take_the_first(path, data):
        write(path, data)
        if not taken:
            taken.append(remove_leftovers(tmp_path))

    monkeypatch.setattr(files, "_write_new", take_the_first)
    replace_file(tmp_path / "a.csv", b"x")
    assert (taken, (tmp_path / "a.csv").read_bytes()) == ([1], b"x")


def test_a_temporary_file_taken_every_time_is_a_finding(tmp_path, monkeypatch, codes):
    """When the temporary file vanishes every time, a finding says so instead of trying for ever."""
    monkeypatch.setattr(files, "_write_new", lambda *_: None)
    with pytest.raises(RefusedError) as refused:
        replace_file(tmp_path / "a.csv", b"x")
    assert codes(refused) == ["file_not_written"]


def test_a_missing_folder_is_a_finding(tmp_path, details):
    """Writing into a folder that is not there is refused with the reason."""
    with pytest.raises(RefusedError) as refused:
        replace_file(tmp_path / "gone" / "a.csv", b"x")
    assert details(refused)["reason_ja"] == "ファイルまたはフォルダがありません"


def test_a_temporary_name_is_no_csv(tmp_path, monkeypatch):
    """The name a file has while it is written is hidden and does not end like the file's own."""
    names = []
    monkeypatch.setattr(files, "_write_new", lambda path, _: names.append(path.name))
    with pytest.raises(RefusedError):
        replace_file(tmp_path / "a.csv", b"x")
    assert all(name.startswith(".a.csv.hikae-tmp-") and not name.endswith(".csv") for name in names)


def test_only_leftovers_are_removed(tmp_path):
    """Clean-up takes the temporary files of killed runs and nothing else."""
    kept = ["a.csv", ".hidden", ".a.csv.hikae-tmp-12345678.csv", ".a.csv.hikae-tmp-xyz", "a.csv.hikae-tmp-12345678"]
    for name in [*kept, ".a.csv.hikae-tmp-0123abcd", ".b.hikae-tmp-89ef4567"]:
        (tmp_path / name).touch()
    assert remove_leftovers(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path):
    """Cleaning a folder that does not exist removes nothing."""
    assert remove_leftovers(tmp_path / "gone") == 0


def test_a_folder_is_made_private_with_its_parents(tmp_path):
    """A missing folder is made with its parents, for the user alone; an existing one is left as it is."""
    tmp_path.chmod(0o755)
    made = ensure_folder(tmp_path / "a" / "b")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (made, made.parent)] == [0o700, 0o700]
    assert stat.S_IMODE(ensure_folder(tmp_path).stat().st_mode) == 0o755


def test_a_file_in_the_place_of_a_folder_is_a_finding(tmp_path, codes):
    """A folder cannot be made where a file stands."""
    (tmp_path / "a").touch()
    for path in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(RefusedError) as refused:
            ensure_folder(path)
        assert codes(refused) == ["file_not_written"]


def test_an_existing_file_is_not_touched(tmp_path):
    """Making sure of a file makes an empty private one, and leaves an existing one as it is."""
    made = ensure_file(tmp_path / "a")
    assert (made.read_bytes(), stat.S_IMODE(made.stat().st_mode)) == (b"", 0o600)
    made.write_bytes(b"x")
    assert ensure_file(made).read_bytes() == b"x"


def test_a_file_that_cannot_be_made_is_a_finding(tmp_path, codes):
    """A file that cannot be made is refused with the reason."""
    with pytest.raises(RefusedError) as refused:
        ensure_file(tmp_path / "gone" / "a")
    assert codes(refused) == ["file_not_written"]


@pytest.mark.parametrize(("size", "refused"), [(9, False), (10, False), (11, True)])
def test_reading_has_a_limit(tmp_path, codes, size, refused):
    """A file of exactly the limit is read; one byte more is a finding."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * size)
    if not refused:
        assert len(read_limited(path, 10)) == size
        return
    with pytest.raises(RefusedError) as error:
        read_limited(path, 10)
    assert codes(error) == ["file_over_limit"]


@pytest.mark.parametrize("name", ["gone", "."])
def test_what_cannot_be_read_is_a_finding(tmp_path, codes, name):
    """A missing file or a folder is refused with the reason."""
    with pytest.raises(RefusedError) as refused:
        read_limited(tmp_path / name, 10)
    assert codes(refused) == ["file_not_read"]


def test_being_there_can_be_asked(tmp_path, monkeypatch, codes):
    """A name is there or not; where the system will not say, a finding does."""
    (tmp_path / "a").touch()
    assert (is_there(tmp_path / "a"), is_there(tmp_path / "b"), is_there(tmp_path / "a" / "b")) == (True, False, False)
    monkeypatch.setattr(Path, "stat", failing(errno.EACCES))
    with pytest.raises(RefusedError) as refused:
        is_there(tmp_path / "a")
    assert codes(refused) == ["file_not_read"]


def test_syncing_a_file_that_is_not_there_is_nothing(tmp_path):
    """A file that does not exist needs no sync."""
    sync_file(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_cannot_sync_folders_is_no_error(tmp_path, monkeypatch):
    """Where folders cannot be synced the call passes; a real error does not."""
    monkeypatch.setattr(files, "_sync", failing(errno.EINVAL))
    sync_folder(tmp_path)
    monkeypatch.setattr(files, "_sync", failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        sync_folder(tmp_path)


def test_the_log_is_private_and_bounded(tmp_path, lines):
    """The technician's log keeps five files of at most 1 MB, for the user alone."""
    path = tmp_path / "log" / "hikae.log"
    logger = lines(path)
    for _ in range(70):
        logger.info("x" * 100_000)
    kept = list(path.parent.iterdir())
    assert len(kept) == 5
    assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {0o600}
    assert max(each.stat().st_size for each in kept) <= 1_000_000


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path, lines, capsys):
    """When the log has no place, the work goes on and nothing is said."""
    (tmp_path / "log").touch()
    lines(tmp_path / "log" / "hikae.log").info("day.started")
    assert capsys.readouterr() == ("", "")
