"""From which day a workbook counts is said by a child of its own, of any workbook."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from addin.books.confined import last_said
from addin.books.day_count import said_of, speak


def saved(epoch=CALENDAR_WINDOWS_1900):
    """Return a small workbook that counts from that day."""
    book, out = Workbook(), io.BytesIO()
    book.epoch = epoch
    book.save(out)
    return out.getvalue()


def with_workbook_part(change):
    """Return that workbook, the text of its main part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == "xl/workbook.xml" else data)
    return out.getvalue()


@pytest.mark.parametrize(("epoch", "is_1904"), [(CALENDAR_WINDOWS_1900, False), (CALENDAR_MAC_1904, True)])
def test_a_book_says_from_which_day_it_counts(epoch, is_1904):
    """Whoever made it, and whatever is in it."""
    assert last_said("days", saved(epoch)) == {"from_1904": is_1904}


@pytest.mark.parametrize("word", [b"true", b"1"])
def test_both_spellings_count(word):
    """XML has two words for yes."""
    put = b'<workbookPr date1904="%s"' % word
    said = said_of(with_workbook_part(lambda data: re.sub(rb"<workbookPr\b", put, data)))
    assert said == {"from_1904": True}


def test_what_is_no_workbook_is_not_read():
    """Nothing is parsed that was not found safe."""
    assert last_said("days", b"text") == {"code": "xlsx_unsafe", "reason": "not a workbook package"}


@pytest.mark.parametrize("data", [b"<workbook", b"<other/>"])
def test_a_broken_book_is_one_finding(data):
    """Whatever a parser raises over it."""
    assert said_of(with_workbook_part(lambda _: data)) == {"code": "xlsx_unreadable"}


def test_what_is_said_first_holds_when_the_reading_never_ends(monkeypatch):
    """A child that died in the middle has already said why the book is not read."""
    told = []

    def dies(_data):
        raise MemoryError

    monkeypatch.setattr("addin.books.day_count.said_of", dies)
    with pytest.raises(MemoryError):
        speak(saved(), told.append)
    assert [each["code"] for each in told] == ["xlsx_unsafe"]
