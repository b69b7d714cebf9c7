"""What the plan says, for cells: the same as the command's, from the record alone, and nothing where it is silent."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from draws import every
from sheet_tables import record_run

from addin.app import plan_cell
from addin.app.day.labels import applies_label
from addin.app.plan_cell import applies_text, clause_text, due_rows, plan_at, ruling_at
from addin.app.plan_day import day_of_file, ruled
from addin.app.plan_facts import RECORDED
from addin.store import snapshots
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import RefusedError
from calc.plan.board import is_overdue, until
from calc.plan.types import Row

ITEMS = ("settlement_price", "margin", "intraday")
DAY = b"""business_date = 2026-11-20
participants = ["P01", "P02"]

[[fact]]
at = 2026-11-20T18:30:00+09:00
what = "margin.computed"

[[fact]]
at = 2026-11-20T18:31:00+09:00
what = "margin.uploaded"
"""
FLAGGED = b"""
[[fact]]
at = 2026-11-20T18:40:00+09:00
what = "margin.flagged"
"""


def at(clock, day="2026-11-20"):
    """Return an instant in Japan."""
    return datetime.fromisoformat(f"{day}T{clock}+09:00")


@pytest.fixture(scope="module")
def example(tmp_path_factory, example_day):
    """Return a home whose record holds a run of the example day."""
    home = tmp_path_factory.mktemp("home")
    record_run(home, day=(example_day / "day.toml").read_bytes(), history=b"date,AA\n2026-11-19,40\n")
    return home


@pytest.fixture
def home(tmp_path):
    """Return a home with a small day recorded: margin computed at 18:30, uploaded at 18:31."""
    record_run(tmp_path, day=DAY)
    return tmp_path


def told(home, clock, item="margin"):
    """Return what applies to an item and by which clause, at a time of the day."""
    return applies_text(item, at(clock), home=home), clause_text(item, at(clock), home=home)


def refused(call, *arguments, home):
    with pytest.raises(RefusedError) as caught:
        call(*arguments, home=home)
    found = caught.value.findings[0]
    return found.code, dict(found.details)


def instants(day):
    """Return times of the afternoon, and each fact's and cut-off's second with those beside it."""
    start = at("11:50:00")
    found = {start + timedelta(minutes=20 * step) for step in range(0, 28, every(4))}
    edges = [fact.at for fact in day.facts] + [
        at(f"{clock}:00") for clock in ("13:00", "13:30", "18:00", "19:00", "20:00")
    ]
    return sorted(found.union(edge + timedelta(seconds=step) for edge in edges for step in (-1, 0, 1)))


def test_every_item_and_instant_of_the_example_day_is_the_commands(example, example_day):
    """At every fact and cut-off, and in between, item by item, the cells say what `hikae plan --day … --json` says."""
    read = day_of_file(example_day / "day.toml")
    for moment in instants(read.value):
        answer = ruled(read, moment)
        document = answer.document
        assert plan_at(moment, home=example).due == answer.plan.due
        for item in ITEMS:
            expected = document["items"][item]
            found, _ = ruling_at(item, moment, home=example)
            text = applies_text(item, moment, home=example)
            assert tuple(text.split("（")[0].split(" / ")) == applies_label(expected["applies"])
            assert ("exceptions:" in text) == bool(expected["exceptions"])
            assert clause_text(item, moment, home=example) == (expected["clause"] or expected["gap"] or "")
            assert (found.valid_until and iso(found.valid_until)) == expected["valid_until"]
            for scope, ruling in list(expected["exceptions"].items())[::23]:
                one = f"{item}:{scope}"
                assert applies_label(ruling["applies"])[1] in applies_text(one, moment, home=example)
                assert clause_text(one, moment, home=example) == (ruling["clause"] or ruling["gap"] or "")


def test_the_small_day_by_hand(home):
    """Computed at 18:30: nothing applies at 18:29:59, today's from 18:30 on, and 19:00 is the cut-off between."""
    assert told(home, "18:29:59") == ("未定 / pending", "CP-2.1.2.a")
    assert told(home, "18:30:00") == ("当日 / today's", "CP-2.1.2.b")
    assert ruling_at("margin", at("18:29:59"), home=home)[0].valid_until == at("19:00:00")
    assert told(home, "12:00:00", "intraday") == ("未定 / pending", "CP-3.1.2.a")
    assert told(home, "13:30:01", "intraday") == ("前日の自己分 / previous day's house", "CP-3.1.2.c")


def test_what_holds_provisionally_stands_behind(tmp_path):
    """Flagged and not yet renotified: nothing applies, and the originally notified amount is named as provisional."""
    record_run(tmp_path, day=DAY + FLAGGED)
    assert told(tmp_path, "18:45:00") == (
        "未定 / pending（暫定 provisional: 当初通知額 / originally notified）",
        "CP-2.2.1",
    )
    assert told(tmp_path, "20:00:01") == ("当初通知額 / originally notified", "CP-2.2.3")


def test_a_scope_has_its_own_ruling(example):
    """One of the seven instruments without a price has the previous day's, another today's; the item counts them."""
    assert told(example, "16:40:00", "settlement_price:ITXJS3705") == ("前日 / previous day's", "CP-1.3.1")
    assert told(example, "16:40:00", " settlement_price : ITXJS4605 ")[0] == "当日 / today's"
    assert (
        told(example, "16:40:00", "settlement_price")[0]
        == "未定 / pending（例外 exceptions: 7 前日 / previous day's, 64 当日 / today's）"
    )
    assert told(example, "16:40:00", "settlement_price:UNNAMED")[0] == "未定 / pending"


def test_without_a_recorded_run_there_is_no_ruling(home, tmp_path):
    """On a day that was never run here, a day without facts, or in an empty home, the cell is an error that says so."""
    for call in (plan_at, due_rows):
        assert refused(call, at("18:00:00", "2026-11-24"), home=home) == ("plan_day_unrecorded", {"day": "2026-11-24"})
    assert refused(plan_at, at("18:00:00"), home=tmp_path / "other")[0] == "plan_day_unrecorded"
    assert not (tmp_path / "other").exists()


def test_a_run_without_facts_file_is_no_day(tmp_path):
    """Tables alone are no facts: a run that names no day file rules nothing."""
    record_run(tmp_path, history=b"date,AA\n2026-11-19,40\n")
    assert refused(plan_at, at("18:00:00"), home=tmp_path)[0] == "plan_day_unrecorded"


def test_the_business_date_is_the_date_in_japan(home):
    """An instant told in another zone is of the date that it has in Japan."""
    assert plan_at(datetime.fromisoformat("2026-11-19T16:00:00+00:00"), home=home).business_date == date(2026, 11, 20)


def test_an_unknown_item_is_told_the_known_ones(home):
    """A misspelt item is refused with the items there are."""
    code, details = refused(lambda home: ruling_at("margins", at("18:00:00"), home=home), home=home)
    assert (code, details["known"]) == ("plan_item_unknown", " / ".join(ITEMS))


def test_the_newest_run_of_the_date_counts(home):
    """A later run with another fact is seen by the next call, and a run of another date changes nothing."""
    assert told(home, "18:45:00")[0] == "当日 / today's"
    record_run(home, day=DAY + FLAGGED)
    assert told(home, "18:45:00")[0].startswith("未定 / pending")
    record_run(home, date(2026, 11, 24), day=DAY.replace(b"2026-11-20", b"2026-11-24"))
    assert told(home, "18:45:00")[0].startswith("未定 / pending")


def record_fact(home, clock, what, **details):
    """Record a fact as the commands do."""
    body = {"business_date": "2026-11-20", "at": iso(at(clock)), "what": what, "details": details}
    with Journal(home) as journal:
        journal.append(RECORDED, body)


def test_facts_recorded_beside_the_run_count_at_once(home):
    """A fact that a command has recorded since the run is seen by the next call."""
    assert told(home, "18:45:00")[0] == "当日 / today's"
    record_fact(home, "18:40:00", "margin.flagged")
    assert told(home, "18:45:00")[0].startswith("未定 / pending")


def test_the_desks_settings_count_at_once(home):
    """With the cut-off's very instant out of time, 19:00:00 is already past; the setting is seen by the next call."""
    flagged = at("19:00:00")
    before = plan_at(flagged, home=home).items["margin"].valid_until
    (home / "settings.toml").write_text("boundary_inclusive = false\n", encoding="utf-8")
    assert plan_at(flagged, home=home).items["margin"].valid_until != before


def test_what_was_ruled_is_kept_while_nothing_changes(home, monkeypatch):
    """Every cell of a sheet that asks for one instant gets the plan that the first one made."""
    made = []
    real = plan_cell.plan_of
    monkeypatch.setattr(plan_cell, "plan_of", lambda *told, **named: made.append(1) or real(*told, **named))
    for item in ITEMS:
        told(home, "17:17:17", item)
    due_rows(at("17:17:17"), home=home)
    assert made == [1]
    record_fact(home, "17:00:00", "margin.computed")
    told(home, "17:17:17")
    assert made == [1, 1]


def test_a_damaged_day_file_is_told(home):
    """A stored day file that is no longer what it was rules nothing, also in a process that had read it before."""
    told(home, "18:45:00")
    sha256 = record_run(home, day=DAY + b"\n# again\n")["day.toml"]
    snapshots.snapshot_path(home, sha256).write_bytes(b"business_date = 2026-11-21\n")
    assert refused(plan_at, at("18:45:00"), home=home)[0] == "snapshot_damaged"


def test_five_duties_are_shown_and_the_others_counted(example):
    """At every instant what is shown and what is counted are all open duties, none twice, overdue ones first."""
    most = 0
    for minutes in range(0, 8 * 60, 7):
        moment = at("12:30:00") + timedelta(minutes=minutes)
        plan = plan_at(moment, home=example)
        rows, more = due_rows(moment, home=example)
        hidden = max(0, len(plan.due) - 5)
        most = max(most, hidden)
        assert len(rows) == min(5, len(plan.due))
        assert (f"+{hidden} more" in more) == (hidden > 0)
        late = sum(is_overdue(row, moment) for row in plan.due)
        shown = sum("overdue" in row.state for row in rows)
        assert shown == min(5, late)
        assert ["overdue" in row.state for row in rows] == [True] * shown + [False] * (len(rows) - shown)
        assert (f"{late - shown} overdue" in more) == (late > shown)
    assert most > 0


def duty(clause, opens, overdue_from, by=None):
    """Return a duty that opened and is overdue at these times, and perhaps has a cut-off."""
    times = {"opens": at(opens), "overdue_from": at(overdue_from), "by": by and at(by)}
    return Row(clause, "notice", None, None, "clearing_house", "do", **times)


def test_overdue_duties_come_before_earlier_ones(monkeypatch, tmp_path):
    """A duty past its grace comes first, also when its cut-off is later than what another one is due by."""
    rows = [duty("A", "18:20:00", "18:30:00"), duty("B", "18:00:00", "18:10:00", "19:00:00"),
            duty("C", "18:00:00", "18:20:00"), *(duty("D", "18:24:00", f"18:{minute}:00") for minute in range(34, 38)),
            duty("E", "17:00:00", "17:10:00")]  # fmt: skip
    plan = SimpleNamespace(due=rows, missed=())
    monkeypatch.setattr(plan_cell, "plan_at", lambda *_, **__: plan)
    shown, more = due_rows(at("18:25:00"), home=tmp_path)
    assert [row.clause for row in shown] == ["E", "C", "B", "A", "D"]
    assert [row.until for row in shown[:4]] == [at("17:10:00"), at("18:20:00"), at("19:00:00"), at("18:30:00")]
    assert more == "他 3 件 / +3 more"
    later, more = due_rows(at("18:36:30"), home=tmp_path)
    assert more == "他 3 件 / +3 more、うち超過 2 / 2 overdue"
    assert all("overdue" in row.state for row in later)


def test_a_duty_is_overdue_only_past_its_grace():
    """At the end of the grace it is still in time, a second later not; a cut-off before that counts as well."""
    plain, cut = duty("A", "18:00:00", "18:10:00"), duty("A", "18:00:00", "18:10:00", "18:05:00")
    assert [is_overdue(plain, at(clock)) for clock in ("18:10:00", "18:10:01")] == [False, True]
    assert [is_overdue(cut, at(clock)) for clock in ("18:05:00", "18:05:01")] == [False, True]


def test_a_duty_tells_until_when_by_which_clause_what_and_where_it_stands(home):
    """At 18:01 the notice that margin is not ready is to do: its grace ends at 18:10 by the default of ten minutes."""
    rows, more = due_rows(at("18:01:00"), home=home)
    first = next(row for row in rows if row.clause == "CP-2.1.2.a")
    assert first.duty == "通知（Information List） / announce (Information List)"
    assert first.state == "● 要対応 / to do"
    assert first.until == at("18:00:00") + timedelta(minutes=10)
    later, _ = due_rows(at("18:10:01"), home=home)
    assert next(row for row in later if row.clause == "CP-2.1.2.a").state == "✗ 超過・要対応 / overdue, to do"
    assert more == f"未了 {len(plan_at(at('18:01:00'), home=home).missed)} / 1 missed"


def test_a_duty_to_one_participant_names_it(home):
    """Contacts are told one by one, each with its participant."""
    rows, _ = due_rows(at("18:01:00"), home=home)
    assert [row.duty[-3:] for row in rows if row.clause == "CP-2.1.R1"] == ["P01", "P02"]


def test_missed_duties_are_counted(home):
    """A notice overtaken unsent is no duty any more, but it is told that one was missed."""
    moment = at("20:30:00")
    plan = plan_at(moment, home=home)
    assert plan.missed
    assert due_rows(moment, home=home)[1].endswith(f"{len(plan.missed)} missed")


def test_until_when_is_the_cut_off_where_there_is_one(home):
    """A duty with a cut-off is due by it; one without is due until its grace ends."""
    record_fact(home, "15:00:00", "participant.outage", participant="P01", connection="tool", affects="quotes")
    rows = {(row.clause, row.by is None): row for row in plan_at(at("15:05:00"), home=home).due}
    for (_, free), row in rows.items():
        assert until(row) == (row.overdue_from if free else row.by)
    assert {free for _, free in rows} == {True, False}
