import hashlib
import struct
import zipfile
from pathlib import Path

import other_readers
import pytest
import xlwings
from compound_reader import NONE, RED, Compound, DamagedError
from hypothesis import given
from hypothesis import strategies as st

from addin.excel.vbaproject.compound import compound_file

SIZES = (0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_536, 1_300_000)
IN_FAT, MOST_FAT = 128, 109  # sectors listed in a FAT sector, FAT sectors listed in the header
NAME = st.text("aAbB_0z", min_size=1, max_size=31)


def noise(size):
    return hashlib.shake_256(b"noise").digest(size)


def read_back(root):
    """Return {path: bytes} of a compound file; two readers must agree, and no sector is lost."""
    data = compound_file(root)
    read = Compound(data)
    assert read.unused == 0
    assert read.streams == other_readers.streams(data)
    return read.streams


def flat(root, path=()):
    """Return {path: bytes} of a tree of dicts."""
    found = {}
    for name, content in root.items():
        found.update({(*path, name): content} if isinstance(content, bytes) else flat(content, (*path, name)))
    return found


def of_sectors(count):
    """Return a file whose stream takes so many sectors; nothing but the directory stands beside it."""
    return compound_file({"x": bytes(512 * count)})


def alike(names):
    return len({name.upper() for name in names}) < len(names)


def test_streams_of_every_size_read_back():
    """Streams around the sizes of a mini sector, a sector and the cutoff, and one above a megabyte, read back."""
    root = {f"s{size}": noise(size) for size in SIZES}
    assert read_back(root) == flat(root)


def test_each_size_alone_reads_back():
    """A file of one stream reads back, whether it has a mini stream or not."""
    for size in SIZES:
        assert read_back({"only": noise(size)}) == {("only",): noise(size)}


def test_storages_in_storages_read_back():
    """Streams below storages keep their paths, and an empty storage stays."""
    root = {"VBA": {"dir": b"d", "deep": {"dir": b"e" * 5000}}, "PROJECT": b"p", "empty": {}}
    assert read_back(root) == flat(root)
    assert "empty" in {item.name for item in Compound(compound_file(root)).items}


@given(
    names=st.lists(NAME, unique_by=str.upper, max_size=40),
    sizes=st.lists(st.integers(0, 9000), min_size=40, max_size=40),
)
def test_any_directory_reads_back(names, sizes):
    """Streams of any names and sizes read back, from a directory whose trees keep all rules of red and black."""
    root = {name: noise(size) for name, size in zip(names, sizes, strict=False)}
    assert read_back(root) == flat(root)
    assert read_back({"VBA": root}) == flat({"VBA": root})


def test_the_tree_is_as_low_as_can_be():
    """However many siblings there are, each row of their tree but the last is full, and a last one not full is red."""
    for count in range(1, 70):
        read = Compound(compound_file({f"n{number}": b"" for number in range(count)}))
        rows = [[read.items[read.items[0].child]]]
        while rows[-1]:
            below = [side for item in rows[-1] for side in (item.left, item.right) if side != NONE]
            rows.append([read.items[number] for number in below])
        assert [len(row) for row in rows[:-2]] == [2**depth for depth in range(len(rows) - 2)]
        reds = [item for row in rows for item in row if item.color == RED]
        assert reds == ([] if len(rows[-2]) == 2 ** (len(rows) - 2) else rows[-2])


def test_siblings_stand_by_length_and_then_by_capitals():
    """Shorter names come first, letters count as capitals, and the underscore comes after them."""
    names = ["_VBA_PROJECT", "dir", "ThisWorkbook", "Sheet1", "HikaeFunctions", "sheet2", "Sheet3"]
    read = Compound(compound_file(dict.fromkeys(names, b"")))
    expected = ["dir", "Sheet1", "sheet2", "Sheet3", "ThisWorkbook", "_VBA_PROJECT", "HikaeFunctions"]
    assert [item.name for item in read.siblings(read.items[0])] == expected


def test_no_dates_and_classes_are_written():
    """Nothing but names, links, places and sizes stands in the directory: two builds are the same bytes."""
    root = {"VBA": {"dir": b"d"}, "PROJECT": b"p"}
    assert all(not any(item.rest) for item in Compound(compound_file(root)).items)
    assert compound_file(root) == compound_file(dict(reversed(root.items())))


def test_the_table_of_sectors_lists_itself():
    """One sector more than a FAT sector lists brings a second one, which is listed too."""
    for count in (IN_FAT - 3, IN_FAT - 2, IN_FAT - 1, IN_FAT, 2 * IN_FAT - 3, 2 * IN_FAT - 2):
        data = of_sectors(count)
        assert Compound(data).streams == {("x",): bytes(512 * count)}
        fat_sectors = struct.unpack_from("<I", data, 44)[0]
        assert len(data) == 512 * (1 + count + 1 + fat_sectors)
        assert (fat_sectors - 1) * IN_FAT < count + 1 + fat_sectors <= fat_sectors * IN_FAT


def test_the_largest_file_is_still_listed_by_its_header():
    """A file of as many sectors as the header can lead to reads back, and with one more it is refused."""
    most = MOST_FAT * (IN_FAT - 1) - 1
    assert Compound(of_sectors(most)).streams == {("x",): bytes(512 * most)}
    with pytest.raises(ValueError, match="more than a header without further tables can lead to"):
        of_sectors(most + 1)


def test_names_that_no_directory_holds_are_refused():
    """A name of none or 32 characters or of other letters is refused, and two that differ in letter case alone."""
    assert read_back({"n" * 31: b"x"}) == {("n" * 31,): b"x"}
    for names in (["n" * 32], [""], ["Straße"], ["Dir", "dir"]):
        with pytest.raises(ValueError, match="not all are names, or two are one"):
            compound_file({"VBA": dict.fromkeys(names, b"")})


def test_the_second_reader_takes_what_excel_wrote():
    """The strict reader was not made for our files alone: it accepts one that Excel saved, as olefile does."""
    with zipfile.ZipFile(Path(xlwings.__file__).with_name("quickstart.xlsm")) as book:
        data = book.read("xl/vbaProject.bin")
    assert Compound(data).streams == other_readers.streams(data)


def test_the_second_reader_refuses_damage():
    """One byte changed in the header, the table or a directory entry is refused, each for what it is."""
    whole = compound_file({"a": bytes(5000), "b": b"x"})
    entry, fat = whole.index("a\0".encode("utf-16-le")), len(whole) - 512
    damages = {
        (0, 0): "no compound file",
        (24, 0): "another version",
        (34, 1): "reserved bytes of the header",
        (44, 2): "FAT sectors behind the end",
        (76, 0): "does not list itself",
        (80, 1): "not counted",
        (fat, 0): "shares sector 0",
        (fat, 200): "leads to sector 200 of 128",
        (len(whole) - 1, 0): "belong to nothing",
        (entry, ord("c")): "the order",
        (entry + 2, ord("b")): "bytes behind the name",
        (entry + 67, 1): "different black length",
        (entry + 121, 0x11): "the size of a",
    }
    for (place, value), what in damages.items():
        damaged = bytearray(whole)
        damaged[place] = value
        with pytest.raises(DamagedError, match=what):
            Compound(bytes(damaged))
