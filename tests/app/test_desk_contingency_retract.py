"""What was declared wrongly is taken back by a fact of its own; a recorded line is never quietly said otherwise."""

import pytest
from contingency_desk import EVENING, ContingencyDesk, at

from addin.books.regions.contingency import DECLARED
from addin.functions.invoke import answer

OUTAGE = {
    "what": "参加者の障害 participant.outage",
    "participant": "P07",
    "choice": "ツール tool",
    "more": "気配値 quotes",
}
FAILED = {"what": "清算値段の算出障害 price.failed", "at": at("16:05:00")}
RETRACTED = {"what": "事実の取消 fact.retracted", "names": "#1", "reference": "P07ではなかった"}


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk whose record is empty."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    return ContingencyDesk(tmp_path / "home")


def live(name, *arguments):
    """Return what a live cell shows."""
    return answer(name, [*arguments, EVENING])


def test_a_recorded_line_that_was_edited_is_asked_about(desk):
    """Correcting it would leave the wrong fact standing beside the right one: nothing is recorded."""
    desk.tell(**OUTAGE)
    desk.declare()
    desk.tell(participant="P08")
    error = desk.declare_refused()
    assert (error["code"], "宣言 Declare!A8" in error["ja"], "#1" in error["en"]) == ("declare_edited", True, True)
    assert [details["participant"] for _, details in desk.facts()] == ["P07"]


def test_a_wrong_fact_is_taken_back_and_corrected(desk):
    """The retraction names its entry and says why; no live cell rests on it any more; the row is free."""
    desk.tell(**FAILED)
    desk.declare()
    assert live("CDS_PLAN_CLAUSE", "settlement_price")["value"] == "CP-1.3.1"
    desk.tell(1, **{**RETRACTED, "at": at("18:50:00")})
    desk.declare()
    assert desk.line(DECLARED, 1)["state"] == "○ 記録済 recorded #2"
    assert live("CDS_PLAN_CLAUSE", "settlement_price")["value"] == ""
    desk.tell(0, at=at("16:06:00"))
    desk.declare()
    assert live("CDS_PLAN_CLAUSE", "settlement_price")["value"] == "CP-1.3.1"
    assert desk.line(DECLARED, 0)["state"] == "○ 記録済 recorded #3"


def test_a_retracted_fact_is_not_marked_as_recorded(desk):
    """The same line said again would show the number of an entry that no longer counts."""
    desk.tell(**FAILED)
    desk.declare()
    desk.tell(1, **RETRACTED)
    desk.declare()
    assert desk.declare_refused()["code"] == "declare_retracted"


@pytest.mark.parametrize("number", ["#9", "otc", "#2"])
def test_only_a_fact_of_the_day_can_be_taken_back(desk, number):
    """A number that is none, or that of a retraction, is told at its cell."""
    desk.tell(**FAILED)
    desk.declare()
    desk.tell(1, **{**RETRACTED, "at": at("18:50:00")})
    desk.declare()
    desk.tell(0, what="", at="", names="")
    desk.tell(2, **{**RETRACTED, "names": number})
    error = desk.declare_refused()
    assert (error["code"], "宣言 Declare!F10" in error["ja"], len(desk.facts())) == ("declare_unnamed", True, 2)
