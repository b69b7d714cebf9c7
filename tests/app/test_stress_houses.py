"""Stress runs of houses drawn at random: what margin says of them, whatever form the tables have."""

import csv
import io
from contextlib import closing
from datetime import date
from itertools import product
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stress_house import TABLES, house

from addin.app.margin_files import MarginFiles, margin_files, settings_of
from addin.app.stress_inputs import stress_inputs
from addin.app.stress_run import stressed
from addin.scale.crew import crew_of
from calc.margin.requirement import Component
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
NAMES = ("P1H", "P1C", "P2C", "P3H", "P4H")
ROWS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["IX", "AA", "BB"]),
    st.one_of(
        st.integers(-50, 50).map(lambda each: each * 1e8), st.floats(-1e10, 1e10).map(lambda each: round(each, 2))
    ),
)
SCENARIOS = st.tuples(
    st.sampled_from(["reference", "reference", "stress"]),
    *[st.floats(1.0, 3_000.0).map(lambda each: round(each, 4)) for _ in range(3)],
)
RULES = st.sampled_from([*product(["fractional", "floor", "ceil"], ["in_set", "floor"], ["0.01", "0.3"])])


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return a folder for the tables of every house that is drawn."""
    return tmp_path_factory.mktemp("houses")


def as_text(head, rows):
    """Return a table as text."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue()


def tables_of(rows, scenarios):
    """Return the tables of a house with these positions and scenarios, one of them no stress scenario."""
    listed = [(f"s{place}", *each) for place, each in enumerate([("reference", 60.0, 40.0, 900.0), *scenarios])]
    return {
        "positions": as_text(("account", "instrument", "notional"), rows),
        "scenarios": as_text(("scenario", "kind", "IX", "AA", "BB"), listed),
    }


def stress_of(folder, sets, **tables):
    """Return a stress run of a house, all scenarios told."""
    chosen = settings_of(folder / "home", None, sets).value
    given = stress_inputs(house(folder, **tables), trade_date=DAY, curve_id=None, settings=chosen)
    with closing(given.held.held), crew_of() as crew:
        return stressed(given, most=1_000, crew=crew).value


def margin_of(folder, sets, **tables):
    """Return the margin of the same house."""
    files = house(folder, **tables)
    named = {name: getattr(files, name) for name in ("instruments", "positions", "curves", "scenarios", "accounts")}
    chosen = settings_of(folder / "home", None, sets).value
    return margin_files(MarginFiles(**named), trade_date=DAY, curve_id=None, settings=chosen)


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=1, max_size=14), st.lists(SCENARIOS, max_size=9), RULES)
def test_any_house_has_the_base_amounts_of_margin(folder, rows, scenarios, rules):
    """Of any positions in any scenarios under any reading, base amounts and losses are those that margin has."""
    tail, stress, fraction = rules
    sets = (f"tail_rule={tail}", f"stress_mode={stress}", f"tail_fraction={fraction}")
    tables = tables_of(rows, scenarios)
    made = stress_of(folder, sets, **tables)
    margin = {each.account: each for each in margin_of(folder, sets, **tables).result.requirements}
    for row, account in enumerate(made.accounts):
        assert made.base[row] == margin[account.code].amounts[Component.BASE]
        losses = -margin[account.code].gains
        assert made.losses[row].tolist() == np.sort(losses)[::-1].tolist()
        assert losses[made.places[row]].tolist() == made.losses[row].tolist()


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=1, max_size=14), st.lists(SCENARIOS, max_size=9), st.randoms())
def test_any_house_is_the_same_in_parquet_and_in_any_order(folder, rows, scenarios, chance):
    """The form of the tables and the order of the positions change no bit of the result."""
    made = stress_of(folder, (), **tables_of(rows, scenarios))
    turned = list(rows)
    chance.shuffle(turned)
    other = stress_of(folder, (), as_parquet=True, **tables_of(turned, scenarios))
    assert (other.accounts, other.base, other.uncovered) == (made.accounts, made.base, made.uncovered)
    assert other.losses.tolist() == made.losses.tolist()
    assert other.places.tolist() == made.places.tolist()


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=1, max_size=14), st.lists(st.integers(0, 10**9), min_size=5, max_size=5))
def test_no_group_is_less_than_its_accounts_in_one_scenario(folder, rows, deposits):
    """What is told of a group bounds what its accounts leave uncovered together in any one scenario."""
    head, *listed = TABLES["accounts"].splitlines()
    accounts = [
        ",".join([*row.split(",")[:4], str(held), "1", "0"]) for row, held in zip(listed, deposits, strict=True)
    ]
    tables = {**tables_of(rows, []), "scenarios": TABLES["scenarios"], "accounts": "\n".join([head, *accounts])}
    made = stress_of(folder, (), **tables)
    by_scenario = np.empty_like(made.losses)
    np.put_along_axis(by_scenario, made.places, made.losses, axis=1)
    for group in made.groups:
        mine = [row for row, each in enumerate(made.accounts) if each.participant in group.members]
        for scenario in range(len(made.scenarios)):
            beyond = [max(0.0, by_scenario[row, scenario] - made.accounts[row].deposited_im) for row in mine]
            assert fsum(beyond) <= group.uncovered
    assert sorted(name for group in made.groups for name in group.members) == ["P1", "P2", "P3", "P4"]


def test_a_history_that_is_too_short_is_told(folder):
    """With fewer days than the simulation needs there is no run, in either form."""
    days = "date,AA,BB,IX\n2026-11-19,40,900,60\n2026-11-20,41,905,61\n"
    for as_parquet in (False, True):
        with pytest.raises(RefusedError, match="history_short"):
            stress_of(folder, (), history=days, scenarios=None, as_parquet=as_parquet)


def test_a_history_knows_nothing_of_days_to_come(folder):
    """Days after the trade date do not count, in either form."""
    days = "date,AA,BB,IX\n2026-11-20,40,900,60\n2026-11-24,90,2000,200\n"
    for as_parquet in (False, True):
        with pytest.raises(RefusedError) as caught:
            stress_of(folder, (), history=days, scenarios=None, as_parquet=as_parquet)
        assert dict(caught.value.findings[-1].details)["found"] == "1"


def test_a_history_that_cannot_be_trusted_is_refused(folder):
    """Days that do not rise refuse the run, in either form."""
    days = "date,AA,BB,IX\n2026-11-20,40,900,60\n2026-11-19,41,905,61\n"
    for as_parquet in (False, True):
        with pytest.raises(RefusedError, match="history_unordered"):
            stress_of(folder, (), history=days, scenarios=None, as_parquet=as_parquet)


def test_margin_reads_parquet_too(folder):
    """The tables of margin may be Parquet as well, with the same requirements."""
    rows = [("P1H", "IX", -5e9), ("P2C", "BB", 1e9)]
    csv_made, parquet_made = (
        margin_of(folder, (), as_parquet=form, **tables_of(rows, [])).result.requirements for form in (False, True)
    )
    assert [(each.account, each.amounts) for each in csv_made] == [(e.account, e.amounts) for e in parquet_made]
