import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.store import lines
from addin.store.chain import NO_HASH, canonical, hash_of, key_of
from addin.store.lines import Header, Position, body_of, fault, header, is_record, line_of, parsed

AT = "2026-11-20T18:40:00+09:00"
RECORD = "0eb097d44982e4996680a6ccc5c269a0"


def row(n=1, body=None, *, user="sato", previous=NO_HASH, kind="quote.entered"):
    """Return a row of the record's table, its key and hash in order."""
    text = canonical({"bid_bp": 55.95, "銘柄": "S41"} if body is None else body)
    key = key_of(kind.encode(), text.encode())
    fields = (n, AT, user, kind, key, previous, text)
    return (*fields, hash_of([str(field).encode() for field in fields]))


def test_an_entry_is_one_line_of_json():
    """A row becomes one line that any reader of JSON understands, its body last and as it was hashed."""
    line = line_of(row())
    assert line.endswith('"body":{"bid_bp":55.95,"銘柄":"S41"}}\n'.encode())
    assert body_of(line.decode())["user"] == "sato"


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)),
       st.text(st.characters(blacklist_categories=["Cs", "Cc"])))  # fmt: skip
def test_a_line_gives_back_the_row(body, user):
    """Whatever a body and a user hold, the line gives back the very same row, and it is whole."""
    written = row(body=body, user=user)
    entry = parsed(line_of(written))
    assert entry.row() == written
    assert fault(entry, Position()) == ""


def test_two_halves_of_a_character_stay_two():
    """A body with both halves of a character apart keeps its text, which reading and writing again would change."""
    written = row(body={"cell": "\ud83d\ude00"})
    assert parsed(line_of(written)).row() == written


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda line: line[:-1], "form"),
        (lambda line: line.replace(b'"n":1', b'"n":01'), "form"),
        (lambda line: line.replace(b'"n":1', b'"n":2'), "missing"),
        (lambda line: line.replace(b"55.95", b"55.96"), "changed"),
        (lambda line: line.replace(b"sato", b"sat\xff"), "form"),
        (lambda line: line.replace(b"18:40", b"18:41"), "changed"),
        (lambda _: line_of(row(previous="1" * 64)), "link"),
    ],
)
def test_a_line_that_does_not_follow_is_named(change, wrong):
    """A line of another form, a gap, a changed content and a broken link each have their name, with words."""
    assert fault(parsed(change(line_of(row()))), Position()) == wrong
    assert wrong in lines.REASONS


@pytest.mark.parametrize("text", ["[]", "{", '{"a":NaN}', '{"a":1e999}', '{"a":' * 100_000, "1" * 5000])
def test_a_body_that_no_record_could_have_made_is_none(text):
    """No object, no JSON, no number, too deep and too long are no body, and none of them is a traceback."""
    assert body_of(text) is None


@pytest.mark.parametrize("known", [Header("copy", 1, RECORD, AT), Header("bundle", 1, RECORD, AT, 10, "a" * 64)])
def test_a_header_is_read_as_it_was_written(known):
    """The first line says what the file is and of which record."""
    assert header(known.line()) == known


@pytest.mark.parametrize(
    "line",
    [b"", b"{}\n", Header("copy", 1, RECORD, AT, 1).line(), Header("bundle", 1, RECORD, AT).line(),
     Header("copy", 1, "../../etc", AT).line(), Header("copy", 1, RECORD, AT).line()[:-1],
     Header("book", 1, RECORD, AT).line()],
)  # fmt: skip
def test_what_is_no_header_is_refused(line):
    """A first line of another form, and one that names a path, is no header."""
    assert header(line) is None


def test_a_record_s_id_is_letters_and_digits():
    """Only the signs of an id make one, so that it can stand in a file name."""
    assert [is_record(each) for each in (RECORD, "../x/12345", 7, None, "short")] == [True, False, False, False, False]


def test_a_broken_copy_is_told_in_both_languages(tmp_path):
    """The finding of a broken copy names the file, the entry and the reason in both languages."""
    found = lines.broken(tmp_path / "a.bundle", 7, "link")
    assert (found.code, found.place.row, dict(found.details)["row"]) == ("copy_broken", 7, "7")
    assert re.search("つながって", dict(found.details)["reason_ja"])
