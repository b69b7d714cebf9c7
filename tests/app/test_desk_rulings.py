"""適用, 計算 and 訓練 on a real home and the example day: what applies, the prices, and where a drill lives."""

from datetime import datetime, timedelta

import pytest
from pressed_book import PressedBook

from addin.app.desk_day import Desk
from addin.app.desk_prices import computed_book
from addin.app.plan_day import day_of_file, ruled
from addin.home import DRILL_FILE, Mode
from addin.store.journal import Journal
from addin.store.mode import mode_of

EVENING, LATE = datetime.fromisoformat("2026-11-20T19:05:00+09:00"), 46346 + 20.5 / 24


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a fresh quotes book; the home of its buttons is new."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = PressedBook()
    made.home = tmp_path / "home"
    return made


def kinds(book):
    with Journal(book.home) as journal:
        return [each.kind for each in journal.entries()]


def at(book, moment):
    """Set the instant that the book looks at."""
    book.put("HIKAE_AT", "")
    book.put("HIKAE_ASOF", 46346 + (moment.hour * 60 + moment.minute) / 1440)


def test_apply_shows_what_the_command_line_rules(book, example_day):
    """Item by item the book has what the plan says at its as-of: clause, reason and the next change."""
    at(book, EVENING)
    book.done("APPLY")
    items = ruled(day_of_file(example_day / "day.toml"), EVENING).plan.items
    shown = {row["item"].split("\n")[1]: row for row in book.rows("HIKAE_RULINGS") if "(" not in row["item"]}
    for name, label in (("settlement_price", "Settlement price"), ("margin", "Margin")):
        assert shown[label]["clause"] == " ".join(part for part in (items[name].clause, items[name].gap) if part)
        assert shown[label]["why"] == f"{items[name].trace.ja}\n{items[name].trace.en}"
        assert shown[label]["at"] == pytest.approx(46346 + (19 * 60 + 5) / 1440)


def test_a_ruling_for_some_instruments_has_a_row_of_its_own(book):
    """The seven without a vendor's price stand together, by name."""
    at(book, EVENING)
    book.done("APPLY")
    (row,) = [row for row in book.rows("HIKAE_RULINGS") if row["item"].startswith("清算値段 7件")]
    assert (row["clause"], "JP012M3106" in row["why"]) == ("CP-1.3.1", True)


def test_apply_records_the_decisions_once(book):
    """As `hikae plan --record`: three decisions, and none again for the same instant."""
    at(book, EVENING)
    mark = book.done("APPLY")["mark"]
    assert (kinds(book), mark.split()[0]) == (["plan.ruled"] * 3, "#3")
    book.done("APPLY")
    assert len(kinds(book)) == 3


def test_the_fixed_instant_goes_before_the_as_of(book):
    """For a drill or a past day the book looks from the instant that a person fixed."""
    book.put("HIKAE_ASOF", 46346 + 19 / 24)
    book.put("HIKAE_AT", 46346 + 15.5 / 24)
    assert "15:30:00" in book.done("APPLY")["said"]["en"]


def test_without_any_instant_the_clock_rules(book, monkeypatch):
    """A book whose as-of nobody has written is ruled as of now."""
    monkeypatch.setattr("addin.functions.desk.now", lambda: EVENING)
    book.put("HIKAE_AT", "")
    assert "19:05:00" in book.done("APPLY")["said"]["ja"]


def test_facts_of_the_record_count_too(book):
    """What the desk recorded of the day is known beside the folder's own facts."""
    at(book, EVENING)
    book.done("APPLY")
    before = [row["why"] for row in book.rows("HIKAE_RULINGS")]
    body = {"business_date": "2026-11-20", "at": "2026-11-20T19:00:00+09:00", "user": "1", "initials": "SK"}
    with Journal(book.home) as journal:
        journal.append("fact.recorded", {**body, "what": "margin.renotified", "details": {"version": 2}})
    book.done("APPLY")
    assert [row["why"] for row in book.rows("HIKAE_RULINGS")] != before


def test_calculate_shows_price_composite_and_yesterday(book):
    """The settlement prices of the day stand beside vendor, composite and yesterday's price."""
    book.put("HIKAE_AT", LATE)
    said = book.done("CALCULATE")
    first = book.rows("HIKAE_PRICES")[0]
    assert (first["instrument"], first["price"], first["vendor"], first["previous"]) == (
        "ITXJS3605",
        28.25,
        28.25,
        27.2,
    )
    assert first["composite"] == pytest.approx(28.728)
    assert len(book.rows("HIKAE_PRICES")) == 71
    assert "71/71" in said["said"]["en"]


def test_calculate_records_the_day_as_the_command_line_does(book):
    """Inputs, prices, requirements and rulings are in the record; the steps are told while it runs."""
    book.put("HIKAE_AT", LATE)
    book.done("CALCULATE")
    assert {"day.inputs", "prices.settled", "margin.computed", "plan.ruled"} <= set(kinds(book))
    assert [each["en"] for each in book.told][:2] == ["Read …", "Settlement prices …"]


def test_calculate_looks_from_the_fixed_instant(book):
    """At 15:30 no vendor's price has come: none is shown, and the rulings recorded are those of 15:30."""
    book.done("CALCULATE")
    assert {row["price"] for row in book.rows("HIKAE_PRICES")} == {""}
    with Journal(book.home) as journal:
        assert {each.body["at"][11:16] for each in journal.entries("plan.ruled")} == {"15:30"}


def test_calculate_reads_the_record_of_the_books_own_home(book, tmp_path, monkeypatch):
    """`recorded` is the day of the home that the button records into, whatever the environment names meanwhile."""
    book.put("HIKAE_AT", LATE)
    book.done("CALCULATE")
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "other"))
    book.put("HIKAE_FOLDER", "recorded")
    desk = Desk(book.sheet, book.home, EVENING + timedelta(days=1))
    assert "71/71" in computed_book(desk).said.en


@pytest.mark.parametrize(("button", "region"), [("CALCULATE", "HIKAE_PRICES"), ("APPLY", "HIKAE_RULINGS")])
def test_a_book_without_the_region_is_told_its_name(book, button, region):
    """Nothing is computed into nowhere, and nothing recorded."""
    book.drop(region)
    error = book.refused(button)
    assert (error["code"], region in error["en"], kinds(book)) == ("region_missing", True, [])


@pytest.mark.parametrize("button", ["CALCULATE", "APPLY"])
def test_the_folder_must_be_of_the_books_day(book, button):
    """A folder of another business date is refused at the book's own date."""
    book.put("HIKAE_DATE", 46345.0)
    error = book.refused(button)
    assert (error["code"], "気配値 Quotes!B5 " in error["ja"], kinds(book)) == ("folder_other_day", True, [])


def test_drill_makes_a_home_beside_a_live_one(book, monkeypatch):
    """A live record stays untouched; the drill's home lies beside it, and its opening is told."""
    monkeypatch.setattr("addin.functions.desk.now", lambda: EVENING)
    said = book.done("DRILL")
    made = book.home.with_name("home-drill-20261120")
    assert (made / DRILL_FILE).exists()
    assert (mode_of(made), mode_of(book.home)) == (Mode.DRILL, Mode.LIVE)
    assert (f'--home "{made}"' in said["said"]["en"], said["mark"], kinds(book)) == (True, "", [])
    assert book.done("DRILL")["said"] == said["said"]


def test_drill_says_that_a_record_is_a_drills(book, monkeypatch):
    """In a drill no other drill is made, and every button's words begin with the banner."""
    book.done("DRILL")
    (made,) = book.home.parent.glob("home-drill-*")
    monkeypatch.setenv("HIKAE_HOME", str(made))
    assert book.done("DRILL")["said"]["en"] == f"訓練 / DRILL This record is a drill's: {made}"
    assert book.done("IMPORT")["said"]["ja"].startswith("訓練 / DRILL 取り込みました")
    assert len(list(book.home.parent.glob("home-drill-*"))) == 1
