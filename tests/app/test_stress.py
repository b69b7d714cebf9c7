"""A stress run of the whole house: the base amounts of margin, each account's worst scenarios, what is not covered."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from math import ceil

import numpy as np
import pytest
from stress_house import TABLES, house

from addin.app import stress_run
from addin.app.margin_files import MarginFiles, margin_files, settings_of
from addin.app.stress_inputs import stress_inputs
from addin.app.stress_run import Group, stressed
from addin.books.held import Held
from addin.scale.crew import crew_of
from calc.margin.requirement import Component
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
NOTIFIED = "version,account,measure,component,amount\n"
PREVIOUS = "account,measure,amount,date\n"


@pytest.fixture
def run(tmp_path):
    """Return a function that stresses a house, some tables of it changed, under some settings."""

    def made(*sets, most=3, tell=lambda _done, _all: None, **changes):
        given = inputs(tmp_path, *sets, **changes)
        with closing(given.held.held), crew_of() as crew:
            told = stressed(given, most=most, crew=crew, tell=tell)
        return told.value, (*given.found, *told.findings)

    return made


def inputs(folder, *sets, **changes):
    """Return what a run of a house stands on."""
    settings = settings_of(folder / "home", None, sets).value
    return stress_inputs(house(folder, **changes), trade_date=DAY, curve_id=None, settings=settings)


def codes(found):
    """Return the codes of what was found."""
    return [each.code for each in found]


def refused(folder, *sets, **changes):
    """Return the codes with which a house is refused."""
    with pytest.raises(RefusedError) as caught:
        inputs(folder, *sets, **changes)
    return codes(caught.value.findings)


def margin_of(folder, *sets, **changes):
    """Return the margin of the same tables."""
    files = house(folder, **changes)
    chosen = {name: getattr(files, name) for name in ("instruments", "positions", "curves", "scenarios", "accounts")}
    settings = settings_of(folder / "home", None, sets).value
    return margin_files(MarginFiles(**chosen), trade_date=DAY, curve_id=None, settings=settings).result


@pytest.mark.parametrize(
    "sets", [(), ("stress_mode=floor",), ("stress_mode=off", "tail_rule=ceil"), ("round_unit=1000",)]
)
def test_the_base_amounts_are_those_of_margin(run, tmp_path, sets):
    """Whatever the settings, each account's base amount is the component of its requirement, to the yen."""
    made, found = run(*sets)
    margin = {each.account: each.amounts[Component.BASE] for each in margin_of(tmp_path, *sets).requirements}
    assert {each.code: amount for each, amount in zip(made.accounts, made.base, strict=True)} == margin
    assert sum(margin.values()) > 0
    assert found == ()


def test_the_worst_scenarios_are_those_of_the_gains(run, tmp_path):
    """The largest losses stand by their names, the worst first, to the last bit of the gains of margin."""
    made, _ = run(most=4)
    for requirement in margin_of(tmp_path).requirements:
        row = [each.code for each in made.accounts].index(requirement.account)
        order = np.argsort(requirement.gains, kind="stable")
        assert made.losses[row].tolist() == (-requirement.gains[order]).tolist()
        assert made.places[row].tolist() == order.tolist()


def test_no_more_scenarios_are_told_than_there_are(run):
    """Whoever asks for more scenarios than there are gets all of them."""
    assert run(most=100)[0].losses.shape == (5, 4)


def test_accounts_stand_in_the_order_of_their_codes(run):
    """The order of the tables' rows plays no part, and an account without positions loses nothing."""
    made, _ = run()
    assert [each.code for each in made.accounts] == ["P1C", "P1H", "P2C", "P3H", "P4H"]
    assert (made.base[4], made.losses[4].tolist()) == (0, [0.0] * 3)
    head, *rows = TABLES["positions"].splitlines()
    turned, _ = run(positions="\n".join([head, *rows[::-1]]))
    assert (turned.base, turned.losses.tolist()) == (made.base, made.losses.tolist())


def test_the_same_house_as_parquet_is_the_same(run):
    """Positions, scenarios and accounts in Parquet give the same figures and findings."""
    made, found = run()
    streamed, told = run(as_parquet=True)
    assert (streamed.accounts, streamed.base, streamed.scenarios) == (made.accounts, made.base, made.scenarios)
    assert (streamed.losses.tolist(), streamed.places.tolist()) == (made.losses.tolist(), made.places.tolist())
    assert (streamed.uncovered, told) == (made.uncovered, found)


@pytest.mark.parametrize("as_parquet", [False, True])
def test_a_history_makes_its_scenarios(run, example_day, as_parquet):
    """With a history the scenarios are those that margin makes of it."""
    past = (example_day / "history.csv").read_text("utf-8").splitlines()
    first, second, third = (past[0].split(",").index(name) for name in past[0].split(",")[1:4])
    rows = [[line.split(",")[place] for place in (0, first, second, third)] for line in past[1:]]
    text = "\n".join(["date,AA,BB,IX", *(",".join(row) for row in rows)]) + "\n"
    made, _ = run("reference_days=60", history=text, scenarios=None, as_parquet=as_parquet)
    assert len(made.scenarios) == 62
    assert made.scenarios[-2].startswith("stress_up:")
    assert made.base[1] == run("reference_days=60", history=text, scenarios=None)[0].base[1] > 0


def test_without_accounts_those_count_that_positions_name(run):
    """Without a table of accounts each account of the positions is a participant of its own."""
    for as_parquet in (False, True):
        made, _ = run(accounts=None, as_parquet=as_parquet)
        assert [(each.code, each.participant) for each in made.accounts] == [
            (n, n) for n in ("P1C", "P1H", "P2C", "P3H")
        ]
        assert (made.margin, made.uncovered, made.gaps) == (None, (), ())


def test_what_is_held_is_notified_else_applied_before_else_deposited(run):
    """Today's notified margin counts, its last version; else that of the day before; else the deposit."""
    previous = PREVIOUS + "P1H,im,3,2026-11-19\nP1H,im,4,2026-11-20\n"
    notified = NOTIFIED + "2,P1H,im,total,2\n1,P1H,im,total,1\n1,P1H,im,base,9\n1,P1H,vm,total,8\n"
    assert run()[0].margin.source == "deposited"
    assert run()[0].margin.amounts["P1H"] == 5_000_000
    told = run(previous=previous)[0].margin
    assert (told.source, told.amounts) == ("previous", {"P1H": 3})
    told = run(previous=previous, notified=notified)[0].margin
    assert (told.source, told.amounts) == ("notified", {"P1H": 2})


def test_accounts_without_deposits_say_nothing_of_what_is_held(run):
    """Where no column tells deposits, nothing is known to be covered or not."""
    made, found = run(accounts="account,participant,kind\nP1H,P1,house\nP1C,P1,client\nP2C,P2,client\nP3H,P3,house\n")
    assert made.margin is None
    assert codes(found) == ["deposits_missing"]


def test_what_is_uncovered_is_the_worst_loss_beyond_margin(run):
    """Of each account its own worst loss counts beyond its own margin, never below zero."""
    made, _ = run()
    held = [made.margin.amounts[each.code] for each in made.accounts]
    expected = [max(0, ceil(loss - amount)) for loss, amount in zip(made.losses[:, 0], held, strict=True)]
    assert list(made.uncovered) == expected
    assert 0 in expected
    assert max(expected) > 0


def test_affiliates_are_one_group_and_the_costliest_is_first(run):
    """Participants of one group are added, no account's cover helps another one, and the largest group leads."""
    made, _ = run()
    uncovered = {each.code: amount for each, amount in zip(made.accounts, made.uncovered, strict=True)}
    together = uncovered["P1C"] + uncovered["P1H"] + uncovered["P2C"]
    expected = [Group(("P1", "P2"), together), Group(("P3",), uncovered["P3H"]), Group(("P4",), 0)]
    assert list(made.groups) == sorted(expected, key=lambda each: -each.uncovered)


def test_the_costliest_group_leads_whatever_its_name(run):
    """The group with the largest uncovered loss is the first."""
    rich = TABLES["accounts"].replace("9000000,", "0,").replace(",1000,", ",900000000000,")
    made, _ = run(accounts=rich.replace("5000000,", "900000000000,").replace("20000000,", "900000000000,"))
    assert [each.members for each in made.groups] == [("P3",), ("P1", "P2"), ("P4",)]


def test_a_row_of_nobody_is_told_and_leaves_nobody_out(run):
    """A row of an account that is not in the table is a finding of its own."""
    for as_parquet in (False, True):
        made, found = run(positions=TABLES["positions"] + "P9H,AA,1\n", as_parquet=as_parquet)
        assert len(made.accounts) == 5
        assert codes(found) == ["account_unknown"]


def test_an_account_without_a_margin_row_is_told(run):
    """Where others have a row and one has none, it is a gap and a finding, not a zero."""
    made, found = run(notified=NOTIFIED + "1,P1H,im,total,1\n1,P1C,im,total,1\n1,P2C,im,total,1\n1,P4H,im,total,0\n")
    assert made.gaps == ("P3H",)
    assert made.uncovered[3] is None
    assert [(each.code, dict(each.details)) for each in found] == [("margin_held_missing", {"account": "P3H"})]


def test_an_account_that_is_not_whole_is_left_out(run):
    """A bad row or an instrument without a price leaves the account out, told; the others go on."""
    for as_parquet in (False, True):
        made, found = run(positions=TABLES["positions"] + "P3H,ZZ,1\nP1C,AA,\n", as_parquet=as_parquet, prices=None)
        assert [each.code for each in made.accounts] == ["P1H", "P2C", "P4H"]
        assert codes(found).count("account_incomplete") == 2
    lines = TABLES["instruments"].replace("500,0.2,900", "500,0.2,")
    made, found = run(instruments=lines)
    assert [each.code for each in made.accounts] == ["P1H", "P3H", "P4H"]
    assert codes(found) == ["spread_missing", "account_incomplete", "account_incomplete"]


def test_a_position_that_stands_twice_is_added_and_told(run, monkeypatch):
    """Rows of one account and instrument are added; beyond a limit they are only counted."""
    twice = TABLES["positions"] + "P3H,AA,-2000000000\nP3H,AA,-1000000000\n"
    made, found = run(positions=twice)
    assert made.base == run(positions=TABLES["positions"].replace("7000000000", "4000000000"))[0].base
    assert codes(found) == ["position_repeated"] * 2
    monkeypatch.setattr(stress_run, "MOST_FAULTS", 1)
    assert codes(run(positions=twice)[1]) == ["position_repeated", "rows_more"]


def test_how_far_it_is_is_told(run):
    """Whoever listens hears accounts done and all accounts, to the end."""
    heard = []
    run(tell=lambda done, everything: heard.append((done, everything)))
    assert heard[-1] == (5, 5)


def test_what_cannot_be_computed_is_refused(tmp_path):
    """No moves or both kinds, stress scenarios alone, an unreadable table, no whole account: each is told."""
    text = TABLES["scenarios"]
    assert refused(tmp_path, scenarios=None) == ["moves_choice"]
    assert refused(tmp_path, history=text) == ["moves_choice"]
    alone = text.replace("reference", "stress")
    assert refused(tmp_path, "stress_mode=off", scenarios=alone) == ["scenarios_missing"]
    assert refused(tmp_path, "stress_mode=off", scenarios=alone, as_parquet=True) == ["scenarios_missing"]
    assert "account_incomplete" in refused(tmp_path, positions="account,instrument,notional\nA,ZZ,1\n", accounts=None)
    assert refused(tmp_path, curves=TABLES["curves"].replace("2026-11-20", "2026-11-19")) == ["curve_choice"]
    assert refused(tmp_path, scenarios=text.replace("1000.5", "x")) == ["number_character"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("account,instrument,notional\n", "table_without_rows"), ("account,instrument,amount\nA,B,1\n", "column_missing")],
)
def test_positions_of_which_no_row_can_be_read_are_refused(tmp_path, text, code):
    """A table that is empty or lacks a column is no house without risk: no amounts of zero come of it."""
    assert code in refused(tmp_path, positions=text)


def test_who_holds_nothing_loses_zero(run):
    """An account without positions shows zero, which has no sign."""
    made, _ = run()  # the last account, P4H, has no positions
    assert np.signbit(made.losses[-1]).tolist() == [False] * made.losses.shape[1]
    assert not made.losses[-1].any()


def test_a_bad_scenario_in_parquet_refuses_the_run(run):
    """A spread that is no number ends the run before a figure is shown."""
    with pytest.raises(RefusedError, match="number_character"):
        run(scenarios=TABLES["scenarios"].replace("1000.5", "nan"), as_parquet=True)


def test_every_input_is_named_by_its_hash(tmp_path):
    """Tables that were streamed have their hash beside the others."""
    with closing((given := inputs(tmp_path, as_parquet=True)).held.held):
        assert set(given.hashes) == {
            "instruments.csv", "curves.csv", "positions.parquet", "scenarios.parquet", "accounts.parquet",
        }  # fmt: skip


def test_two_tables_of_one_name_have_a_hash_each(tmp_path):
    """Where positions and scenarios have the same file name in other folders, the later one is named by its table."""
    files = house(tmp_path, as_parquet=True)
    for name in ("positions", "scenarios"):
        (tmp_path / name).mkdir()
        getattr(files, name).rename(tmp_path / name / "day.parquet")
    moved = replace(files, positions=tmp_path / "positions/day.parquet", scenarios=tmp_path / "scenarios/day.parquet")
    settings = settings_of(tmp_path / "home", None, ()).value
    given = stress_inputs(moved, trade_date=DAY, curve_id=None, settings=settings)
    given.held.held.close()
    hashes = given.hashes
    assert {"day.parquet", "scenarios/day.parquet"} <= set(hashes)
    assert len({*hashes.values()}) == 5


def test_nothing_is_left_open_when_a_run_is_refused(tmp_path, monkeypatch):
    """Where no account is whole the room that its positions took is given back."""
    closed = []
    monkeypatch.setattr(Held, "close", lambda _: closed.append(1))
    refused(tmp_path, positions="account,instrument,notional\nA,ZZ,1\n", accounts=None)
    assert closed == [1]
