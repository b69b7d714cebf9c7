"""The tables of a pack: what applied on the example day, as tomorrow's folder would hold it."""

import csv
import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from addin.app.day.prices import PriceRuling
from addin.app.pack_tables import pack_tables, requirement_rows
from calc.continuity.contacts import Contact
from calc.plan.types import AmountRow

DAY, BEFORE = date(2026, 11, 20), date(2026, 11, 19)
DESK = Contact("対策本部", "staff", {"mobile": "090-0000-0001"}, DAY)
COMPONENTS = ["base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on", "total"]


def rows_of(tables, name):
    """Return a table of the pack as rows by column."""
    return list(csv.DictReader(io.StringIO(tables.files[name].decode("utf-8"))))


def with_amounts(result, *amounts):
    """Return a day on which these amounts of margin apply."""
    item = replace(result.plan.items["margin"], amounts=amounts)
    return changed(result, plan=replace(result.plan, items={**result.plan.items, "margin": item}))


def changed(result, **changes):
    """Return a day's result with some of its parts exchanged."""
    names = ("at", "business_date", "inputs", "plan", "prices", "measures")
    return SimpleNamespace(**{name: changes.get(name, getattr(result, name)) for name in names})


def row_of(account, measure, amount, *, day=DAY, version=2, chain=0):
    """Return one amount that applies."""
    kind = "previous" if version is None else "renotified"
    return AmountRow(account, measure, amount, day, kind, version, None, chain)


@pytest.fixture
def result(seen_day):
    return seen_day().result


@pytest.fixture
def tables(result):
    return pack_tables(result, [DESK])


def codes(tables):
    """Return the codes of what is told."""
    return [each.code for each in tables.findings]


def test_a_whole_day_gives_every_table_of_tomorrow(tables):
    """Amounts, prices, positions and contacts, and the tables that stand until others come."""
    assert sorted(tables.files) == [
        "accounts.csv",
        "constituents.csv",
        "contacts.csv",
        "fallback_days.csv",
        "history.csv",
        "instruments.csv",
        "previous_positions.csv",
        "previous_prices.csv",
        "previous_requirements.csv",
    ]
    assert codes(tables) == []


def test_the_amounts_are_those_that_apply_with_their_parts(result, tables):
    """The second version of P05H came in time and applies: its total and all its components are sealed."""
    own = [row for row in rows_of(tables, "previous_requirements.csv") if row["account"] == "P05H"]
    initial = [row for row in own if row["measure"] == "im"]
    notified = [row for row in result.inputs.notified if (row.account, row.version, row.measure) == ("P05H", 2, "im")]
    assert [row["component"] for row in initial] == COMPONENTS
    assert {row["component"]: int(row["amount"]) for row in initial} == {row.component: row.amount for row in notified}
    assert {row["date"] for row in own} == {"2026-11-20"}


def test_every_account_has_its_amounts(result, tables):
    """Initial and variation margin of all 13 accounts, and the clearing fund of each participant."""
    totals = [row for row in rows_of(tables, "previous_requirements.csv") if row["component"] == "total"]
    counted = {measure: sum(row["measure"] == measure for row in totals) for measure in ("im", "vm", "clearing_fund")}
    assert counted == {"im": 13, "vm": 13, "clearing_fund": 8}
    assert len(totals) == len(result.plan.items["margin"].amounts)


def test_an_amount_that_nobody_knows_is_left_out(result):
    """A null is no zero: tomorrow would take a zero for an amount."""
    rows = requirement_rows(with_amounts(result, row_of("P01H", "im", None), row_of("P02H", "im", 5)))
    assert {row[0] for row in rows} == {"P02H"}


def test_an_amount_that_stood_in_keeps_its_own_date(result):
    """Applied a second day running, it says from which day it is and for how long it has stood in."""
    stood_in = row_of("P01H", "im", 7, day=BEFORE, version=None, chain=1)
    rows = requirement_rows(with_amounts(result, stood_in))
    assert rows[-1] == ("P01H", "im", "total", 7, "2026-11-19", 2)
    before = {
        row.component: row.amount for row in result.inputs.previous if (row.account, row.measure) == ("P01H", "im")
    }
    assert {row[2]: row[3] for row in rows[:-1]} == {name: before[name] for name in COMPONENTS[:-1]}


def test_what_is_carried_of_a_transfer_goes_on(result, monkeypatch):
    """A transfer that a fallback day left out is named beside the level, or tomorrow would lose it."""
    owed = {"P01H": SimpleNamespace(after=SimpleNamespace(owed=-3))}
    monkeypatch.setattr("addin.app.pack_tables.applied_variations", lambda *_: owed)
    rows = requirement_rows(with_amounts(result, row_of("P01H", "vm", 10), row_of("P02H", "vm", 20)))
    assert [row[:4] for row in rows if row[1] == "vm"] == [
        ("P01H", "vm", "total", 10),
        ("P01H", "vm", "carried", -3),
        ("P02H", "vm", "total", 20),
    ]


def test_the_prices_say_by_which_ruling(result, tables):
    """Each price with what applies and its clause; the vendor's are today's."""
    found = {row["instrument"]: row for row in rows_of(tables, "previous_prices.csv")}
    ruled = {each.instrument: each for each in result.prices}
    assert found.keys() == ruled.keys()
    assert all(float(row["price_bp"]) == ruled[code].price_bp for code, row in found.items())
    assert found["ITXJS3705"]["applies"] == ruled["ITXJS3705"].ruling.applies != "today"
    assert found["ITXJS3705"]["clause"] == ruled["ITXJS3705"].ruling.clause


def test_the_history_ends_with_the_days_own_prices(result, tables):
    """One row more than the day itself was given, its cells the settled prices to the last digit."""
    rows = rows_of(tables, "history.csv")
    given = result.inputs.history
    assert [row["date"] for row in rows[-2:]] == ["2026-11-19", "2026-11-20"]
    assert len(rows) == len(given.days) + 1
    prices = {each.instrument: each.price_bp for each in result.prices}
    assert {code: float(rows[-1][code]) for code in prices} == prices
    assert {name: float(cell) for name, cell in rows[-2].items() if name != "date" and cell} == given.on(BEFORE)


def test_a_day_of_fallback_joins_the_days_whose_price_was_carried_over(result, tables):
    """Only where every price was the previous day's; else the list stays as it was."""
    assert [row["date"] for row in rows_of(tables, "fallback_days.csv")] == ["2025-10-09"]
    stale = PriceRuling("previous_day", "CP-1.3.1", None)
    carried = changed(result, prices=[replace(each, ruling=stale) for each in result.prices])
    rows = rows_of(pack_tables(carried, [DESK]), "fallback_days.csv")
    assert [row["date"] for row in rows] == ["2025-10-09", "2026-11-20"]


def test_contacts_are_sealed_with_every_means(tables):
    """The register as a table: means in the plan's order, and when each was verified."""
    (row,) = rows_of(tables, "contacts.csv")
    assert (row["name"], row["mobile"], row["fax"], row["verified"]) == ("対策本部", "090-0000-0001", "", "2026-11-20")


def test_positions_and_standing_tables_are_the_days_own_bytes(result, tables):
    """What came as a file goes on as it was, byte for byte."""
    contents = result.inputs.contents
    assert tables.files["previous_positions.csv"] == contents["positions.csv"]
    assert all(tables.files[name] == contents[name] for name in ("accounts.csv", "instruments.csv", "constituents.csv"))


def test_what_is_missing_is_named(result):
    """Without amounts, prices or contacts the pack says what it lacks."""
    bare = changed(with_amounts(result), prices=())
    (found,) = [each for each in pack_tables(bare, ()).findings if each.code == "pack_lacks"]
    assert dict(found.details)["tables"] == "previous_requirements previous_prices contacts"


def test_an_open_price_is_named(result):
    """A price that JSCC has not set yet is not in the pack, and a person is told which."""
    first = result.prices[0]
    opened = changed(result, prices=[replace(first, price_bp=None), *result.prices[1:]])
    made = pack_tables(opened, [DESK])
    assert codes(made) == ["pack_prices_open"]
    assert first.instrument not in {row["instrument"] for row in rows_of(made, "previous_prices.csv")}
    assert rows_of(made, "history.csv")[-1][first.instrument] == ""


def test_a_pack_of_the_afternoon_is_not_final(seen_day):
    """What the clock may still change is told: somebody seals again in the evening."""
    assert "pack_not_final" in codes(pack_tables(seen_day("18:30:00").result, [DESK]))
