"""An incident told as facts of the plan, and what both plans say of the one that is open, whichever day it is."""

import shutil

import pytest
from continuity_hand import SK, TY, at

from addin.app.continuity_incident import Told, answer_at, causes, incident_facts, results, told_incident
from addin.app.day.finish import finished_day
from addin.store.journal import Journal
from calc.outcome import RefusedError

BASE = {"cause": ["earthquake"], "results": ["building"], "own_damage": True, "external_damage": False, "severe": False}


class Place:
    """One home with its journal, and a person who tells of incidents."""

    def __init__(self, home):
        self.home = home

    def tell(self, told, moment, *, person=SK, day=None, **details):
        """Record what is told of an incident at an instant."""
        with Journal(self.home) as journal:
            return told_incident(
                journal,
                told,
                details=details,
                business_date=(day or moment).date(),
                at=moment,
                home=self.home,
                person=person,
            )

    def response(self, moment):
        """Return what the continuity plan says at an instant."""
        with Journal(self.home) as journal:
            return answer_at(journal, home=self.home, at=moment).response


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "home")


def test_the_lists_are_those_of_the_clauses():
    """BCP-2.1.b names the causes, BCP-2.1.c the results."""
    assert causes()[0] == "earthquake"
    assert "cyber" in causes()
    assert results() == ("building", "system", "staff", "external_body", "other")


def test_without_a_declaration_no_incident_is_open(place):
    """A home where nothing is recorded is quiet."""
    found = place.response(at(18))
    assert (found.incident, found.steps, found.headquarters) == (None, (), False)


def test_a_declared_incident_is_open_with_its_class(place):
    """Own damage alone is local damage, and its six steps are named."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    found = place.response(at(18, 20))
    assert (found.incident_class, found.headquarters, len(found.steps)) == ("local_damage", True, 6)
    assert found.incident.causes == ("earthquake",)


def test_nothing_is_known_before_it_was_told(place):
    """A look at an earlier instant finds no incident."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    assert place.response(at(18, 9)).incident is None


def test_the_occurrence_may_lie_before_the_declaration(place):
    """The recovery clock runs from the occurrence, which the record keeps as an instant."""
    place.tell(Told.DECLARED, at(18, 10), **BASE, primary_centre_lost=True, occurred_at=at(17, 50))
    found = place.response(at(18, 20))
    assert found.incident.occurred_at == at(17, 50)
    assert found.recovery_target == at(19, 50)
    assert [cut.at for cut in found.cutoffs_inside] == [at(18), at(19)]


def test_the_record_holds_plain_words_alone(place):
    """An instant is ISO text there, as any other office reads it."""
    entry = place.tell(Told.DECLARED, at(18, 10), **BASE, occurred_at=at(17, 50))
    assert entry.kind == "fact.recorded"
    assert entry.body["details"]["occurred_at"] == "2026-11-20T17:50:00+09:00"
    assert entry.body["initials"] == "SK"


def test_a_change_says_only_what_changes(place):
    """Others are hit, too, and the class follows; the causes stay."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    place.tell(Told.RECLASSIFIED, at(18, 30), person=TY, external_damage=True)
    found = place.response(at(18, 40))
    assert (found.incident_class, found.poll_external) == ("wide_area_disaster", True)
    assert found.incident.causes == ("earthquake",)


def test_a_declared_class_wins_over_the_proposed_one(place):
    """A person's word counts, and the proposal is shown beside it."""
    place.tell(Told.DECLARED, at(18, 10), **BASE, **{"class": "wide_area_disaster"})
    found = place.response(at(18, 20))
    assert (found.incident_class, found.proposed) == ("wide_area_disaster", "local_damage")


def test_a_closed_incident_is_over(place):
    """From its end on the board is quiet."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    place.tell(Told.CLOSED, at(20))
    assert place.response(at(19, 59)).incident is not None
    assert place.response(at(20)).incident is None


@pytest.mark.parametrize("told", [Told.RECLASSIFIED, Told.CLOSED])
def test_nothing_can_be_changed_or_ended_that_is_not_open(place, told):
    """The finding says to declare first, and nothing is recorded."""
    with pytest.raises(RefusedError) as raised:
        place.tell(told, at(18))
    assert [each.code for each in raised.value.findings] == ["incident_none_open"]
    with Journal(place.home) as journal:
        assert list(journal.entries()) == []


def test_no_second_incident_is_declared_beside_an_open_one(place):
    """The finding names the open one; after its end the next can be declared."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    with pytest.raises(RefusedError) as raised:
        place.tell(Told.DECLARED, at(18, 30), **{**BASE, "cause": ["cyber"]})
    (found,) = raised.value.findings
    details = dict(found.details)
    assert (found.code, details["at"]) == ("incident_open", "2026-11-20T18:10:00+09:00")
    assert (details["named_ja"], details["named_en"]) == ("局所被害・地震", "local damage, earthquake")
    with Journal(place.home) as journal:
        assert len(list(journal.entries())) == 1
    place.tell(Told.CLOSED, at(19))
    place.tell(Told.DECLARED, at(19, 30), **{**BASE, "cause": ["cyber"]})
    assert place.response(at(19, 30)).incident.causes == ("cyber",)


def test_the_same_declaration_said_twice_is_one(place):
    """A button pressed twice at one instant is one entry; another incident of that instant is refused."""
    first = place.tell(Told.DECLARED, at(18, 10), **BASE)
    assert place.tell(Told.DECLARED, at(18, 10), **BASE).key == first.key
    with pytest.raises(RefusedError, match="incident_open"):
        place.tell(Told.DECLARED, at(18, 10), **{**BASE, "severe": True})


def test_a_declaration_without_its_answers_is_refused(place):
    """The plan's own list of facts says what is missing."""
    with pytest.raises(RefusedError) as raised:
        place.tell(Told.DECLARED, at(18), cause=["earthquake"], results=[])
    assert {each.code for each in raised.value.findings} == {"fact_detail_missing"}


@pytest.mark.parametrize("details", [{"cause": ["boredom"]}, {"occurred_at": "noon"}, {"severe": "yes"}])
def test_a_declaration_with_a_wrong_answer_is_refused(place, details):
    """Words outside the lists, instants that are none, texts where yes or no belongs."""
    with pytest.raises(RefusedError) as raised:
        place.tell(Told.DECLARED, at(18), **{**BASE, **details})
    assert [each.code for each in raised.value.findings] == ["fact_detail_refused"]


def test_an_incident_stays_open_over_the_weekend(place):
    """Declared on Friday, it is open on Saturday and on the holiday, which are no business days."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    for days in (1, 3, 4):
        assert place.response(at(12, day=days)).incident is not None


def test_an_incident_of_a_closed_day_is_declared_on_that_day(place):
    """Nights and Sundays have no business date of their own."""
    place.tell(Told.DECLARED, at(3, day=2), **BASE)
    assert place.response(at(4, day=2)).incident_class == "local_damage"


def test_nothing_is_overdue_or_decided_on_a_closed_day(place):
    """On a Sunday no margin is due: what comes next is the first cut-off of Tuesday."""
    place.tell(Told.DECLARED, at(3, day=2), **BASE)
    with Journal(place.home) as journal:
        plan = answer_at(journal, home=place.home, at=at(20, day=2)).plan
    assert (plan.due, plan.missed) == ((), ())
    assert not {"previous_day", "previous_day_house"} & {item.applies for item in plan.items.values()}
    assert plan.next_cutoff.at == at(13, day=4)


def test_an_incident_can_be_closed_on_another_day(place):
    """The end concerns the one that is open, whichever day it was declared on."""
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    place.tell(Told.CLOSED, at(9, day=4))
    assert place.response(at(10, day=4)).incident is None


def test_incidents_are_looked_for_in_the_whole_record(place):
    """Facts of every business date stand together, in order of the dates."""
    place.tell(Told.DECLARED, at(3, day=2), **BASE)
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    with Journal(place.home) as journal:
        assert [fact.at for fact in incident_facts(journal)] == [at(18, 10), at(3, day=2)]


def test_a_recorded_run_of_the_day_stands_beside_the_incident(place, tmp_path, example_day):
    """What the day's own facts touch is pointed to, and the incident is found with it."""
    folder = shutil.copytree(example_day, tmp_path / "day")
    finished_day(folder, home=place.home, out=tmp_path / "out", at=at(18), sets=(), tell=lambda _: None)
    place.tell(Told.DECLARED, at(18, 10), **BASE)
    found = place.response(at(18, 20))
    assert found.incident_class == "local_damage"
    assert "CP-1.3.1" in found.points_to


def test_the_same_declaration_of_file_and_record_is_one(place, tmp_path, example_day):
    """A day file that says the same, with its instant in another zone, does not open a second incident."""
    folder = shutil.copytree(example_day, tmp_path / "day")
    text = """
[[fact]]
at = 2026-11-20T18:10:00+09:00
what = "incident.declared"
cause = ["earthquake"]
results = ["building"]
own_damage = true
external_damage = false
severe = false
occurred_at = 2026-11-20T08:50:00Z
"""
    with (folder / "day.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    finished_day(folder, home=place.home, out=tmp_path / "out", at=at(18, 30), sets=(), tell=lambda _: None)
    place.tell(Told.DECLARED, at(18, 10), **BASE, occurred_at=at(17, 50))
    place.tell(Told.CLOSED, at(19))
    assert place.response(at(19, 30)).incident is None


def test_a_recorded_fact_that_cannot_be_read_is_refused(place):
    """A board that leaves an incident out would lie."""
    body = {"business_date": "2026-11-20", "at": "noon", "what": "incident.declared", "details": {}}
    with Journal(place.home) as journal:
        journal.append("fact.recorded", {**body, **SK.body()})
    with pytest.raises(RefusedError):
        place.response(at(18))
