"""The pages at every turn of the example day: what they show is what the plan says, no more and no less."""

from datetime import datetime, timedelta

import pytest
from contingency_desk import ContingencyDesk

from addin.app.contingency_notices import DONE, NOTICES, notices_of
from addin.app.contingency_shift import shift_rows
from addin.app.plan_cell import due_rows, if_nothing_text, plan_at
from addin.app.plan_day import day_of_file, ruled
from addin.books.desk_cells import day_number, moment_of
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.plan.board import clause_states, is_overdue
from calc.plan.clauses import book as rules
from calc.plan.explain import applies_words

ITEMS = ("settlement_price", "margin", "intraday")
TURNS = (
    "09:00:00", "13:00:01", "13:11:00", "13:30:01", "14:21:00", "15:15:00", "15:26:00", "16:06:00", "16:31:00",
    "18:00:00", "18:01:00", "18:13:00", "18:41:00", "18:55:00", "19:00:00", "19:00:01", "19:51:00", "20:00:01",
    "20:30:00",
)  # fmt: skip
every_turn = pytest.mark.parametrize("clock", TURNS)


def at(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}+09:00")


@pytest.fixture(scope="module")
def day(example_day):
    return day_of_file(example_day / "day.toml")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a desk with the example day imported, to be looked at from any time of it."""
    home = tmp_path_factory.mktemp("day")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(home))
        made = ContingencyDesk(home)
        made.done("IMPORT")
        yield made


@every_turn
def test_every_open_notice_of_the_plan_is_on_the_board(day, clock):
    """Due and missed notices, messages, contacts and calls, each once; what is done is what the facts tell by then."""
    plan = ruled(day, at(clock)).plan
    shown = notices_of(plan, day.value)
    wanted = [row for row in (*plan.due, *plan.missed) if row.what in NOTICES]
    assert sorted((each.clause, each.participant) for each in shown if each.at is None) == sorted(
        (row.clause, row.participant or "") for row in wanted
    )
    done = [fact.at for fact in day.value.facts if fact.what in DONE and fact.learned <= at(clock)]
    assert sorted(each.at for each in shown if each.at) == sorted(done)


@every_turn
def test_overdue_notices_are_marked_so_and_stand_first(day, clock):
    """A cross for each that is past its grace, none for the others; the crosses stand before the circles."""
    plan = ruled(day, at(clock)).plan
    shown = notices_of(plan, day.value)
    late = sum(is_overdue(row, plan.at) for row in plan.due if row.what in NOTICES)
    assert sum(each.state == "✗ 超過 overdue" for each in shown) == late
    signs = [each.state[0] for each in shown]
    assert signs[:late] == ["✗"] * late


@every_turn
def test_the_clauses_in_force_are_those_of_the_rulings(day, clock):
    """A clause is marked in force where an item or an exception rests on it, and nowhere else."""
    plan = ruled(day, at(clock)).plan
    rulings = [each for item in plan.items.values() for each in (item.ruling, *item.exceptions.values())]
    cited = {each.clause for each in rulings if each.clause}
    marked = {clause for clause, words in clause_states(plan).items() if "◎" in words.ja}
    assert marked == cited


@every_turn
def test_the_clauses_with_a_duty_are_those_of_the_duties(day, clock):
    """Each clause that asks something of somebody says so, also one whose notice was missed."""
    plan = ruled(day, at(clock)).plan
    owed = {row.clause for row in (*plan.due, *plan.missed)}
    marked = {clause for clause, words in clause_states(plan).items() if set(words.ja) & set("●▲✗")}
    assert marked == owed


@every_turn
def test_the_handover_leaves_no_open_duty_out(day, clock, tmp_path):
    """Every duty has its line, or is counted in the line of the others."""
    plan = ruled(day, at(clock)).plan
    with Journal(tmp_path) as journal:
        rows = shift_rows(plan, journal)
    lines = [row for row in rows if row[4] and row[0].split()[-1] in {"overdue", "do", "expected", "missed"}]
    more = [row[1] for row in rows if "more, " in str(row[1])]
    hidden = int(more[0].split("+")[1].split()[0]) if more else 0
    assert len(lines) + hidden == len(plan.due) + len(plan.missed)


@every_turn
def test_the_handover_tells_what_applies_and_until_when(day, clock, tmp_path):
    """Each item in the plan's words, with its clause, and final where nothing can change it any more."""
    plan = ruled(day, at(clock)).plan
    with Journal(tmp_path) as journal:
        rows = [row for row in shift_rows(plan, journal) if row[0] == "◎ 適用 applies"]
    for item, (_, words, _, until, clause) in zip(plan.items.values(), rows, strict=True):
        assert applies_words(item.applies, plan.previous_business_date).ja in words
        assert (item.clause or "") in clause
        valid = None if item.valid_until is None else day_number(item.valid_until)
        assert until == ("確定 final" if item.final else valid)


@every_turn
def test_the_cells_say_if_nothing_arrives_as_the_plan_does(desk, day, clock):
    """Item by item, in both languages, and nothing where the clock alone changes nothing."""
    plan = ruled(day, at(clock)).plan
    for item in ITEMS:
        turn = plan.items[item].if_nothing
        wanted = f"{turn.words.ja} / {turn.words.en}" if turn else ""
        assert if_nothing_text(item, at(clock), home=desk.home) == wanted


@every_turn
def test_the_cells_duties_name_who_must_act(desk, clock):
    """JSCC's own are JSCC's, a participant's name the participant; overdue ones carry the cross."""
    plan, (rows, _) = plan_at(at(clock), home=desk.home), due_rows(at(clock), home=desk.home)
    for row in rows:
        acting = {each.by_whom for each in plan.due if each.clause == row.clause}
        named = "clearing_house" if row.who == "JSCC" else row.who.split()[-1]
        assert named in acting
        assert row.state.startswith("✗") == ("overdue" in row.state)


@pytest.mark.parametrize("clock", TURNS[::4])
def test_an_import_at_any_time_fits_the_book(desk, clock):
    """No page is ever too small for the example day, and every page is of that instant."""
    desk.look_at(clock)
    desk.done("IMPORT")
    assert iso(moment_of(desk.cell("HIKAE_SHIFT_AT"))) == iso(at(clock))
    assert [row["clause"] for row in desk.rows("HIKAE_CLAUSES")] == list(rules().clauses)
    assert len(desk.rows("HIKAE_TOLD")) == 16


def test_between_two_turns_nothing_is_lost(day):
    """What is done never becomes fewer as the day goes on."""
    before = 0
    for minutes in range(0, 8 * 60, 30):
        moment = at("12:45:00") + timedelta(minutes=minutes)
        done = sum(each.at is not None for each in notices_of(ruled(day, moment).plan, day.value))
        assert done >= before
        before = done
    assert before == sum(fact.what in DONE for fact in day.value.facts)
