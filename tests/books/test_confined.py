"""The process that reads what came from outside: its limits, and what is understood when it dies at them."""

import io
import random
import string
import subprocess
import sys
import time
import zipfile
from email.message import EmailMessage

import pytest

from addin.books import confined
from addin.books.confined import LONGEST_LINE, READERS, Limits, last_said
from addin.books.mail.spoken import confined_mail
from addin.books.tables import table_of
from addin.books.xlsx import PACKED, unsafe
from calc.outcome import RefusedError
from calc.text.wording import words

TYPES, SHEET = "[Content_Types].xml", "xl/worksheets/sheet1.xml"
STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LONG = "".join(random.Random(1).choices(string.ascii_letters, k=30_000))  # noqa: S311 - a text that does not pack well


@pytest.fixture(scope="session")
def saying(workbook, repacked):
    """Return a function that makes a safe package of quotes, with a text, held once, for the instrument of each."""

    def made(times, text=LONG):
        draw = random.Random(20261120)  # noqa: S311 - numbers that do not pack a hundredfold
        rows = (["@", draw.random(), draw.random()] for _ in range(times))
        data = workbook([["instrument", "bid", "offer"], *rows])
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            types = package.read(TYPES).replace(b"</Types>", STRINGS_TYPE + b"</Types>")
            sheet = package.read(SHEET).replace(b't="inlineStr"><is><t>@</t></is>', b't="s"><v>0</v>')
        strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
        data = repacked(data, {TYPES: types, SHEET: sheet, "xl/sharedStrings.xml": strings})
        assert unsafe(data) == ""
        return data

    return made


def found_in(data):
    """Return the only finding of a workbook of which nothing is read."""
    read = table_of(data, "t.xlsx")
    assert read.value is None
    return read.findings[0]


def child(monkeypatch, tmp_path, said):
    """Have the reader replaced by a program that says something and then never ends."""
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nprintf '{said}'\nexec sleep 30\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(confined.sys, "executable", str(program))
    monkeypatch.setitem(READERS, "workbook", Limits(0, 1.0))


READING = """
import resource, sys
from addin.books.tables import table_of
read = table_of(sys.stdin.buffer.read(), "t.xlsx")
print(len(read.value.rows), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_an_ordinary_workbook_takes_less_than_a_second_and_two_hundred_megabytes(saying):
    """The child starts, reads and ends in that, openpyxl and all."""
    data = saying(200, "S46")
    began = time.monotonic()
    assert len(table_of(data, "t.xlsx").value.rows) == 200
    assert time.monotonic() - began < 1
    alone = subprocess.run([sys.executable, "-c", READING], input=data, capture_output=True, check=True, timeout=30)
    rows, kilobytes = map(int, alone.stdout.split())
    assert (rows, kilobytes * 1024 < 200_000_000) == (200, True)
    assert READERS["workbook"].memory == 200_000_000


def test_a_workbook_that_takes_too_much_memory_is_one_finding(saying):
    """A text that stands in nearly ten thousand cells ends the child at its limit, without a word of Python."""
    data = saying(9_900)
    began = time.monotonic()
    found = found_in(data)
    assert (found.code, found.place.source) == ("xlsx_unsafe", "t.xlsx")
    assert "> 200 MB / 10 s" in words(found).en
    assert time.monotonic() - began < READERS["workbook"].seconds


def test_what_a_child_says_is_no_longer_than_a_table_may_be(saying):
    """The parent never has to hold more than a CSV of the largest size, be the child within its own limits or not."""
    times = LONGEST_LINE // len(LONG)
    assert len(table_of(saying(times // 2), "t.xlsx").value.rows) == times // 2
    assert found_in(saying(times + 1)).code == "xlsx_unsafe"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_child_that_never_ends_is_judged_by_its_last_whole_line(monkeypatch, tmp_path):
    """What it was just writing does not count."""
    child(monkeypatch, tmp_path, r'{"code": "xlsx_unsafe", "reason": "slow"}\n{"rows": [')
    assert words(found_in(b"any")).en.startswith("This workbook cannot be read safely: slow.")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize("said", ["", '{"rows"'])
def test_a_child_that_says_nothing_is_no_word_about_the_content(monkeypatch, tmp_path, said):
    """Nothing is judged then: neither a mail nor a workbook is refused for what it may not be."""
    child(monkeypatch, tmp_path, said)
    with pytest.raises(RefusedError) as refused:
        table_of(b"any", "t.xlsx")
    assert [each.code for each in refused.value.findings] == ["reader_not_started"]


def test_a_child_that_cannot_be_started_is_no_word_about_the_content(monkeypatch, tmp_path):
    """As when the system has no more processes to give."""
    monkeypatch.setattr(confined.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(RefusedError) as refused:
        last_said("mail", b"any")
    assert [each.code for each in refused.value.findings] == ["reader_not_started"]


def test_a_child_has_no_more_memory_than_its_limit():
    """What is larger than that is not even taken in; without the limit its size alone would be told."""
    with pytest.raises(RefusedError):
        last_said("workbook", bytes(READERS["workbook"].memory))
    assert last_said("workbook", bytes(PACKED + 1)) == {
        "code": "xlsx_unsafe",
        "reason": f"{PACKED + 1} bytes > {PACKED}",
    }


def test_a_mail_with_such_a_workbook_is_refused_for_it(saying):
    """The mail is read in the same room, and its heading is known by then."""
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content("-")
    mail.add_attachment(saying(9_900), maintype="application", subtype="octet-stream", filename="q.xlsx")
    read = confined_mail(bytes(mail))
    assert (read.sender, read.refused, read.note) == ("a@b.example", "xlsx_unsafe", "q.xlsx: > limits")


def test_the_child_loads_openpyxl_for_workbooks_only():
    """A mail without one is read in a child that never saw it."""
    program = (
        "import sys; from addin.books.mail import spoken; spoken.speak(b'x', print); print('openpyxl' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "False"
