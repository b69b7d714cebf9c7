"""A day's folder as the margin book shows it at its edges: amounts that are not there are gaps, never zero."""

from datetime import datetime
from functools import cache
from shutil import copytree

import pytest
from sheet_tables import EXAMPLE

from addin.app.desk_margin import (
    account_rows,
    held_rows,
    intraday_rows,
    margin_day,
    market_rows,
    notified_rows,
    part_rows,
    rate_rows,
    setting_cells,
)
from calc.days.cutoff import JST
from calc.outcome import RefusedError

NAMES = {
    "notified": "notified_requirements.csv",
    "previous": "previous_requirements.csv",
    "accounts": "accounts.csv",
    "held": "positions.csv",
    "day": "day.toml",
}
THIRD = '\n[[fact]]\nat = 2026-11-20T19:55:00+09:00\nwhat = "margin.renotified"\nversion = 3\n'


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Return a function that gives the example day as it stands, seen from a time of it."""

    @cache
    def day(clock="18:55"):
        at = datetime.fromisoformat(f"2026-11-20T{clock}:00").replace(tzinfo=JST)
        return margin_day(EXAMPLE, at, home=tmp_path_factory.mktemp("home"))

    return day


@pytest.fixture
def changed(tmp_path):
    """Return a function that gives the day with some files changed: by a function of their text, None to delete."""

    def day(clock="18:55", *, participant="", **files):
        folder = tmp_path / "day"
        copytree(EXAMPLE, folder)
        for name, change in files.items():
            path = folder / NAMES[name]
            if change is None:
                path.unlink()
            else:
                path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        at = datetime.fromisoformat(f"2026-11-20T{clock}:00").replace(tzinfo=JST)
        return margin_day(folder, at, home=tmp_path / "home", participant=participant)

    return day


def without(word):
    """Return a change that leaves out every line with a word."""
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if word not in line)


def row_of(rows, account):
    return next(tuple(row) for row in rows if row[0] == account)


def refused(changed, **files):
    """Return the codes with which a changed day is refused."""
    with pytest.raises(RefusedError) as caught:
        changed(**files)
    return {each.code for each in caught.value.findings}


def test_without_a_notified_file_every_notified_amount_is_a_gap(changed):
    """The previous day's amounts stand, and nothing passes for a notification of 0."""
    day = changed(notified=None)
    assert {row[2:] for row in notified_rows(day)} == {(None, None, "")}
    assert row_of(notified_rows(day), "P05H")[1] == 8_364_135_242
    assert part_rows(day) == []
    assert {row[2:4] for row in intraday_rows(day)} == {(None, None)}


def test_without_a_notified_file_nothing_is_left_out(changed):
    """No version is told as unseen, and no amount is to come."""
    day = changed(notified=None)
    assert (day.unseen, day.amounts_to_come) == ((), frozenset())


def test_without_yesterdays_file_the_previous_amounts_are_gaps(changed):
    """They are not known, which is not 0; what was notified stands beside."""
    day = changed(previous=None)
    assert {row[1] for row in notified_rows(day)} == {None}
    assert row_of(notified_rows(day), "P05H")[2] == 5_609_989_885


def test_an_account_that_yesterday_does_not_have_is_a_gap(changed):
    """A new account has no previous day; the others keep theirs."""
    day = changed(previous=without("P05C"))
    assert row_of(notified_rows(day), "P05C")[1] is None
    assert row_of(notified_rows(day), "P05H")[1] == 8_364_135_242


def test_an_account_that_was_not_notified_is_a_gap_among_the_others(changed):
    """One account left out of the file is no account with a requirement of 0."""
    day = changed(notified=without(",P03C,"))
    assert row_of(notified_rows(day), "P03C")[2:4] == (None, None)
    assert "P03C" not in [row[0] for row in part_rows(day)]
    assert len(part_rows(day)) == 12


def test_before_any_upload_nothing_was_notified(seen):
    """At 18:10 the file lies in the folder, and nobody had been notified of anything in it."""
    day = seen("18:10")
    assert {row[2:4] for row in notified_rows(day)} == {(None, None)}
    assert day.unseen == (1, 2)


def test_the_instant_of_the_upload_counts(seen):
    """At 18:14 sharp the first version is there."""
    day = seen("18:14")
    assert (day.versions, day.unseen) == ((1,), (2,))
    assert row_of(notified_rows(day), "P05H")[2] == 5_609_989_885


def test_after_the_renotification_nothing_is_unseen(seen):
    """At 19:50 both versions are there, and no amount is to come."""
    day = seen("19:50")
    assert (day.versions, day.unseen) == ((1, 2), ())
    assert day.amounts_to_come == frozenset()


def test_amounts_to_come_are_those_of_later_versions(seen):
    """At 18:55 the renotified totals are known to the folder alone."""
    day = seen()
    assert ("P05H", 8_749_095_443.0) in day.amounts_to_come
    assert ("P05H", 5_609_989_885.0) not in day.amounts_to_come


def test_a_third_version_is_the_newest(changed):
    """Renotified twice, the last amount stands, with the components of its version."""
    more = "3,P05H,im,base,1\n3,P05H,im,total,8749095000\n"
    day = changed("20:00", notified=lambda text: text + more, day=lambda text: text + THIRD)
    assert row_of(notified_rows(day), "P05H")[2:4] == (5_609_989_885, 8_749_095_000)
    assert row_of(part_rows(day), "P05H")[1:4] == (3, 1, None)


def test_an_account_left_out_of_a_renotification_keeps_its_last_one(changed, seen):
    """The third version speaks of P05H alone: P05C keeps what the second one said, or nothing."""
    day = changed("20:00", notified=lambda text: text + "3,P05H,im,total,5\n", day=lambda text: text + THIRD)
    assert row_of(notified_rows(day), "P05C") == row_of(notified_rows(seen("20:00")), "P05C")
    assert row_of(notified_rows(day), "P05H")[3] == 5


def test_a_participant_with_a_client_account_alone(changed):
    """It has no row of intraday margin, which is the house's; everything else is its client account's."""
    day = changed(participant="P01", accounts=without("P01H"), held=without("P01H"), notified=without("P01H"),
                  previous=without("P01H"))  # fmt: skip
    assert [row[0] for row in account_rows(day)] == ["P01C"]
    assert intraday_rows(day) == []
    assert {row[0] for row in held_rows(day)} == {"P01C"}
    assert [row[0] for row in notified_rows(day)] == ["P01C"]


def test_an_account_without_positions_has_its_rows(changed):
    """It is listed and was notified: it is shown, and it holds nothing."""
    day = changed(held=without("P03C"))
    assert "P03C" not in {row[0] for row in held_rows(day)}
    assert row_of(notified_rows(day), "P03C")[2] is not None
    assert row_of(account_rows(day), "P03C")[1] == "P03"


def test_a_position_written_twice_is_shown_twice(changed):
    """The book shows what the folder says; both rows count, as they do in the run."""
    day = changed(held=lambda text: text + "P01H,ITXJS4605,5000000\nP01H,ITXJS4605,5000000\n")
    assert held_rows(day)[-2:] == [("P01H", "ITXJS4605", 5e6)] * 2


def test_a_position_of_zero_is_a_row(changed):
    """A closed position stands there as 0."""
    day = changed(held=lambda text: text + "P01H,ITXJS4605,0\n")
    assert held_rows(day)[-1] == ("P01H", "ITXJS4605", 0.0)


@pytest.mark.parametrize("row", ["P01H,ITXJS4605,5OO\n", "P01H,NOWHERE,5\n", "P01H,,5\n"])
def test_an_account_with_a_bad_position_has_a_row_that_takes_its_amount(changed, row):
    """Margin on the rest of its positions would be a number that nobody can see is wrong."""
    held = held_rows(changed(held=lambda text: text + row))
    assert held[-1] == ("P01H", "", "")
    assert [each[0] for each in held if each[1] == ""] == ["P01H"]


def test_a_bad_position_of_another_participant_is_not_ours(changed):
    """P05's book is whole where a row of P01 cannot be read."""
    held = held_rows(changed(held=lambda text: text + "P01H,NOWHERE,5\n", participant="P05"))
    assert all(each[1] for each in held)


def test_a_file_of_bad_positions_alone_stops_the_book(changed):
    """Without one row that can be read there is nothing to compute from."""
    head = "account,instrument,notional\n"
    assert "instrument_unknown" in refused(changed, held=lambda _: head + "P01H,NOWHERE,5\n")


def test_an_unknown_participant_is_told_who_there_is(changed):
    """The refusal names every participant of the day."""
    with pytest.raises(RefusedError) as caught:
        changed(participant="P99")
    told = dict(caught.value.findings[0].details)
    assert (told["participant"], told["known"].split()) == ("P99", [f"P0{n}" for n in range(1, 9)])


def test_the_market_has_a_price_beside_the_one_that_was_imported(seen):
    """An edit is seen because the second column stays: at import both are one."""
    rows = market_rows(seen())
    assert len(rows) == 71
    assert all(row[1] == row[2] for row in rows)


def test_rates_name_what_they_have(seen):
    """A curve of a stored table has its kinds and tenors; what a kind does not have is a gap."""
    rows = rate_rows(seen().inputs.curve or ())
    assert rows
    assert all(len(row) == 9 and row[1] and isinstance(row[2], float) for row in rows)
    assert all(row[4] != 0 for row in rows)


def test_stored_names_carry_day_and_content(seen):
    """Each name has the business date and eight digits of what it stands for; what is not there has none."""
    cells = setting_cells(seen())
    for region, kind in (("HIKAE_CURVE_STORED", "curve"), ("HIKAE_SCENARIOS_STORED", "scen")):
        ((name,),) = cells[region]
        head, digits = name.split("@")
        assert (head, len(digits)) == (f"{kind}:2026-11-20", 8)
    assert cells["HIKAE_EVENTS_STORED"] == [[""]]


def test_intraday_floor_is_the_houses_previous_initial_margin(seen):
    """The previous column of the intraday page is that of the accounts' page, for house accounts."""
    previous = {row[0]: row[1] for row in notified_rows(seen())}
    assert all(row[1] == previous[row[0]] for row in intraday_rows(seen()))
    assert all(row[0].endswith("H") for row in intraday_rows(seen()))
