from datetime import date, datetime, timedelta

import pytest

from calc.continuity.bodies import Body, Poll, poll_board
from calc.continuity.contacts import Contact, Try, call_board, stale, unexchanged
from calc.continuity.decisions import Decision, decision_log, in_force
from calc.continuity.readiness import Entry, Standing, last_of_kind, readiness
from calc.continuity.roster import Mover, Shift, on_call, present, unnamed
from calc.continuity.services import ServiceReport, ServiceState, service_board
from calc.days.business_day import tokyo
from calc.days.cutoff import JST
from calc.plan.clauses import book

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)  # a Friday
TODAY = NOON.date()


def after(minutes):
    """Return an instant so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def then(key):
    """Return what the one clause with a key says under it."""
    (value,) = book().values(key).values()
    return value


# --- services ---------------------------------------------------------------------------------------------------------


def report(service, state, minutes):
    """Return a report on one business."""
    return ServiceReport(service, state, after(minutes), "Sato")


def test_every_service_has_one_row():
    """Settlement, risk monitoring and the collateral service of each exchange have a row, reported or not."""
    board = service_board(then("services"), [], at=NOON)
    assert [row.service for row in board] == [
        "settlement",
        "risk_monitoring",
        "collateral_tse",
        "collateral_ose",
        "collateral_tocom",
    ]
    assert {row.state for row in board} == {ServiceState.UNKNOWN}


def test_the_last_report_by_then_counts():
    """A service stands as last reported by the instant asked about."""
    reports = [report("settlement", ServiceState.STOPPED, 5), report("settlement", ServiceState.RUNNING, 30)]
    assert service_board(["settlement"], reports, at=after(10))[0].state is ServiceState.STOPPED
    assert service_board(["settlement"], reports[::-1], at=after(30))[0].state is ServiceState.RUNNING
    assert service_board(["settlement"], reports, at=after(4))[0].state is ServiceState.UNKNOWN


def test_a_state_lasts_since_it_began():
    """Reported again unchanged, a state's beginning stays; a change begins anew."""
    reports = [
        report("settlement", ServiceState.STOPPED, 1),
        report("settlement", ServiceState.DEGRADED, 5),
        report("settlement", ServiceState.DEGRADED, 9),
        report("risk_monitoring", ServiceState.DEGRADED, 2),
    ]
    row = service_board(["settlement"], reports, at=after(20))[0]
    assert (row.since, row.last.at) == (after(5), after(9))


# --- bodies -----------------------------------------------------------------------------------------------------------

BANK = Body("Bank A", "fund_settlement_bank")
EVERY = timedelta(minutes=60)


def polls(*answers, at):
    """Return the row of one body."""
    return poll_board([BANK], answers, since=NOON, at=after(at), every=EVERY)[0]


def test_bodies_are_of_the_plans_four_types():
    """Participants, designated market operators, fund-settlement banks and others."""
    assert then("bodies") == ["participant", "designated_market_operator", "fund_settlement_bank", "other"]


def test_a_body_not_yet_asked_is_due_at_once():
    """From the start of the disaster each body is due, and overdue a moment later."""
    assert (polls(at=0).next_at, polls(at=0).overdue) == (NOON, False)
    assert polls(at=1).overdue


def test_a_body_reached_is_due_again_after_the_interval():
    """The interval runs from the last answer."""
    asked = [Poll("Bank A", after(5), reached=True), Poll("Bank A", after(40), reached=True, status="recovering")]
    row = polls(*asked, at=100)
    assert (row.next_at, row.overdue, row.last.status) == (after(100), False, "recovering")
    assert polls(*asked, at=101).overdue


def test_a_try_that_reached_nobody_leaves_it_due():
    """Not reached is an answer to show, but not one that serves."""
    row = polls(Poll("Bank A", after(5), reached=False), at=10)
    assert (row.overdue, row.last.reached) == (True, False)


def test_answers_from_before_or_of_others_do_not_count():
    """What was asked before the disaster, after the instant, or of another body says nothing."""
    others = [
        Poll("Bank A", after(-5), reached=True),
        Poll("Bank A", after(50), reached=True),
        Poll("Bank B", after(5), reached=True),
    ]
    assert polls(*others, at=10).last is None


# --- decisions --------------------------------------------------------------------------------------------------------


def decided(name, minutes, amends=None):
    """Return a decision."""
    return Decision(name, after(minutes), "switch the centre", "HQ", "primary lost", amends)


def test_the_log_is_in_order_of_time():
    """Decisions stand in order of time, whatever order they were written down in."""
    log = decision_log([decided("b", 5), decided("a", 1), decided("c", 5)])
    assert [each.decision.id for each in log] == ["a", "b", "c"]


def test_an_amended_decision_stays_and_is_marked():
    """An amendment takes the place of a decision without removing it; the first amendment counts."""
    log = decision_log([decided("a", 1), decided("b", 2, "a"), decided("c", 3, "a")])
    assert [each.amended_by for each in log] == ["b", None, None]
    assert [each.id for each in in_force(log)] == ["b", "c"]


# --- roster and movers ------------------------------------------------------------------------------------------------

SHIFTS = [
    Shift(date(2026, 11, 20), ("Abe", "Baba")),
    Shift(date(2026, 11, 21), ("Chiba",)),
    Shift(date(2026, 11, 22), ()),
]


@pytest.mark.parametrize(
    ("day", "hour", "needed", "people"),
    [
        (20, 7, True, ()),  # the night of the 19th, for which nobody stands on the roster
        (20, 8, False, ("Abe", "Baba")),
        (20, 19, False, ("Abe", "Baba")),
        (20, 20, True, ("Abe", "Baba")),
        (21, 7, True, ("Abe", "Baba")),  # still Friday's night
        (21, 12, True, ("Chiba",)),  # a Saturday
        (23, 12, True, ()),  # a holiday nobody was named for
    ],
)
def test_nights_and_closed_days_need_somebody(day, hour, needed, people):
    """At night and on closed days first responders are needed; a night belongs to the day on which it began."""
    found = on_call(SHIFTS, datetime(2026, 11, day, hour, tzinfo=JST), calendar=tokyo())
    assert (found.needed, found.people) == (needed, people)
    assert found.nobody is (needed and not people)


def test_days_without_a_name_are_listed():
    """Every date has a night: a date without a name, or with an empty one, is listed."""
    assert unnamed(SHIFTS, date(2026, 11, 19), days=4) == (date(2026, 11, 19), date(2026, 11, 22))


def test_a_mover_who_is_absent_is_stood_in_for():
    """Each task at the alternate office is done by its mover, else the deputy, else nobody."""
    movers = [Mover("Abe", "margin", "Baba"), Mover("Chiba", "quotes")]
    assert present(movers, frozenset()) == {"margin": "Abe", "quotes": "Chiba"}
    assert present(movers, frozenset({"Abe", "Chiba"})) == {"margin": "Baba", "quotes": None}
    assert present(movers, frozenset({"Abe", "Baba"})) == {"margin": None, "quotes": "Chiba"}


# --- contacts ---------------------------------------------------------------------------------------------------------

OTC = Contact("JSCC", "otc", {"email": "otc@example", "landline": "03", "fax": "04"}, verified=date(2026, 11, 1))


def calls(*tries):
    """Return the row of one contact."""
    made = [Try("JSCC", means, after(minutes), reached) for means, minutes, reached in tries]
    return call_board([OTC], made, order=then("means"), since=NOON)[0]


def test_the_means_come_in_the_plans_order():
    """The first means is the first of the plan's six that the contact has."""
    assert calls().next_means == "landline"


def test_a_failed_try_leaves_the_next_means():
    """Each means is tried once before the next, until none is left."""
    assert calls(("landline", 1, False)).next_means == "email"
    assert calls(("landline", 1, False), ("email", 2, False)).next_means == "fax"
    row = calls(("landline", 1, False), ("email", 2, False), ("fax", 3, False))
    assert (row.next_means, row.reached_at, row.tries) == (None, None, 3)


def test_once_reached_nobody_needs_to_be_tried():
    """The first try that reached somebody ends it."""
    row = calls(("email", 3, True), ("landline", 1, False))
    assert (row.reached_at, row.next_means) == (after(3), None)


def test_tries_of_an_earlier_incident_or_another_contact_do_not_count():
    """Only tries since the incident, of this contact, count."""
    assert calls(("landline", -1, True)).next_means == "landline"
    others = [Try("Markit", "landline", after(1), reached=True)]
    assert call_board([OTC], others, order=then("means"), since=NOON)[0].tries == 0


def test_old_and_unverified_contacts_are_listed():
    """A contact never verified, or too long ago, is to be verified."""
    never, old = Contact("Markit", "vendor"), Contact("Bank", "bank", verified=date(2026, 8, 1))
    assert stale([OTC, never, old], TODAY, days=90) == (never, old)
    assert stale([old], TODAY, days=111) == ()


def test_contacts_whose_lists_were_not_exchanged_are_listed():
    """An exchange never made, or too long ago, is to be made; a verified number is no exchange."""
    never = Contact("Markit", "vendor", verified=TODAY)
    old = Contact("Bank", "bank", exchanged=date(2026, 8, 1))
    assert unexchanged([never, old], TODAY, days=90) == (never, old)
    assert unexchanged([old], TODAY, days=111) == ()


# --- readiness --------------------------------------------------------------------------------------------------------


def entry(register, day, kind="check"):
    """Return a register's entry."""
    return Entry(register, date(2026, 11, day), kind, "Sato")


def test_every_standing_duty_has_a_row():
    """Each clause that asks for something to be in place has a row, in plan order."""
    rows = readiness(book().values("register"), [], today=TODAY)
    assert [row.clause for row in rows] == [
        "CP-1.1.a.R1",
        "CP-4.1",
        "CP-4.2",
        "BCP-4.2",
        "BCP-4.3",
        "BCP-4.4",
        "BCP-4.5.a",
        "BCP-4.5.b",
        "BCP-4.7",
    ]
    assert {row.standing for row in rows} == {Standing.NEVER}


def test_what_was_seen_to_is_in_place_until_it_is_stale():
    """Without an age nothing is stale; with one, what is older is."""
    made = [entry("drills", 1), entry("drills", 10), entry("roster", 19)]
    (row,) = readiness({"BCP-4.7": "drills"}, made, today=TODAY)
    assert (row.standing, row.last.on) == (Standing.IN_PLACE, date(2026, 11, 10))
    assert readiness({"BCP-4.7": "drills"}, made, today=TODAY, stale_after=10)[0].standing is Standing.IN_PLACE
    assert readiness({"BCP-4.7": "drills"}, made, today=TODAY, stale_after=9)[0].standing is Standing.STALE


def test_an_entry_of_tomorrow_is_not_one_of_today():
    """What is planned for later is not yet in place."""
    assert readiness({"BCP-4.7": "drills"}, [entry("drills", 21)], today=TODAY)[0].standing is Standing.NEVER


def test_the_last_drill_is_found_by_its_kind():
    """Drills, verifications and trainings share a register and are told apart by kind."""
    made = [entry("drills", 1, "drill"), entry("drills", 5, "drill"), entry("drills", 9, "training")]
    assert last_of_kind(made, "drill").on == date(2026, 11, 5)
    assert last_of_kind(made, "verification") is None
