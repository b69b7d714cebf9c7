"""A day folder with credit events, and a business date whose year is only projected."""

import pytest

from addin.app import plan_day, tables_read
from addin.app.day import run as day_run
from addin.files import read_limited
from calc.margin.requirement import Component
from calc.outcome import RefusedError

HEADER = "entity,kind,ratio,from,until\n"


@pytest.fixture
def entity(folder):
    """Return an entity of the example day's single names."""
    rows = (folder / "instruments.csv").read_text(encoding="utf-8").splitlines()
    columns = rows[0].split(",")
    single = next(row.split(",") for row in rows if ",single," in row)
    return single[columns.index("entity")]


def parts(result):
    """Return the sums over all accounts of the two parts that events make."""
    return [
        sum(each.amounts[part] for each in result.margin.requirements)
        for part in (Component.CREDIT_EVENT, Component.SINGLE_NAME)
    ]


def test_events_of_the_folder_are_charged(run_day, folder, entity):
    """An events file in the folder makes both parts, and without it, or on another day, both are zero."""
    path = folder / "events.csv"
    assert parts(run_day().result) == [0, 0]
    path.write_text(
        f"{HEADER}{entity},credit_event,0.5,2026-11-20,\n{entity},restructuring,0.25,2026-11-01,\n", "utf-8"
    )
    event, single = parts(run_day().result)
    assert event > 0
    assert single == pytest.approx(event / 2, abs=13)
    path.write_text(f"{HEADER}{entity},credit_event,0.5,2026-11-21,\n", "utf-8")
    result = run_day().result
    assert parts(result) == [0, 0]
    assert "events.csv" in result.inputs.hashes


def test_a_bad_event_stops_margin_alone(run_day, folder, entity):
    """An event that cannot be read stops the margin, which would be too small, and prices and rulings go on."""
    (folder / "events.csv").write_text(f"{HEADER}{entity},credit_event,half,2026-11-20,\n", "utf-8")
    result = run_day().result
    states = {step.name: step.state for step in result.steps}
    assert (states["margin"], states["prices"], states["rule"]) == ("stopped", "partial", "done")
    told = [dict(each.details)["files"] for each in result.findings if each.code == "step_stopped"]
    assert told == ["events"]
    assert "number_character" in {each.code for each in result.findings}


def test_a_projected_business_date_is_refused_until_confirmed(run_day, tmp_path, monkeypatch):
    """A day whose year nobody announced is not decided at all before somebody confirms its holidays."""
    near = day_run.calendar_named("TYO")
    monkeypatch.setattr(day_run, "calendar_named", lambda _: _announced(near, 2025))
    with pytest.raises(RefusedError) as caught:
        run_day()
    assert [each.code for each in caught.value.findings] == ["calendar_unconfirmed"]
    assert not (tmp_path / "out").exists()
    result = run_day(sets=("projected_holidays=confirmed",)).result
    assert "calendar_projected" in {each.code for each in result.steps[0].findings}
    assert result.margin is not None
    monkeypatch.setattr(day_run, "calendar_named", lambda _: near)
    assert "calendar_projected" not in {each.code for each in run_day().result.findings}


def _announced(calendar, year):
    """Return a calendar as it would be were only the years up to this one announced."""
    return type(calendar)(calendar.name, calendar.closed, calendar.first, calendar.last, year)


def test_the_facts_file_is_read_once(run_day, folder, monkeypatch):
    """Facts, settings and what is kept of day.toml come from one reading, so that they cannot differ."""
    read = []

    def counted(path, limit):
        read.append(path.name)
        return read_limited(path, limit)

    for module in (plan_day, tables_read):
        monkeypatch.setattr(module, "read_limited", counted)
    result = run_day().result
    assert read.count("day.toml") == 1
    assert len(read) == len(set(read))
    assert result.inputs.contents["day.toml"] == (folder / "day.toml").read_bytes()
