"""What the cells of a book say to every button: day, folder, person, instant."""

from datetime import date, datetime
from pathlib import Path

import pytest
from pressed_book import PressedBook
from recorded_days import record_day

from addin.app.desk_day import (
    Desk,
    Done,
    blocks_of,
    day_folder,
    folder_of,
    optional_text,
    participant_of,
    person_of,
    reason_named,
    refuse_other_day,
    ruled_at,
    seen_at,
)
from addin.app.recorded_day import laid_out, newest_day
from addin.books.regions import quotes
from addin.store.journal import Journal
from calc.days.cutoff import JST, iso
from calc.outcome import Place, RefusedError, finding
from calc.text.wording import Words

DAY = date(2026, 11, 20)
NEXT = datetime(2026, 11, 22, 9, 0, tzinfo=JST)
ON_DAY = datetime(2026, 11, 20, 15, 18, tzinfo=JST)


@pytest.fixture
def book():
    """Return a fresh quotes book."""
    return PressedBook()


@pytest.fixture
def desk(book, tmp_path):
    """Return a function that opens the book at an instant."""

    def at(clock=NEXT):
        return Desk(book.sheet, tmp_path / "home", clock)

    return at


def code_of(work, *given):
    with pytest.raises(RefusedError) as caught:
        work(*given)
    return caught.value.findings[0].code, caught.value.findings[0].place.source


def test_example_names_the_example_day_that_we_ship(book, example_day):
    """In any case, and with blanks around it."""
    for typed in ("example", "Example", " EXAMPLE "):
        book.put("HIKAE_FOLDER", typed)
        assert folder_of(book.sheet).resolve() == example_day.resolve()


def test_a_folder_is_an_absolute_path(book, tmp_path, monkeypatch):
    """The path as typed, or one below the person's own folder."""
    book.put("HIKAE_FOLDER", str(tmp_path))
    assert folder_of(book.sheet) == tmp_path
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    book.put("HIKAE_FOLDER", f"~/{tmp_path.name}")
    assert folder_of(book.sheet) == tmp_path


def test_recorded_is_the_newest_run_of_the_books_date(book, desk, example_day, tmp_path):
    """From the home's record, whatever else was run since; in any case, and with blanks around it."""
    home = tmp_path / "home"
    record_day(home, example_day)
    record_day(home, example_day, "2026-11-24")
    for typed in ("recorded", " Recorded "):
        book.put("HIKAE_FOLDER", typed)
        folder = folder_of(book.sheet, home=home)
        assert folder == laid_out(home, newest_day(home, DAY))
        assert day_folder(desk()).business_date == DAY


def test_recorded_without_a_date_is_the_newest_run(book, example_day, tmp_path, monkeypatch):
    """In the home that the environment names, where no other is given."""
    home = tmp_path / "home"
    monkeypatch.setenv("HIKAE_HOME", str(home))
    record_day(home, example_day, "2026-11-24")
    book.put("HIKAE_FOLDER", "recorded")
    book.put("HIKAE_DATE", "")
    assert folder_of(book.sheet) == laid_out(home, newest_day(home))


def test_recorded_needs_a_run_of_the_day(book, tmp_path):
    """Without one the folder's cell is named, and what to do."""
    book.put("HIKAE_FOLDER", "recorded")
    with pytest.raises(RefusedError) as refused:
        folder_of(book.sheet, home=tmp_path)
    place = Place("気配値 Quotes!H5")
    assert refused.value.findings == (finding("folder_unrecorded", place, date="2026-11-20"),)


@pytest.mark.parametrize(
    ("typed", "code"), [("", "folder_named"), ("days", "folder_named"), ("/no/such/day", "folder_missing")]
)
def test_a_folder_that_is_none_is_told_at_its_cell(book, typed, code):
    """A relative path would mean another folder in every office."""
    book.put("HIKAE_FOLDER", typed)
    assert code_of(folder_of, book.sheet) == (code, "気配値 Quotes!H5")


def test_a_file_is_no_folder(book, tmp_path):
    """A path that names a file is refused before anything is read from it."""
    (tmp_path / "day.toml").write_text("", encoding="utf-8")
    book.put("HIKAE_FOLDER", str(tmp_path / "day.toml"))
    assert code_of(folder_of, book.sheet)[0] == "folder_missing"


def test_the_day_is_that_of_the_folder(desk, book):
    """Business date and participants come from the folder; what is done is told."""
    day = day_folder(desk())
    assert (day.business_date, "P01" in day.sizes) == (DAY, True)
    assert book.sheet.told == [Words("日次フォルダを読んでいます", "Reading the day's folder")]


@pytest.mark.parametrize("named", ["", 46346.0, 46346.9, "2026-11-20", "2026/11/20"])
def test_a_book_of_the_folders_day_is_accepted(book, named):
    """A blank business date takes any day; the day itself may be typed in any of its ways."""
    book.put("HIKAE_DATE", named)
    assert refuse_other_day(book.sheet, DAY) is None


def test_a_book_of_another_day_is_refused(book):
    """The finding names both days."""
    book.put("HIKAE_DATE", "2026-11-19")
    with pytest.raises(RefusedError) as caught:
        refuse_other_day(book.sheet, DAY)
    (found,) = caught.value.findings
    assert (found.code, dict(found.details)) == ("folder_other_day", {"date": "2026-11-19", "found": "2026-11-20"})


def test_initials_are_read_in_any_spelling(book):
    """Full-width and small letters are the same person."""
    book.put("HIKAE_INITIALS", "ｓｋ")
    assert person_of(book.sheet).initials == "SK"


@pytest.mark.parametrize("typed", ["", "S", "S1", "SATOH"])
def test_initials_that_are_none_are_told_at_their_cell(book, typed):
    """Whoever presses the button must say who it is."""
    book.put("HIKAE_INITIALS", typed)
    assert code_of(person_of, book.sheet) == ("initials_refused", "気配値 Quotes!B7")


def test_the_participant_is_what_stands_there(book):
    """Blanks around the code do not count; whether it is known is the day's business."""
    book.put("HIKAE_PARTICIPANT", " P07 ")
    assert participant_of(book.sheet) == "P07"


def test_a_field_that_a_book_lacks_is_blank(book):
    """Optional fields may be missing, required ones may not."""
    book.drop("HIKAE_SENDER")
    assert optional_text(book.sheet, quotes.SENDER) == ""
    assert code_of(blocks_of, book.sheet, [quotes.ROUTE, quotes.SENDER])[0] == "region_missing"


def test_regions_are_read_together_by_their_names(book):
    """What a button needs is read before it does anything."""
    blocks = blocks_of(book.sheet, [quotes.ROUTE, quotes.TEMPLATE])
    assert {name: block.cell for name, block in blocks.items()} == {
        "HIKAE_ROUTE": "tool",
        "HIKAE_TEMPLATE": "quotes_tool",
    }


def test_on_the_day_itself_the_clock_counts(desk, book):
    """Whatever stands in the as-of, quotes of today are looked at now."""
    book.put("HIKAE_AT", "")
    book.put("HIKAE_ASOF", 46346.2)
    assert seen_at(desk(ON_DAY), DAY) == ON_DAY


@pytest.mark.parametrize(
    ("fixed", "as_of", "seen"),
    [
        (46346.625, 46346.75, "15:00:00"),
        ("", 46346.75, "18:00:00"),
        ("", 46348.75, "20:30:00"),
        ("", "", "20:30:00"),
        ("2026-11-20T16:00:00+09:00", "", "16:00:00"),
    ],
)
def test_another_day_is_looked_at_from_what_the_book_says(desk, book, fixed, as_of, seen):
    """The fixed instant first, an as-of of that day next, else the evening after the last cut-off."""
    book.put("HIKAE_AT", fixed)
    book.put("HIKAE_ASOF", as_of)
    assert iso(seen_at(desk(), DAY)) == f"2026-11-20T{seen}+09:00"


def test_an_instant_fixed_on_the_day_itself_is_refused(desk):
    """A ruling of an earlier hour must not pass for one of now."""
    for asked in (seen_at, ruled_at):
        assert code_of(asked, desk(ON_DAY), DAY) == ("fixed_today", "気配値 Quotes!E8")


@pytest.mark.parametrize(
    ("fixed", "as_of", "ruled"),
    [
        (46346.625, 46346.75, "2026-11-20T15:00:00+09:00"),
        ("", 46348.75, "2026-11-22T18:00:00+09:00"),
        ("", "", iso(NEXT)),
    ],
)
def test_rulings_are_asked_for_at_the_as_of(desk, book, fixed, as_of, ruled):
    """The fixed instant first, then the as-of whatever its day, then now."""
    book.put("HIKAE_AT", fixed)
    book.put("HIKAE_ASOF", as_of)
    assert iso(ruled_at(desk(), DAY)) == ruled


def test_a_book_without_the_fields_of_time_is_seen_by_the_clock(desk, book):
    """Books of other kinds may have neither."""
    book.drop("HIKAE_AT")
    book.drop("HIKAE_ASOF")
    assert (seen_at(desk(ON_DAY), DAY), ruled_at(desk(), DAY)) == (ON_DAY, NEXT)


def test_a_missing_reason_is_asked_for_at_its_cell(book):
    """The refusal of another day's file names where the reason belongs; other refusals stay as they are."""
    other = finding("approval_needed", name="n", date=DAY, state_ja="", state_en="")
    with pytest.raises(RefusedError) as caught, reason_named(book.sheet):
        raise RefusedError([finding("export_other_day", date=DAY, today=NEXT.date()), other])
    first, second = caught.value.findings
    assert (first.place.source, second) == ("気配値 Quotes!H8", other)


def test_a_reason_is_what_stands_in_its_cell(book):
    """A book without that field gives none, and its refusals keep their own place."""
    book.put("HIKAE_REASON", " a drill ")
    with reason_named(book.sheet) as reason:
        assert reason == "a drill"
    book.drop("HIKAE_REASON")
    with reason_named(book.sheet) as reason:
        assert reason == ""
    with pytest.raises(RefusedError) as caught, reason_named(book.sheet):
        raise RefusedError([finding("export_other_day", date=DAY, today=NEXT.date())])
    assert caught.value.findings[0].place.source == ""


def test_a_mark_names_the_entry(tmp_path):
    """Number and head of the entry; nothing where nothing was recorded."""
    with Journal(tmp_path) as journal:
        entry = journal.append("test.kind", {"value": 1})
    assert Done(Words("済", "done"), entry).mark == f"#1 {entry.hash[:12]}"
    assert Done(Words("済", "done")).mark == ""


def test_a_desk_is_where_a_button_was_pressed(book, tmp_path):
    """Book, home and clock are handed to every use case, none of them looked up again."""
    desk = Desk(book.sheet, Path(tmp_path), NEXT)
    assert (desk.sheet, desk.home, desk.clock) == (book.sheet, tmp_path, NEXT)
