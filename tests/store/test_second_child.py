import errno
import io
import json
import subprocess
import sys

import pytest

from addin.store import second_child
from addin.store.journal import Journal
from addin.store.lines import Header, Position, line_of
from addin.store.raw import identity, rows_after
from addin.store.second_child import FaultError, Request, answers, appended


def no_copy(_entries):
    """Stand for a record without a second place."""


@pytest.fixture
def entries(home):
    """Return the header and the lines of a record of ten entries."""
    with Journal(home, after_commit=no_copy) as journal:
        journal.append_all([("test.number", {"i": i, "text": f"値 {i}"}) for i in range(1, 11)])
    return Header("copy", 1, *identity(home)).line(), [line_of(row) for row in rows_after(home, 0)]


@pytest.fixture
def copy(entries, tmp_path):
    """Return a copy file of the first six entries, and what asks for more of them."""
    header, lines = entries
    path = tmp_path / "copy.jsonl"
    path.write_bytes(header + b"".join(lines[:6]))

    def ask(first, last, known=None):
        return appended(Request(path, header, position(lines, first - 1), b"".join(lines[first - 1 : last])), known)

    return path, ask


def position(lines, n):
    """Return the position of the n-th line."""
    return Position(n, json.loads(lines[n - 1])["hash"]) if n else Position()


def test_a_new_copy_begins_with_its_header(entries, tmp_path):
    """The first entries of a place make a private file that says of which record it is."""
    header, lines = entries
    path = tmp_path / "new.jsonl"
    known = appended(Request(path, header, Position(), b"".join(lines[:2])), None)
    assert (known.at, path.read_bytes()) == (position(lines, 2), header + b"".join(lines[:2]))
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_follows_is_appended(copy, entries):
    """Lines that follow the last one are appended, and the answer says where the copy stands now."""
    path, ask = copy
    assert ask(7, 8).at == position(entries[1], 8)
    assert path.read_bytes() == entries[0] + b"".join(entries[1][:8])


@pytest.mark.parametrize(("first", "last"), [(8, 9), (5, 6), (1, 6)])
def test_what_does_not_follow_is_not_appended(copy, entries, first, last):
    """Lines after a gap, and lines that are there already, change nothing; the answer says where the copy stands."""
    path, ask = copy
    before = path.read_bytes()
    assert ask(first, last).at == position(entries[1], 6)
    assert path.read_bytes() == before


@pytest.mark.parametrize("cut", [1, 10, 300])
def test_a_torn_last_line_is_healed(copy, entries, cut):
    """A last line that a power failure cut short is cut off, and the append goes on after the line before it."""
    path, ask = copy
    path.write_bytes(path.read_bytes()[:-cut])
    assert ask(7, 8).at == position(entries[1], 5)
    assert ask(6, 8).at == position(entries[1], 8)
    assert path.read_bytes() == entries[0] + b"".join(entries[1][:8])


def test_a_hole_of_zeros_is_healed(copy, entries):
    """A block near the end that never reached the drive is cut off with what follows it."""
    path, ask = copy
    data = bytearray(path.read_bytes())
    begin = len(entries[0]) + sum(map(len, entries[1][:4])) + 20
    data[begin : begin + 512] = bytes(512)
    path.write_bytes(data)
    assert ask(7, 8).at == position(entries[1], 4)


@pytest.mark.parametrize("torn", [b"", b'{"hikae":"co', b'{"hikae":' + bytes(60)])
def test_a_torn_header_is_written_again(copy, entries, torn):
    """A copy whose header never reached the drive begins anew."""
    path, ask = copy
    path.write_bytes(torn)
    assert ask(7, 8).at == Position()
    assert path.read_bytes() == entries[0]


@pytest.mark.parametrize("content", [b"somebody's shopping list\n", b"notes without an end", b"\0\1\2\3", b"{}\n"])
def test_a_foreign_file_is_never_touched(copy, content):
    """A file of that name that is no copy of this record stays as it is."""
    path, ask = copy
    path.write_bytes(content)
    with pytest.raises(FaultError, match="foreign"):
        ask(7, 8)
    assert path.read_bytes() == content


def test_another_record_s_copy_is_never_touched(copy, entries):
    """A copy that begins with another record's id stays as it is."""
    path, ask = copy
    path.write_bytes(path.read_bytes().replace(entries[0][40:48], b"deadbeef", 1))
    before = path.read_bytes()
    with pytest.raises(FaultError, match="foreign"):
        ask(7, 8)
    assert path.read_bytes() == before


def test_an_altered_copy_is_never_touched(copy):
    """A copy in which somebody changed a value stays as it is."""
    path, ask = copy
    path.write_bytes(path.read_bytes().replace("値 5".encode(), "値 9".encode()))
    before = path.read_bytes()
    with pytest.raises(FaultError, match="altered"):
        ask(7, 8)
    assert path.read_bytes() == before


def test_a_long_copy_is_verified_at_its_end_only(copy, entries, monkeypatch):
    """The first look at a long copy reads its header and its end, and goes further back where one entry is longer."""
    path, ask = copy
    monkeypatch.setattr(second_child, "TAIL", 50)
    assert ask(7, 8).at == position(entries[1], 8)
    path.write_bytes(path.read_bytes()[:-3])
    assert ask(9, 9).at == position(entries[1], 7)


def test_a_long_foreign_file_is_never_touched(copy, monkeypatch):
    """Where only the end is read, the header is looked at all the same."""
    path, ask = copy
    monkeypatch.setattr(second_child, "TAIL", 50)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(FaultError, match="foreign"):
        ask(7, 8)


def test_a_copy_that_was_left_as_it_is_is_not_read_again(copy, entries, monkeypatch):
    """As long as nobody else writes, only the first append of a process reads the copy."""
    _, ask = copy
    known = ask(7, 7)
    monkeypatch.setattr(second_child, "_position", None)
    assert ask(8, 8, known).at == position(entries[1], 8)


def test_a_copy_that_somebody_else_wrote_is_read_again(copy, entries):
    """When another process appended meanwhile, the copy is read again before anything is appended."""
    _, ask = copy
    known = ask(7, 7)
    ask(8, 8)
    assert ask(8, 9, known).at == position(entries[1], 8)


def test_entries_are_on_the_drive_before_the_answer(copy, monkeypatch):
    """What was appended is synced before anybody is told."""
    _, ask = copy
    synced = []
    monkeypatch.setattr(second_child, "sync_open", lambda file: synced.append(file.seek(0, 2)))
    size = synced[-1] if ask(7, 8) and synced else 0
    assert size == copy[0].stat().st_size


def test_a_part_that_was_written_is_taken_back(copy, monkeypatch):
    """When the drive fails in the middle, the copy is as it was and the error goes on."""
    path, ask = copy
    before, known = path.read_bytes(), ask(7, 6)

    def full(_file):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(second_child, "sync_open", full)
    with pytest.raises(OSError, match="no space"):
        ask(7, 8, known)
    assert path.read_bytes() == before


def test_every_request_has_its_answer(entries, tmp_path):
    """A missing folder, a foreign file and a good append are answered one after the other, by the same process."""
    header, lines = entries
    (tmp_path / "foreign").write_bytes(b"no copy\n")
    asked = [{"name": name, "header": header.decode(), "after": [0, "0" * 64], "bytes": len(lines[0])}
             for name in ("missing/copy", "foreign", "copy")]  # fmt: skip
    pipe = io.BytesIO(b"".join(json.dumps(each).encode() + b"\n" + lines[0] for each in asked))
    assert [{**each, "device": 0} for each in answers(pipe, tmp_path)] == [
        {"errno": errno.ENOENT, "device": 0},
        {"fault": "foreign", "device": 0},
        {"at": position(lines, 1), "device": 0},
    ]


def test_the_process_ends_with_its_desk(tmp_path):
    """When the desk closes the pipe, or dies, the process that writes the copy ends by itself."""
    command = [sys.executable, "-I", "-m", "addin.store.second_child", str(tmp_path)]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
