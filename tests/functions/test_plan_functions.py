"""CDS_PLAN and its companions: what arrives in cells, beside the command line, and without a record."""

import json
import time
from datetime import datetime

import pytest

from addin.app import plan_cell
from addin.app.day.labels import applies_label
from addin.functions import plan
from addin.functions.catalogue import FUNCTIONS
from addin.functions.invoke import answer

OF_THE_DAY = ("CDS_PLAN_DUE", "CDS_PLAN_NEXT", "CDS_PLAN_BASIS")
PLANS = ("CDS_PLAN", "CDS_PLAN_CLAUSE", "CDS_PLAN_UNTIL", "CDS_PLAN_IF_NOTHING", *OF_THE_DAY)
ITEMS = ("settlement_price", "margin", "intraday")


def at(clock, day="2026-11-20"):
    """Return an instant in Japan as a call takes it."""
    return f"{day}T{clock}+09:00"


@pytest.fixture(autouse=True)
def recorded(recorded_home, monkeypatch):
    """Let every call find the record of the example day."""
    monkeypatch.setenv("HIKAE_HOME", str(recorded_home))


def value(name, *arguments):
    """Return the value of a call that has one."""
    answered = answer(name, list(arguments))
    assert list(answered) == ["value"], answered
    return answered["value"]


def code(name, *arguments):
    return answer(name, list(arguments))["error"]["code"]


@pytest.mark.parametrize("clock", ["12:59:59", "13:30:00", "16:08:00", "18:00:01", "19:00:00", "20:00:00", "20:30:00"])
def test_the_cells_say_what_the_command_says(hikae, example_day, clock):
    """Item by item, clause, next cut-off and what applies are those of `hikae plan --day … --at … --json`."""
    done = hikae("plan", "--day", example_day / "day.toml", "--at", at(clock), "--json")
    document = json.loads(done.stdout)
    for item in ITEMS:
        expected = document["items"][item]
        assert value("CDS_PLAN", item, at(clock)).partition("（")[0] == " / ".join(applies_label(expected["applies"]))
        assert value("CDS_PLAN_CLAUSE", item, at(clock)) == (expected["clause"] or expected["gap"] or "")
        assert value("CDS_PLAN_UNTIL", item, at(clock)) == (expected["valid_until"] or "")
        turns = expected["if_nothing"]
        assert value("CDS_PLAN_IF_NOTHING", item, at(clock)) == (f"{turns['ja']} / {turns['en']}" if turns else "")
    coming = document["next_cutoff"]
    assert value("CDS_PLAN_NEXT", at(clock)) == (coming["at"] if coming else "")
    rows = value("CDS_PLAN_DUE", at(clock))
    shown = [row[1] for row in rows[:5] if row[1]]
    assert len(shown) == min(5, len(document["due"]))
    assert set(shown) <= {row["clause"] for row in document["due"]}
    hidden = len(document["due"]) - len(shown)
    assert (f"+{hidden} more" in rows[5][2]) == (hidden > 0)


def test_a_ruling_changes_with_the_cut_off_and_not_before():
    """19:00:00 exactly is in time and 19:00:01 is not: until then the cell names 19:00, after it 20:00."""
    assert value("CDS_PLAN_UNTIL", "margin", at("19:00:00")) == at("19:00:00")
    assert value("CDS_PLAN_UNTIL", "margin", at("19:00:01")) == at("20:00:00")
    assert value("CDS_PLAN_UNTIL", "margin", at("20:00:01")) == ""


def test_a_blank_item_or_instant_is_an_error():
    """A blank cell, 0 in every sheet, is no item and no instant."""
    for blank in (None, 0, ""):
        assert code("CDS_PLAN", blank, at("18:00:00")) == "arguments"
        assert code("CDS_PLAN", "margin", blank) == "arguments"
        assert code("CDS_PLAN_DUE", blank) == "arguments"


@pytest.mark.parametrize("name", PLANS)
def test_without_a_recorded_run_every_cell_is_an_error(name):
    """On a date that was never run each of them is a true error that says to run the day, in both languages."""
    arguments = [at("18:00:00", "2026-11-24")]
    error = answer(name, arguments if name in OF_THE_DAY else ["margin", *arguments])["error"]
    assert error["code"] == "plan_day_unrecorded"
    assert "hikae day" in error["ja"]
    assert "hikae day" in error["en"]


@pytest.mark.parametrize("name", PLANS)
def test_without_a_home_every_cell_is_an_error(name, tmp_path, monkeypatch):
    """A home that holds nothing answers with an error, and nothing is made by asking."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "empty"))
    arguments = [at("18:00:00")]
    assert code(name, *(arguments if name in OF_THE_DAY else ["margin", *arguments]))
    assert not (tmp_path / "empty").exists()


def test_none_of_them_is_ever_served_from_a_cache():
    """A ruling is asked of the record at every recalculation."""
    assert {
        function.name for function in FUNCTIONS if function.name.startswith("CDS_PLAN") and function.cached
    } == set()


def test_an_instant_may_be_told_in_another_zone():
    """One instant is one ruling, in whatever offset it is written."""
    assert value("CDS_PLAN_UNTIL", "margin", "2026-11-20T09:30:00Z") == value(
        "CDS_PLAN_UNTIL", "margin", at("18:30:00")
    )


def test_due_is_a_block_of_six():
    """Five duties and a row for the others, five columns, at any instant of the day."""
    for clock in ("09:00:00", "16:10:00", "18:05:00", "20:30:00"):
        rows = value("CDS_PLAN_DUE", at(clock))
        assert [len(row) for row in rows] == [5] * 6
    crowded = value("CDS_PLAN_DUE", at("16:10:00"))
    assert crowded[5] == ["", "", "他 5 件 / +5 more", "▲ 他 more", ""]


def test_what_is_told_of_the_others_is_the_sixth_row_of_few_duties_too(monkeypatch):
    """With fewer than five duties the rows between are blank, and what was missed has its symbol."""
    duty = plan_cell.DueRow(datetime.fromisoformat(at("18:10:00")), "A", "a", "●", "b")
    monkeypatch.setattr(plan, "due_rows", lambda *_, **__: ((duty,), "未了 1 / 1 missed"))
    rows = value("CDS_PLAN_DUE", at("18:01:00"))
    assert rows[1:5] == [[""] * 5] * 4
    assert rows[5] == ["", "", "未了 1 / 1 missed", "✗ 超過・未了 late", ""]


def test_a_warm_cell_is_quick():
    """The second cell of an instant takes less than 5 ms."""
    value("CDS_PLAN", "margin", at("17:00:00"))
    took = []
    for _ in range(15):
        started = time.perf_counter()
        value("CDS_PLAN", "margin", at("17:00:00"))
        took.append(time.perf_counter() - started)
    assert min(took) < 0.005
