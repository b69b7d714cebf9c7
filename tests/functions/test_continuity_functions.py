"""CDS_BOARD: its block, its instant, and the record that it is made from at every call."""

import json
import time

import pytest

from addin.app.continuity_cell import board_rows
from addin.books.regions.continuity import MOST_SHOWN, ROOM
from addin.functions.catalogue import function_named
from addin.functions.invoke import answer
from addin.store.journal import Journal

AT = "2026-11-20T18:55:00+09:00"
PERSON = {"user": "os-1", "initials": "SK"}
INCIDENT = {
    "business_date": "2026-11-20",
    "at": "2026-11-20T18:22:00+09:00",
    "what": "incident.declared",
    "details": {
        "cause": ["earthquake"],
        "results": ["building"],
        "own_damage": True,
        "external_damage": True,
        "severe": False,
        "primary_centre_lost": True,
        "occurred_at": "2026-11-20T18:04:00+09:00",
    },
    **PERSON,
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def hit(home):
    """Return a home in which an incident is open."""
    with Journal(home) as journal:
        journal.append("fact.recorded", INCIDENT)
    return home


def value(section, at=AT):
    """Return the block of a section."""
    answered = answer("CDS_BOARD", [section, at])
    assert list(answered) == ["value"], answered
    return answered["value"]


def test_it_is_never_served_from_a_cache():
    """A board that does not follow the record would mislead."""
    assert function_named("cds_board").cached is False


@pytest.mark.parametrize("section", ROOM)
def test_every_section_has_one_size(home, section):
    """Five columns by as many rows as the largest section needs, the rest blank."""
    assert not home.exists()
    rows = value(section)
    assert (len(rows), {len(row) for row in rows}) == (MOST_SHOWN, {5})
    assert all(cell == "" for row in rows[ROOM[section] :] for cell in row)


def test_instants_are_instants_and_texts_are_texts(hit):
    """Since and until come with their offset; what is not there is blank."""
    assert hit.exists()
    row = next(row for row in value("incident") if row[0].endswith("Recovery clock"))
    assert row[2:4] == ["2026-11-20T18:04:00+09:00", "2026-11-20T20:04:00+09:00"]
    assert value("services")[0][2:4] == ["", ""]


def test_the_board_is_that_of_the_instant(hit):
    """Before the declaration nothing is known of it."""
    assert hit.exists()
    assert value("incident", "2026-11-20T18:21:59+09:00")[0][1] == "－ 平常 normal"
    assert value("incident", "2026-11-20T18:22:00+09:00")[0][1] == "● いま now"


def test_an_instant_of_another_zone_is_the_same_instant(hit):
    """A sheet's own clock is in Japan; others ask in their own."""
    assert hit.exists()
    assert value("cutoffs", "2026-11-20T09:55:00Z") == value("cutoffs", AT)


def test_the_next_call_sees_what_was_recorded_since(hit):
    """Another process may have declared it."""
    assert value("services")[0][1] == "－ 報告なし no report"
    said = {"service": "settlement", "state": "stopped", "by": "UM", "note": "停電"}
    body = {"at": "2026-11-20T18:30:00+09:00", "said": said, "supersedes": "", **PERSON}
    with Journal(hit) as journal:
        journal.append("continuity.service", body)
    assert value("services")[0][1] == "✗ 停止 stopped"


def test_the_function_and_the_use_case_say_the_same(hit):
    """Nothing is made up on the way to the cell."""
    from datetime import datetime  # noqa: PLC0415 - this test alone needs it

    rows = board_rows("steps", datetime.fromisoformat(AT), home=hit)
    assert [row[:2] for row in value("steps")[: len(rows)]] == [[each.subject, each.state] for each in rows]


@pytest.mark.parametrize("given", ["", None, 0])
def test_a_blank_instant_is_refused(home, given):
    """An empty book asks for nothing; its cells stay blank by their own guard."""
    assert not home.exists()
    assert answer("CDS_BOARD", ["steps", given])["error"]["code"] == "arguments"


def test_a_record_that_cannot_be_read_is_told(home):
    """A report of another version is named by its number, and no half of a board is shown."""
    with Journal(home) as journal:
        journal.append("continuity.service", {"at": "2026-11-20T18:30:00+09:00", "said": {"service": "settlement"}})
    error = answer("CDS_BOARD", ["services", AT])["error"]
    assert (error["code"], "continuity.service" in error["en"]) == ("continuity_unread", True)


def test_the_real_command_prints_the_same(hikae, hit):
    """`hikae call CDS_BOARD` in a process of its own."""
    done = hikae("call", "CDS_BOARD", json.dumps(["incident", AT]), HIKAE_HOME=str(hit))
    assert json.loads(done.stdout)["value"] == value("incident")


def test_a_page_of_sections_is_quick(hit):
    """Six sections of one instant read the record once: they take no longer than people wait."""
    assert hit.exists()
    value("incident")
    start = time.perf_counter()
    for section in ROOM:
        value(section)
    assert time.perf_counter() - start < 0.5
