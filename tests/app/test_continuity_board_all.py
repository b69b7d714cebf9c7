"""The board beside the rules: every kind of incident that the plan tells apart, recorded, read and shown."""

import pytest
from continuity_hand import Headquarters, at

from addin.app.continuity_state import state_at
from addin.app.continuity_status import StepReport, StepState, step_said, steps_of_plan
from addin.app.plan_day import guidance_of
from addin.store.journal import Journal
from calc.continuity.enumeration import responses
from calc.continuity.incident import TRUTHS
from calc.continuity.labels import label
from calc.plan.clauses import book

pytestmark = pytest.mark.sampled

GAP = book().marks["external_only"]
EVERY = [(incident, response) for incident, response in responses(guidance_of(book()), gap=GAP)]


def details_of(incident):
    """Return an incident of the enumeration as a person declares it."""
    declared = {"class": incident.declared_class} if incident.declared_class else {}
    truths = {name: name in incident.truths for name in TRUTHS}
    return {"cause": list(incident.causes), "results": [], **truths, **declared, "occurred_at": at(18, 4)}


def named(incident):
    """Return a test's name for an incident."""
    return "-".join([*incident.causes, *sorted(incident.truths), incident.declared_class or "proposed"])


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """Return a function that records an incident in a home of its own, once, and gives that headquarters."""
    kept = {}

    def board(incident):
        if named(incident) not in kept:
            place = Headquarters(tmp_path_factory.mktemp("home") / "home")
            place.declare(details_of(incident), at(18, 10))
            kept[named(incident)] = place
        return kept[named(incident)]

    return board


every_incident = pytest.mark.parametrize(("incident", "expected"), EVERY, ids=[named(each) for each, _ in EVERY])


def test_the_enumeration_is_whole():
    """Two causes, four classes, and every combination of the four answers."""
    assert len(EVERY) == 2 * 4 * 2 ** len(TRUTHS)


@every_incident
def test_the_record_gives_back_what_the_rules_say(boards, incident, expected):
    """Declared, recorded and read again, the response is that of the rules on the incident itself."""
    place = boards(incident)
    with Journal(place.home) as journal:
        found = state_at(journal, home=place.home, at=at(18, 55)).answer.response
    told = ("incident_class", "proposed", "gap", "headquarters", "follows", "poll_external", "steps")
    assert [getattr(found, name) for name in told] == [getattr(expected, name) for name in told]


@every_incident
def test_the_board_shows_class_procedure_and_headquarters(boards, incident, expected):
    """Each with the words of the rules, and an alarm where the headquarters is called for and not set up."""
    rows = {row.subject.split("\n")[1]: row for row in boards(incident).rows("incident")}
    assert label("class", expected.incident_class or "none").en in rows["Class"].state
    assert label("procedure", expected.follows or "none").en in rows["Procedure"].state
    assert rows["Headquarters"].state.startswith("✗" if expected.headquarters else "－")
    assert rows["Recovery clock"].until == (at(20, 4) if "primary_centre_lost" in incident.truths else None)


@every_incident
def test_the_board_lists_the_steps_of_the_procedure(boards, incident, expected):
    """All of them in order, the survey first; none where no procedure is given."""
    rows = boards(incident).rows("steps")
    shown = [row.subject.split("\n")[-1] for row in rows]
    if expected.steps:
        assert shown == [label("step", each).en for each in expected.steps]
        assert boards(incident).rows("incident")[0].told.split("\n")[1].startswith(shown[0])
    else:
        assert [row.state for row in rows] == ["－ 手順なし no procedure"]


@pytest.mark.parametrize("done", range(8))
def test_the_next_step_follows_the_last_one_done(tmp_path, done):
    """A severe system failure has all seven; the next is always the first that is left."""
    place = Headquarters(tmp_path / "home")
    answers = {name: name != "primary_centre_lost" for name in TRUTHS}
    place.declare({"cause": ["system_failure"], "results": ["system"], **answers}, at(18, 10))
    steps = steps_of_plan()
    place.say(*(step_said(StepReport(each, StepState.DONE, at(18, 30), "TY")) for each in steps[:done]))
    first = place.rows("incident")[0]
    expected = label("step", steps[done]).en if done < len(steps) else "Close it on the page Incident"
    assert first.told.split("\n")[1].startswith(expected)
    assert [row.state[0] for row in place.rows("steps")] == ["○"] * done + ["－"] * (len(steps) - done)
