"""Which day the paper shows: a folder that is named, else the record, else the example, and never a mixture unsaid."""

from datetime import date, timedelta

import pytest
from continuity_hand import SK, Headquarters, at
from recorded_days import record_day

from addin.app.continuity_contacts import contact_said
from addin.app.continuity_people import mover_said, shift_said
from addin.app.drill_new import new_drill
from addin.app.outage_facts import told_facts
from addin.app.paper.day import EXAMPLE, FACTS_ALONE, GIVEN, RECORDED, paper_day
from addin.home import Mode
from addin.now import now
from addin.store.journal import Journal
from calc.continuity.contacts import Contact
from calc.continuity.roster import Mover, Shift
from calc.outcome import RefusedError
from calc.plan.board import said

FRIDAY = date(2026, 11, 20)
OUTAGE = {"participant": "P03", "connection": "tool", "affects": "quotes"}
QUAKE = {
    "cause": ["earthquake"],
    "results": ["building"],
    "own_damage": True,
    "external_damage": False,
    "severe": False,
}
TEXT = 'business_date = 2026-11-24\nrole = "clearing_house"\nparticipants = ["P01"]\n'


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def own_day(folder):
    """Return a day's folder that is not the example: the same day under a note of its own."""
    (folder / "note.txt").write_text("our own day\n", encoding="utf-8")
    return folder


def declare_outage(home, moment):
    """Declare an outage of P03 on the date of an instant."""
    with Journal(home) as journal:
        told_facts(journal, [("participant.outage", OUTAGE)], business_date=moment.date(), at=moment, person=SK)


def test_an_empty_home_shows_the_example(home):
    """What is printed says so, is looked at from the evening, and makes no record."""
    day = paper_day(home)
    assert (day.said, day.head, day.mode) == (EXAMPLE, "－ 記録なし nothing recorded", Mode.LIVE)
    assert (day.answer.day.business_date, day.at) == (FRIDAY, at(20, 30))
    assert "SYNTHETIC" in day.note
    assert not home.exists()


def test_the_example_brings_its_registers(home):
    """Contacts, roster and movers of the folder stand where none is recorded."""
    state = paper_day(home).state
    assert len(state.contacts) == 11
    assert state.shifts[0].people
    assert state.movers


def test_what_is_recorded_beats_the_folders_registers(home, own_day):
    """One recorded contact, night and mover: nobody is called by the folder's file any more."""
    place = Headquarters(home)
    place.say(contact_said(Contact("本部 A", "staff", {"landline": "03-0000-9999"}), at=at(9)))
    place.say(shift_said(Shift(FRIDAY, ("MK",)), at=at(9)), mover_said(Mover("MK", "決済"), at=at(9)))
    state = paper_day(home, own_day).state
    assert [each.name for each in state.contacts] == ["本部 A"]
    assert state.shifts == (Shift(FRIDAY, ("MK",)),)
    assert state.movers == (Mover("MK", "決済"),)


def test_a_recorded_day_is_printed_from_its_files(home, own_day):
    """The folder may have been thrown away since: its files are in the home."""
    entry = record_day(home, own_day)
    for path in own_day.iterdir():
        path.unlink()
    day = paper_day(home)
    assert (day.said, day.note) == (RECORDED, "our own day")
    assert day.head == f"#1 {entry.hash[:12]}"
    assert len(day.figures.prices) == 71


def test_a_named_folder_beats_the_record(home, own_day, example_day):
    """`--data` is what the person wants to see on paper."""
    record_day(home, example_day)
    day = paper_day(home, own_day)
    assert (day.said, day.note) == (GIVEN, "our own day")


def test_an_instant_chooses_the_recorded_day_of_its_date(home, own_day, folder):
    """Of two recorded days the one of the instant's date is printed, not the newest."""
    record_day(home, own_day)
    (folder / "day.toml").write_text(TEXT, encoding="utf-8")
    (folder / "note.txt").write_text("the day after\n", encoding="utf-8")
    record_day(home, folder, date(2026, 11, 24))
    assert paper_day(home).note == "the day after"
    assert paper_day(home, at=at(18, 30)).note == "our own day"


def test_what_applies_is_as_of_the_instant(home):
    """At 18:30 margin is today's, at 20:30 the renotified amount, at noon nothing yet."""
    seen = {
        moment: paper_day(home, at=moment).answer.plan.items["margin"].applies
        for moment in (at(12), at(18, 30), at(20, 30))
    }
    assert list(seen.values()) == ["pending", "today", "renotified"]


def test_facts_of_the_record_count(home, example_day):
    """An outage declared on the example's date beside its recorded run is on the paper."""
    record_day(home, example_day)
    declare_outage(home, at(14, 0))
    assert "P03" in paper_day(home, at=at(14, 30)).answer.plan.participants


def test_a_failure_of_today_stands_beside_the_last_days_amounts(home, own_day):
    """Now is about the outage of today; the amounts are those of the day that was run, with its own date."""
    record_day(home, own_day)
    moment = at(14, 0, day=4)
    declare_outage(home, moment)
    day = paper_day(home, at=moment + timedelta(minutes=5))
    assert day.answer.day.business_date == date(2026, 11, 24)
    assert "P03" in day.answer.plan.participants
    assert day.figures.answer.day.business_date == FRIDAY
    assert day.said == said("basis", "facts_alone", facts=1)


def test_made_up_amounts_never_stand_beside_what_people_recorded(home):
    """A desk that declared a failure before any day was run gets no figures, rather than the example's."""
    declare_outage(home, at(14, 0))
    day = paper_day(home, at=at(14, 5))
    assert day.figures is None
    assert (day.note, day.findings) == ("", ())
    assert "P03" in day.answer.plan.participants


def test_a_record_without_any_fact_of_the_date_is_still_printed(home):
    """Only a contact is recorded: the cards and lists are as useful, and nothing is said to apply that is not known."""
    Headquarters(home).say(contact_said(Contact("本部 A", "staff", {"landline": "03-0000-9999"}), at=at(9)))
    day = paper_day(home, at=at(12))
    assert (day.said, day.figures) == (FACTS_ALONE, None)
    assert day.answer.day.business_date == FRIDAY
    assert day.answer.plan.items["margin"].applies == "pending"


def test_a_record_without_a_day_is_looked_at_now(home):
    """Without an instant it is this moment that the paper speaks of."""
    Headquarters(home).say(contact_said(Contact("本部 A", "staff", {"landline": "03-0000-9999"}), at=at(9)))
    before = now()
    assert before <= paper_day(home).at <= now()


def test_a_drill_shows_the_example(home):
    """A drill's record begins with its own first entry, and made-up amounts are what a drill is for."""
    new_drill(home)
    day = paper_day(home, at=at(18, 30))
    assert (day.said, day.mode) == (EXAMPLE, Mode.DRILL)
    assert day.figures is not None


def test_the_paper_of_a_closed_day_is_about_the_next_business_day(home):
    """What was declared on a Sunday makes no cut-off of that Sunday."""
    sunday = at(20) + timedelta(days=2)
    declare_outage(home, sunday)
    day = paper_day(home, at=sunday)
    assert day.answer.day.business_date == date(2026, 11, 24)
    assert day.answer.plan.missed == ()


def test_a_drill_on_the_examples_date_shows_its_own_failure(home):
    """What is declared in a drill is printed, and nothing that happened on the example day instead."""
    new_drill(home)
    declare_outage(home, at(14))
    day = paper_day(home, at=at(14, 30))
    assert day.said != EXAMPLE
    assert list(day.answer.plan.participants) == ["P03"]


def test_an_incident_that_is_open_is_on_the_paper(home):
    """Declared in the record, whichever day the figures are of."""
    Headquarters(home).declare(QUAKE)
    assert paper_day(home, at=at(18, 55)).state.incident is not None


def test_an_incident_of_the_folders_facts_is_on_the_paper(home, folder):
    """A day file may tell of it without any record."""
    day_file = folder / "day.toml"
    told = '\n[[fact]]\nat = 2026-11-20T18:10:00+09:00\nwhat = "incident.declared"\n'
    told += (
        'cause = ["earthquake"]\nresults = ["building"]\nown_damage = true\nexternal_damage = false\nsevere = false\n'
    )
    day_file.write_text(day_file.read_text(encoding="utf-8") + told, encoding="utf-8")
    assert paper_day(home, folder, at=at(18, 55)).state.incident is not None


def test_a_folder_without_a_day_file_is_refused(home, tmp_path):
    """There is no day to print, and the finding names the file."""
    with pytest.raises(RefusedError) as refused:
        paper_day(home, tmp_path / "nowhere")
    assert [each.code for each in refused.value.findings] == ["file_not_read"]


def test_a_broken_table_is_told_and_the_rest_is_printed(home, folder):
    """Prices need instruments; what cannot be trusted is left out, with its findings."""
    (folder / "vendor_prices.csv").write_text("instrument,price_bp,as_of\nNOPE,x,y\n", encoding="utf-8")
    day = paper_day(home, folder)
    assert day.findings
    assert len(day.figures.prices) == 71


def test_a_calendar_of_another_day_is_no_reason_to_guess(home, folder):
    """The previous business day is the calendar's: of Tuesday after a holiday it is Friday."""
    day_file = folder / "day.toml"
    day_file.write_text(TEXT, encoding="utf-8")
    assert paper_day(home, folder).figures.previous == FRIDAY
