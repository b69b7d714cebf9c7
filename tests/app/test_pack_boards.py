"""The pack on the boards: yellow, red from half past twelve, green once it is sealed."""

from datetime import datetime

import pytest
from continuity_hand import Headquarters, at

from addin.app.contingency_shift import NO_PACK, shift_rows
from addin.app.continuity_views import handover_lines
from addin.app.plan_cell import plan_at
from addin.books.desk_cells import day_number
from addin.store.journal import Journal


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr("addin.store.journal.now", lambda: at(20, 40, day=-1))
    return Headquarters(tmp_path / "home")


def seal(place, day):
    """Record that a pack was sealed."""
    with Journal(place.home) as journal:
        journal.append("pack.sealed", {"business_date": day, "name": f"{day}.zip", "sha256": ""})


def test_the_row_says_which_pack_and_until_when(place):
    """Thursday's, wanted by half past twelve of Friday."""
    row = place.rows("readiness", at(9))[0]
    assert row.subject == "夜間パック\nEvening pack"
    assert (row.state, row.until) == ("▲ 未了 due", at(12, 30))
    assert row.told == "2026/11/19 のパック\npack of 2026/11/19"


def test_the_row_turns_red_to_the_second(place):
    """One second before, it is not."""
    assert place.rows("readiness", at(12, 30).replace(minute=29, second=59))[0].state == "▲ 未了 due"
    assert place.rows("readiness", at(12, 30))[0].state == "✗ 未了 late"


def test_a_sealed_pack_says_since_when(place):
    """And there is nothing to be done by any time."""
    seal(place, "2026-11-19")
    row = place.rows("readiness", at(12, 30))[0]
    assert (row.state, row.since, row.until) == ("○ 封済 sealed", at(20, 40, day=-1), None)


def test_the_registers_still_have_their_room(place):
    """The pack's row takes no register's place on the page."""
    rows = place.rows("readiness", at(9))
    assert not any(row.state.startswith("▲ 続きあり") for row in rows)
    assert len(rows) == 10


def test_the_handover_names_the_day_and_since_when_it_is_late(place):
    """Right below the next cut-off, with the time at which it turned red."""
    line = handover_lines(place.home, at=at(13))[1]
    assert line[0] == NO_PACK
    assert "no pack of 2026-11-19" in str(line[1])
    assert line[3] == day_number(at(12, 30))


def test_a_handover_without_a_word_on_the_pack_is_as_it_was(place):
    """Whoever asks for the plan alone gets the plan alone."""
    place.declare(
        {"cause": ["earthquake"], "results": [], "own_damage": True, "external_damage": False, "severe": False},
        at(12, 5),
    )
    with Journal(place.home) as journal:
        rows = shift_rows(plan_at(at(13), home=place.home), journal)
    assert NO_PACK not in [row[0] for row in rows]


def test_the_desks_own_time_counts_on_the_boards(place):
    """A desk that seals in the morning sets it later."""
    place.home.mkdir()
    (place.home / "settings.toml").write_text("pack_by = 14:00:00\n", encoding="utf-8")
    assert place.rows("readiness", at(13))[0].state == "▲ 未了 due"
    assert place.rows("readiness", at(14))[0].state == "✗ 未了 late"
    assert place.rows("readiness", at(14))[0].until == datetime.fromisoformat("2026-11-20T14:00:00+09:00")
