"""Workbooks before somebody works in them: the days they count, where they lie, where they came from."""

import os
import sys
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.checks import books as checked
from addin.checks import catalogue
from addin.checks.books import book_findings, books, newest_books, zone_of
from addin.checks.excel import APP_PATHS
from addin.checks.registry import WindowsRegistry
from calc.days.cutoff import JST
from calc.outcome import RefusedError

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"
CLOUD = "OneDrive - Firm"
PYTHON = sys.executable


@pytest.fixture
def book(tmp_path):
    """Return a maker of small workbooks in a folder, the day they count from as asked."""

    def made(name="book.xlsx", *, epoch=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Workbook()
        made.epoch = epoch or made.epoch
        made.active["A1"] = datetime(2026, 11, 20, tzinfo=JST).replace(tzinfo=None)
        made.save(path)
        return path

    return made


@pytest.fixture
def registry(windows, monkeypatch):
    """Return a Windows with Excel, whose programs run by the Python that is here."""
    monkeypatch.setattr(sys, "executable", PYTHON)
    return windows


def found(path):
    """Return the findings of one file by code, with their details."""
    return {each.code: dict(each.details) for each in book_findings(path, WindowsRegistry())}


def marked(path, text):
    """Mark a file as coming from elsewhere, as a browser does."""
    path.with_name(f"{path.name}:Zone.Identifier").write_text(text, encoding="ascii")


def test_a_book_in_order_has_no_findings(book):
    """A workbook of one's own, on one's own disk, is no matter."""
    assert found(book()) == {}


def test_our_own_books_are_in_order(example_day):
    """Those that are delivered are looked at in no other way."""
    delivered = sorted(example_day.parent.glob("*.xls[xm]"))
    assert [found(path) for path in delivered] == [{}] * len(delivered)
    assert len(delivered) >= 4


def test_a_book_that_counts_from_1904_is_told(book):
    """Also one without any region of ours: functions are used in people's own books."""
    assert found(book(epoch=CALENDAR_MAC_1904)).keys() == {"book_1904"}


@pytest.mark.parametrize(("data", "code"), [(b"text", "xlsx_unsafe"), (None, "file_not_read")])
def test_a_file_that_cannot_be_looked_at_is_told(tmp_path, data, code):
    """No workbook at all, and a name without a file."""
    path = tmp_path / "book.xlsx"
    if data is not None:
        path.write_bytes(data)
    assert found(path).keys() == {code}


def test_each_finding_names_its_file(book):
    """On a page with several books it is seen which is meant."""
    (one,) = book_findings(book("mine.xlsx", epoch=CALENDAR_MAC_1904), WindowsRegistry())
    assert one.place.source == "mine.xlsx"


def test_a_book_in_a_cloud_folder_is_told(book):
    """It says by what the folder is known; without Excel nothing saves by itself."""
    path = book(f"{CLOUD}/book.xlsx")
    assert found(path) == {"book_not_local": {"path": str(path), "kind": CLOUD}}


@pytest.mark.parametrize(
    ("key", "values", "is_on"),
    [
        (EXCEL, {}, True),
        (EXCEL, {"AutoSaveByDefaultUserChoice": 2}, False),
        (EXCEL, {"AutoSaveByDefaultUserChoice": 1}, True),
        (POLICY, {"autosavebydefaultadminchoice": 2}, False),
        (POLICY, {"autosavebydefaultadminchoice": 0}, True),
    ],
)
@pytest.mark.sampled
def test_autosave_is_told_where_excel_would_switch_it_on(book, registry, key, values, is_on):
    """Excel does so in cloud folders alone, unless its user or a policy chose otherwise."""
    registry.note(key, **values)
    assert ("book_autosave" in found(book(f"{CLOUD}/book.xlsx"))) is is_on
    assert found(book("local.xlsx")) == {}


def test_autosave_is_no_matter_without_excel(book, registry):
    """Windows without Excel has nobody to save."""
    registry.forget(rf"HKLM\{APP_PATHS}")
    assert found(book(f"{CLOUD}/book.xlsx")).keys() == {"book_not_local"}


@pytest.mark.parametrize(("zone", "is_told"), [(0, False), (1, False), (2, False), (3, True), (4, True)])
@pytest.mark.sampled
def test_a_book_from_elsewhere_is_told(book, zone, is_told):
    """The internet and restricted sites are; this computer, the firm's own net and trusted sites are not."""
    path = book()
    marked(path, f"[ZoneTransfer]\r\nZoneId={zone}\r\nHostUrl=about:internet\r\n")
    assert zone_of(path) == zone
    assert ("book_from_web" in found(path)) is is_told


@pytest.mark.parametrize("text", ["", "[ZoneTransfer]\r\n", "xZoneId=3", "ZoneId=x"])
def test_a_mark_that_says_nothing_is_none(book, text):
    """What names no zone is passed over."""
    path = book()
    marked(path, text)
    assert found(path) == {}


def test_of_each_workbook_of_the_home_the_newest_is_looked_at(tmp_path):
    """Copies are told apart by their day; Excel's and LibreOffice's are two, and locks and others' files are none."""
    folder = tmp_path / "books"
    folder.mkdir()
    names = ("quotes.xlsx", "quotes-2026-11-20-2.xlsx", "quotes-2026-11-19.xlsx", "quotes-2026-11-20.XLSM", "memo.txt",
             "~$quotes-2026-11-20.xlsx", ".~lock.x.xlsx")  # fmt: skip
    for age, name in enumerate(names):
        (folder / name).touch()
        os.utime(folder / name, (1000 - age, 1000 - age))
    assert [path.name for path in newest_books(tmp_path)] == ["quotes-2026-11-20.XLSM", "quotes.xlsx"]


def test_the_check_counts_what_it_looked_at(tmp_path, book):
    """The books of the home and those that were named, or that there are none yet."""
    assert books(tmp_path / "home").en == "none yet"
    inside, outside = book("home/books/quotes.xlsx"), book("mine.xlsx")
    assert books(tmp_path / "home", named=[outside]).en == "2 looked at"
    assert inside.exists()


def test_the_check_tells_of_all_books_at_once(tmp_path, book):
    """One bad book does not hide another."""
    book("home/books/quotes.xlsx", epoch=CALENDAR_MAC_1904)
    with pytest.raises(RefusedError) as refused:
        books(tmp_path / "home", named=[tmp_path / "none.xlsx"])
    assert [each.code for each in refused.value.findings] == ["file_not_read", "book_1904"]


def test_a_book_is_named_on_the_command_line(hikae, book, monkeypatch, tmp_path):
    """`hikae check --book` may be given more than once, and its findings stand on the page."""
    monkeypatch.setattr(catalogue, "CHECKS", [each for each in catalogue.CHECKS if each.name == "books"])
    paths = [book("one.xlsx", epoch=CALENDAR_MAC_1904), book("two.xlsx")]
    words = [word for path in paths for word in ("--book", path)]
    done = hikae("check", "--home", tmp_path / "home", *words)
    assert (done.returncode, done.stdout.count("[book_1904]")) == (0, 1)
    assert "one.xlsx" in done.stdout
    assert "two.xlsx" not in done.stdout


def test_the_reader_ends_where_a_reader_must(monkeypatch, book):
    """What the child says of a book that it could not end with is told as it is."""
    said = {"code": "xlsx_unsafe", "reason": "> 200 MB / 10 s"}
    monkeypatch.setattr(checked, "last_said", lambda *_: dict(said))
    assert found(book()) == {"xlsx_unsafe": {"reason": said["reason"]}}
