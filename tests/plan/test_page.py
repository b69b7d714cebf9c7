from datetime import timedelta

from days_of_facts import fact, moment, read

from addin.app.plan_day import page_lines, ruled
from addin.app.plan_watch import until_next_look, watched
from calc.days.business_day import tokyo
from calc.outcome import Outcome
from calc.plan.clauses import PACKAGE, book
from calc.plan.evaluate import plan_of
from calc.plan.notices import has_notice, notice_text
from calc.plan.page import page_of
from calc.tables import packaged

UPLOADED, FLAGGED = fact("18:30", "margin.uploaded"), fact("18:40", "margin.flagged")


def plan(at, *facts, **keys):
    """Return what the plan says at an instant."""
    return plan_of(read(*facts, **keys), moment(at), calendar=tokyo())


def page(at, *facts, **keys):
    """Return the page's English lines."""
    return [line.en for line in page_of(plan(at, *facts, **keys))]


def notices(at, *facts, **keys):
    """Return the texts of the notices that are due, by clause."""
    said = plan(at, *facts, **keys)
    return {row.clause: notice_text(row, said) for row in said.due if has_notice(row)}


def test_after_the_last_cut_off_that_is_said():
    """After 20:00 the page says that no cut-off is left."""
    assert page("20:00:01")[0] == "All of today's cut-offs have passed"


def test_with_nothing_due_that_is_said():
    """A page without duties says so instead of ending silently."""
    assert page("00:00:00")[-1] == "Nothing is due"


def test_what_is_final_and_what_is_not_confirmed_show():
    """A final ruling says so; a participant's ruling whose notice is awaited says that instead."""
    assert "■ Margin: Thursday's (2026-11-19) (final)" in page("19:05")
    assert "■ Margin: Thursday's (2026-11-19) (not confirmed: JSCC's notice is awaited)" in page(
        "19:05", role="participant"
    )
    assert "■ Margin: today's" in page("18:35", UPLOADED)


def test_an_exception_without_a_rule_names_its_gap():
    """An exception the plan has no rule for shows the gap in the place of the clause."""
    flagged = fact("19:10", "margin.flagged", participants=["P03"])
    assert "  except P03: no rule (call JSCC) [G2]" in page("19:30", UPLOADED, flagged)


def test_an_exception_of_normal_business_cites_nothing():
    """An instrument whose vendor price simply came shows no clause and no gap."""
    received = fact("15:00", "price.received", instruments=["S46"])
    assert "  except S46: today's" in page("16:00", received)


def test_a_duty_shows_whose_it_is_and_its_gap():
    """Each duty shows its mark, time, clause, act, channel, participant, side and gap."""
    outage = fact("14:00", "participant.outage", participant="P01", connection="tool", affects="quotes")
    assert "▲ expected 14:00:00 CP-1.1.b.2 report the failure telephone P01 (by participant) G10" in page(
        "14:10", outage
    )


def test_every_notice_that_can_be_due_has_a_text():
    """Each clause that asks for a notice or message has its text, in both languages, with its blanks filled."""
    asked = {
        duty.clause
        for clause in book().clauses.values()
        for duty in clause.duties
        if duty.what in ("notice", "message")
    }
    assert set(packaged(PACKAGE, "notices.toml")) == asked


def test_a_notice_says_date_item_and_what_applies():
    """The drafted notice names the business date and what applies now."""
    said = notices("19:00:01")["CP-2.1.2.c"]
    assert "2026-11-20" in said.en
    assert "Thursday's (2026-11-19)" in said.en
    assert "木曜日（2026-11-19）の前日分" in said.ja


def test_the_price_notice_says_how_the_price_is_handled():
    """The price notice follows the ruling: the previous day's price, then the one JSCC set."""
    failed = fact("16:00", "price.failed")
    set_by = fact("16:30", "price.set_by_jscc", reference="R", second_person="B")
    assert "Thursday's (2026-11-19)" in notices("16:10", failed)["CP-1.3.3"].en
    assert "the price set by JSCC" in notices("16:40", failed, set_by)["CP-1.3.3"].en


def test_a_message_names_participant_and_shortfall():
    """The message to a participant that is short names it and the amount."""
    facts = [
        fact("14:00", "cmf.failed", short=[{"participant": "P01", "amount": 1234567}]),
        fact("14:05", "phone.called", participant="P01"),
    ]
    said = notices("14:10", *facts)["CP-3.3.1"]
    assert "P01" in said.en
    assert "¥1,234,567" in said.en
    assert "1,234,567 円" in said.ja


def test_decisions_and_uploads_are_no_notices():
    """Only what is to be written has a text."""
    rows = {row.what: has_notice(row) for row in plan("18:50", fact("18:30", "margin.computed"), FLAGGED).due}
    assert rows["decide"] is False
    assert rows["upload"] is False


def test_an_incident_stands_before_the_rulings():
    """On the page of both plans the incident follows the next cut-off."""
    told = {"cause": "system_failure", "results": [], "own_damage": True, "external_damage": False, "severe": False}
    answer = ruled(Outcome(read(fact("18:00", "incident.declared", **told))), moment("18:10"))
    lines = [line.en for line in page_lines(answer)]
    assert lines[0].startswith("Next cut-off")
    assert lines[1] == "■ Incident: system failure"
    assert lines[2] == "  1. survey the impact"


def test_watching_reads_the_day_anew(tmp_path):
    """Each look reads the file again, so that a fact written meanwhile is seen."""
    path = tmp_path / "DAY.toml"
    path.write_text("business_date = 2026-11-20\n", encoding="utf-8")
    pauses, instants = [], iter([moment("18:59:50"), moment("19:00:01")])
    looks = watched(path, clock=lambda: next(instants), pause=pauses.append)
    assert next(looks).plan.items["margin"].applies == "pending"
    path.write_text(
        'business_date = 2026-11-20\n[[fact]]\nat = 2026-11-20T18:55:00+09:00\nwhat = "margin.uploaded"\n',
        encoding="utf-8",
    )
    assert next(looks).plan.items["margin"].applies == "today"
    assert pauses == [11.0]


def test_the_next_look_is_at_most_half_a_minute_away():
    """Far from a cut-off the plan is asked again after 30 s, near one just past it, after the last every 30 s."""
    looks = {
        at: until_next_look(ruled(Outcome(read()), moment(at)), moment(at)) for at in ("17:00", "18:59:50", "20:30")
    }
    assert looks == {
        "17:00": timedelta(seconds=30),
        "18:59:50": timedelta(seconds=11),
        "20:30": timedelta(seconds=30),
    }
