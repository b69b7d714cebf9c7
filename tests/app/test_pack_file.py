"""The file of a pack: the same bytes for the same content, and nothing in it changes unseen."""

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest

from addin.app.pack_file import MANIFEST, Pack, pack_bytes, read_pack
from calc.outcome import RefusedError

HEAD = "a" * 64
FILES = {"previous_prices.csv": b"instrument,price_bp\r\nX,60\r\n", "contacts.csv": "name\r\n対策本部\r\n".encode()}
PACK = Pack(date(2026, 11, 20), date(2026, 11, 24), "r-1", HEAD, FILES)


@pytest.fixture
def written(tmp_path):
    """Return a function that writes bytes where a pack may lie."""

    def write(data):
        (tmp_path / "pack.zip").write_bytes(data)
        return tmp_path / "pack.zip"

    return write


def remade(**changes):
    """Return a pack's file with members exchanged, added or (None) left out; the page stays as it was."""
    with zipfile.ZipFile(io.BytesIO(pack_bytes(PACK))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    held |= {name.replace("__", "."): data for name, data in changes.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in held.items():
            if data is not None:
                archive.writestr(name, data)
    return made.getvalue()


def page_with(**changes):
    """Return the page of the pack with some of its entries exchanged."""
    with zipfile.ZipFile(io.BytesIO(pack_bytes(PACK))) as archive:
        return json.dumps({**json.loads(archive.read(MANIFEST)), **changes}).encode()


def broken(path):
    """Return which member a pack is refused for."""
    with pytest.raises(RefusedError) as refused:
        read_pack(path)
    (found,) = refused.value.findings
    assert found.code == "pack_broken"
    return dict(found.details)["member"]


def test_a_pack_comes_back_as_it_was(written):
    """Dates, record, head and every table."""
    assert read_pack(written(pack_bytes(PACK))) == PACK


def test_the_same_pack_gives_the_same_bytes():
    """Whatever order its tables were made in: two offices compare one hash."""
    turned = Pack(PACK.business_date, PACK.fallback_for, PACK.record, HEAD, dict(reversed(FILES.items())))
    assert pack_bytes(turned) == pack_bytes(PACK)


def test_the_page_says_whose_it_is_and_every_hash():
    """A person with an unzip program alone can check it."""
    with zipfile.ZipFile(io.BytesIO(pack_bytes(PACK))) as archive:
        page = json.loads(archive.read(MANIFEST))
    assert (page["business_date"], page["for"], page["head"]) == ("2026-11-20", "2026-11-24", HEAD)
    assert page["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}


def test_members_are_private_and_not_compressed():
    """Stored as they are, so that no version of a library changes the bytes, and for the user's eyes only."""
    with zipfile.ZipFile(io.BytesIO(pack_bytes(PACK))) as archive:
        members = archive.infolist()
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.external_attr >> 16 for member in members} == {0o600}


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"contacts__csv": b"name\r\n"}, "contacts.csv"),
        ({"contacts__csv": None}, "contacts.csv"),
        ({"more__csv": b""}, "more.csv"),
        ({"pack__json": None}, MANIFEST),
        ({"pack__json": b"{}"}, MANIFEST),
        ({"pack__json": b"not json"}, MANIFEST),
        ({"pack__json": page_with(format=2)}, MANIFEST),
        ({"pack__json": page_with(files=[])}, MANIFEST),
        ({"pack__json": page_with(business_date="20 November")}, MANIFEST),
    ],
)
def test_what_was_changed_is_named(written, changes, member):
    """A table changed, left out or put in, and a page that is none."""
    assert broken(written(remade(**changes))) == member


def test_every_flipped_byte_of_a_table_is_seen(written):
    """Bytes of the two tables, one at a time: no change passes."""
    data = pack_bytes(PACK)
    for table in FILES.values():
        begin = data.index(table)
        for place in range(begin, begin + len(table)):
            assert broken(written(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]))


def test_a_name_that_leads_elsewhere_is_refused(written):
    """Whoever takes the tables out writes no file outside of the folder."""
    escaped = Pack(PACK.business_date, PACK.fallback_for, "r-1", HEAD, {"../contacts.csv": b""})
    assert broken(written(pack_bytes(escaped))) == "../contacts.csv"


def test_a_member_that_stands_twice_is_refused(written):
    """Two readers could take two different ones for the table."""
    made = io.BytesIO(pack_bytes(PACK))
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("contacts.csv", FILES["contacts.csv"])
    assert broken(written(made.getvalue())) == "twice"


def test_no_zip_at_all_is_refused(written):
    """An empty file, and any other one."""
    assert broken(written(b"")) == MANIFEST
    assert broken(written(b"instrument,price_bp\n" * 100)) == MANIFEST


def test_a_file_that_is_not_there_is_told(tmp_path):
    """As every file that cannot be read."""
    with pytest.raises(RefusedError) as refused:
        read_pack(tmp_path / "none.zip")
    assert refused.value.findings[0].code == "file_not_read"
