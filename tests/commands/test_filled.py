"""What a fresh book holds when it is opened, and that it opens whatever is wrong with its day."""

import io
from datetime import date

import openpyxl
import pytest
from recorded_days import record_day

from addin.commands import filled
from addin.commands.filled import example_book, opened_book
from addin.functions import desk
from addin.store import snapshots
from calc.outcome import RefusedError, finding
from workbooks import catalogue

TODAY = date(2026, 11, 25)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def fields(data):
    """Return date, fixed instant, folder and result line of a quotes book."""
    front = openpyxl.load_workbook(io.BytesIO(data)).active
    return tuple(front[cell].value for cell in ("B5", "E8", "H5", "B9"))


def codes(findings):
    return [each.code for each in findings]


def test_without_a_record_a_book_opens_with_the_example(home):
    """The same file as the delivered one."""
    assert opened_book("quotes", home=home, today=TODAY) == (example_book("quotes"), ())


def test_a_recorded_day_is_what_a_book_opens_with(home, example_day, tmp_path):
    """Date, folder and quotes are those of the newest run; the instant is 20:30 of that day."""
    folder = tmp_path / "day"
    folder.mkdir()
    for path in example_day.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "note.txt").write_text("of our own\n", encoding="utf-8")
    record_day(home, folder)
    data, findings = opened_book("quotes", home=home, today=TODAY)
    day, at, named, imported = fields(data)
    assert findings == ()
    assert (f"{day:%m-%d}", f"{at:%m-%d %H:%M}", named, imported) == (
        "11-20", "11-20 20:30", "recorded", "2026-11-20 P01",
    )  # fmt: skip


def test_a_day_that_cannot_be_shown_leaves_an_empty_form(home, tmp_path):
    """A run whose files are no day's opens the form, with what was found."""
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / "day.toml").write_text("business_date = 2026-11-24\n", encoding="utf-8")
    record_day(home, folder, "2026-11-24")
    data, findings = opened_book("quotes", home=home, today=TODAY)
    assert data == catalogue.built("quotes")
    assert codes(findings)[0] == "book_unfilled"
    assert len(findings) > 1


def test_a_lost_file_of_the_record_leaves_an_empty_form(home, tmp_path):
    """The finding names the content that is gone."""
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / "note.txt").write_text("of our own\n", encoding="utf-8")
    entry = record_day(home, folder)
    snapshots.snapshot_path(home, entry.body["files"]["note.txt"]).unlink()
    data, findings = opened_book("quotes", home=home, today=TODAY)
    assert data == catalogue.built("quotes")
    assert codes(findings) == ["book_unfilled", "snapshot_missing"]


def test_a_fault_of_ours_leaves_an_empty_form(home, monkeypatch):
    """Whatever breaks while a book is filled, the form opens, and the technician's log has the place."""

    def broken(*_given, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr(filled, "fill", broken)
    data, findings = opened_book("quotes", home=home, today=TODAY)
    assert data == catalogue.built("quotes")
    assert findings == (finding("book_unfilled", book="quotes", detail="ZeroDivisionError"),)
    assert "ZeroDivisionError" in "".join(path.read_text(encoding="utf-8") for path in home.rglob("*.log*"))


def test_a_build_tells_what_is_wrong(monkeypatch):
    """What is delivered is never an empty form by mistake: a filling that refuses stops the build."""

    def refusing(*_given, **_named):
        raise RefusedError([finding("folder_missing", path="x")])

    monkeypatch.setattr(filled, "fill", refusing)
    with pytest.raises(RefusedError):
        example_book("quotes")


def test_a_build_rests_on_nobodys_record_or_settings(home, monkeypatch):
    """The home that the environment names is not looked at: an empty one is, and is gone afterwards."""
    seen = []
    monkeypatch.setenv("HIKAE_HOME", str(home))
    monkeypatch.setattr(filled, "fill", lambda *_, home, today: seen.append((home, list(home.iterdir()), today)))
    example_book("quotes")
    ((used, held, today),) = seen
    assert (held, today, used.exists(), used == home) == ([], None, False, False)


def test_a_book_that_nothing_fills_is_its_form(monkeypatch):
    """A book without a filling is delivered as it is built."""
    monkeypatch.setattr(desk, "FILLINGS", {})
    assert example_book("quotes") == catalogue.built("quotes")


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_every_book_has_what_fills_it(name):
    """None of ours opens empty when there is a day to show."""
    assert callable(desk.filling_of(name))
