"""What a fresh book shows: the newest recorded day, else the example."""

from datetime import date, datetime, timedelta

import pytest
from pressed_book import PressedBook
from recorded_days import record_day

from addin.app.desk_day import example_folder
from addin.app.desk_fill import ShownDay, example_shown, fill, shown_day
from addin.app.recorded_day import laid_out, newest_day
from addin.books.desk_cells import day_number
from addin.now import now
from calc.days.cutoff import JST
from calc.outcome import RefusedError, finding

TUESDAY = date(2026, 11, 24)
EVENING = datetime(2026, 11, 24, 20, 30, tzinfo=JST)
AS_FORMED = 46346 + 15.5 / 24  # the instant that the form of the quotes book names


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def book():
    """Return a fresh quotes book."""
    return PressedBook()


def rows(_sheet, folder, *, home):
    """Stand for a filling: what it was given, in the summary line."""
    return {"HIKAE_SUMMARY": [[f"{folder.name} {home.name}"]]}


def test_a_home_without_a_record_shows_the_example(home):
    """Its folder is called example, and the form's own day and instant stay."""
    assert shown_day(home) == example_shown() == ShownDay("example", example_folder())


def test_a_recorded_example_is_the_example(home, example_day):
    """After `hikae day` without a folder, the book says example day."""
    record_day(home, example_day)
    assert shown_day(home) == example_shown()


def test_a_recorded_day_is_shown_from_its_files(home, folder):
    """Its folder is called recorded, looked at from 20:30 of a past day."""
    (folder / "note.txt").write_text("of our own\n", encoding="utf-8")
    record_day(home, folder, TUESDAY)
    assert shown_day(home) == ShownDay("recorded", laid_out(home, newest_day(home)), TUESDAY, EVENING)


def test_the_book_names_its_day_before_it_is_filled(book, home, tmp_path):
    """A filling reads the date, the instant and the folder of the day that it is for."""
    seen = []

    def looking(sheet, folder, *, home):
        seen.append([sheet.read(f"HIKAE_{name}").cell for name in ("DATE", "AT", "FOLDER")])
        return rows(sheet, folder, home=home)

    shown = ShownDay("recorded", tmp_path / "day", TUESDAY, EVENING)
    fill(book.sheet, shown, looking, home=home, today=date(2026, 11, 25))
    assert seen == [[46350.0, day_number(EVENING), "recorded"]]
    assert book.cell("HIKAE_SUMMARY") == "day home"


def test_today_is_looked_at_as_it_passes(book, home, tmp_path):
    """On the business date itself no instant is fixed."""
    shown = ShownDay("recorded", tmp_path, TUESDAY, EVENING)
    fill(book.sheet, shown, rows, home=home, today=TUESDAY)
    assert (book.cell("HIKAE_DATE"), book.cell("HIKAE_AT")) == (46350.0, "")


@pytest.mark.parametrize(("today", "at"), [(None, AS_FORMED), (TUESDAY, AS_FORMED), (date(2026, 11, 20), "")])
def test_the_example_keeps_the_instant_of_the_form(book, home, today, at):
    """On the very day of the example it is a day like any other; a build knows no today."""
    fill(book.sheet, example_shown(), rows, home=home, today=today)
    assert book.cell("HIKAE_AT") == pytest.approx(at)
    assert (book.cell("HIKAE_DATE"), book.cell("HIKAE_FOLDER")) == (46346.0, "example")


def test_a_recorded_day_of_today_is_today(home, folder):
    """The instant is the present one; the book then fixes none."""
    (folder / "note.txt").write_text("of our own\n", encoding="utf-8")
    today = now().date()
    record_day(home, folder, today)
    assert now() - shown_day(home).looked_at < timedelta(seconds=60)


def test_what_a_filling_refuses_goes_on(book, home, tmp_path):
    """The book then names the day that it could not show."""

    def refusing(*_given, **_named):
        raise RefusedError([finding("folder_missing", path=tmp_path)])

    with pytest.raises(RefusedError):
        fill(book.sheet, ShownDay("recorded", tmp_path, TUESDAY, EVENING), refusing, home=home, today=None)
    assert book.cell("HIKAE_FOLDER") == "recorded"
