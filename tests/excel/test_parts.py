"""Packages taken apart and put together again: what is not meant to change does not."""

import io
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

import pytest
from hand_book import differing, hand_book, packed, unpacked

from addin.excel.parts import NO_PACKAGE, edited, parts_of, repacked, text_of

PARTS = {"a.xml": b"<a/>", "b/c.bin": bytes(range(256)), "d.xml": "<d>表</d>".encode()}


def infos(data):
    """Return what the zip says of each member, but its sizes and places."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(each.filename, each.date_time, each.compress_type, each.external_attr) for each in archive.infolist()]


def test_a_package_is_its_parts():
    """By name, in their order, as bytes."""
    assert list(parts_of(packed(PARTS)).items()) == list(PARTS.items())


def test_nothing_changed_is_the_same_file():
    """Not one byte is written anew, also where the order of the parts is another."""
    data = packed(PARTS)
    assert repacked(data, PARTS) is data
    assert repacked(data, dict(reversed(PARTS.items()))) is data


def test_a_changed_part_stays_in_its_place():
    """The others keep bytes, dates and ways of packing."""
    data = packed(PARTS, stored=["b/c.bin"])
    done = repacked(data, {**PARTS, "a.xml": b"<new/>"})
    assert unpacked(done) == {**PARTS, "a.xml": b"<new/>"}
    assert infos(done) == infos(data)


def test_a_new_part_comes_last_with_a_fixed_date():
    """So that two runs give the same bytes on any day."""
    data = packed(PARTS)
    done = repacked(data, {"new.xml": b"1", **PARTS})
    assert [name for name, *_ in infos(done)] == [*PARTS, "new.xml"]
    assert infos(done)[-1][1] == (2026, 1, 1, 0, 0, 0)
    assert repacked(data, {"new.xml": b"1", **PARTS}) == done


def test_a_part_that_is_not_given_goes():
    """And nothing else."""
    data = packed(PARTS)
    assert differing(data, repacked(data, {name: PARTS[name] for name in ("a.xml", "d.xml")})) == ["b/c.bin"]


def test_the_comment_of_a_zip_stays():
    """Some programs put one there."""
    held = io.BytesIO(packed(PARTS))
    with zipfile.ZipFile(held, "a") as archive:
        archive.comment = b"by hand"
    done = repacked(held.getvalue(), {**PARTS, "a.xml": b"2"})
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        assert archive.comment == b"by hand"


def test_two_parts_of_one_name_are_refused():
    """Nobody could say which of them counts; letter case makes no difference in a package."""
    with pytest.raises(NO_PACKAGE):
        parts_of(packed({"a.xml": b"1", "A.xml": b"2"}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip", hand_book()[:-40], bytes(100)])
def test_what_is_no_package_is_refused(data):
    """Empty, cut off, something else."""
    with pytest.raises(NO_PACKAGE):
        parts_of(data)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", BOM_UTF8), ("utf-16-le", BOM_UTF16_LE), ("utf-16-be", BOM_UTF16_BE)],
)
def test_a_part_keeps_its_encoding(encoding, mark):
    """With its mark of byte order, if it had one."""
    before, after = mark + "<a>表</a>".encode(encoding), mark + "<b>表</b>".encode(encoding)
    assert edited(before, lambda text: text.replace("a>", "b>")) == after
    assert edited(before, str) is before
    assert "表" in text_of(before)


def test_another_encoding_is_refused():
    """Office packages have only two."""
    with pytest.raises(NO_PACKAGE):
        edited("<a>表</a>".encode("cp932"), str)
