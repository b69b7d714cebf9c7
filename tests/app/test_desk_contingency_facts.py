"""宣言 on a real home: lines of the form become facts that the live cells see, all of a press or none."""

from datetime import date

import pytest
from contingency_desk import EVENING, ContingencyDesk, at

from addin.app.approval import steps
from addin.app.approval.people import person_at_desk
from addin.app.approval.subjects import Subject, SubjectKind
from addin.app.drill_new import new_drill
from addin.books.regions.contingency import DECLARED, FACT_KINDS, NOW
from addin.functions.invoke import answer
from addin.now import now
from addin.store.journal import Journal

OUTAGE = {
    "what": "参加者の障害 participant.outage",
    "participant": "P07",
    "choice": "ツール tool",
    "more": "気配値 quotes",
}
FAILED = {"what": "清算値段の算出障害 price.failed", "at": at("16:05:00")}
ORDER = {
    "what": "前日の所要額の適用決定 margin.previous_day_ordered",
    "reference": "JSCC-1120-1",
    "second_person": "TY",
    "at": at("18:50:00"),
}


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk whose record is empty: no day was ever run or imported here."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    return ContingencyDesk(tmp_path / "home")


def live(name, *arguments):
    """Return what a live cell shows."""
    return answer(name, [*arguments, EVENING])


def test_a_declared_failure_changes_the_live_cells_at_once(desk):
    """Where nothing was known of the day there is then the previous day's price, by its clause."""
    assert live("CDS_PLAN", "settlement_price")["error"]["code"] == "plan_day_unrecorded"
    desk.tell(**FAILED)
    desk.declare()
    assert live("CDS_PLAN", "settlement_price")["value"] == ("前日 / previous day's（控えの事実だけ record alone）")
    assert live("CDS_PLAN_CLAUSE", "settlement_price")["value"] == "CP-1.3.1"
    assert "CP-1.3.3" in [row[1] for row in live("CDS_PLAN_DUE")["value"]]


def test_a_line_is_the_fact_that_the_command_records(desk, hikae, tmp_path):
    """The form and `hikae outage declare` leave the same fact in their records."""
    desk.tell(**OUTAGE, at=at("14:20:00"))
    desk.declare()
    words = ("--participant", "P07", "--connection", "tool", "--affects", "quotes", "--initials", "SK")
    other, moment = tmp_path / "other", "2026-11-20T14:20:00+09:00"
    done = hikae("outage", "declare", *words, "--at", moment, "--date", "2026-11-20", "--home", other)
    assert done.returncode == 0, done.stderr
    with Journal(other) as journal:
        (theirs,) = [each.body for each in journal.entries("fact.recorded")]
    (ours,) = desk.entries("fact.recorded")
    who = ("user", "initials")
    assert {name: ours[name] for name in ours if name not in who} == {
        name: theirs[name] for name in theirs if name not in who
    }


def test_every_row_shows_its_number_and_its_time(desk):
    """What was recorded stays in the form with the number of its entry; a blank time has become the time of now."""
    desk.tell(0, **OUTAGE)
    desk.tell(2, **FAILED)
    said = desk.declare()
    assert said["said"]["en"] == "2 recorded: participant's outage P07 #1, settlement price not computed #2"
    assert [desk.line(DECLARED, n)["state"] for n in range(4)] == [
        "○ 記録済 recorded #1",
        "",
        "○ 記録済 recorded #2",
        "",
    ]
    assert desk.line(DECLARED, 0)["at"] == at("18:55:00")
    assert desk.facts() == [
        ("participant.outage", {"participant": "P07", "connection": "tool", "affects": "quotes"}),
        ("price.failed", {}),
    ]


def test_a_second_press_adds_nothing(desk):
    """The same lines, pressed by the same or another person, are the entries that stand already."""
    desk.tell(**OUTAGE)
    desk.declare()
    desk.put("HIKAE_INITIALS", "TY")
    desk.declare()
    assert desk.kinds() == ["fact.recorded"]
    assert desk.line(DECLARED, 0)["state"] == "○ 記録済 recorded #1"


def test_what_stands_already_is_told_by_its_number(desk):
    """A repetition is no new record, and is not counted as one."""
    desk.tell(**FAILED)
    desk.declare()
    assert desk.declare()["said"]["en"] == "0 recorded; 1 already there: settlement price not computed #1"


def test_a_cleared_line_shows_no_state(desk):
    """A row that a person has emptied for the next fact does not keep the number of the last one."""
    desk.tell(0, **OUTAGE)
    desk.declare()
    desk.tell(0, what="", participant="", choice="", more="", at="")
    desk.tell(1, **FAILED)
    desk.declare()
    assert [desk.line(DECLARED, n)["state"] for n in (0, 1)] == ["", "○ 記録済 recorded #2"]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"what": "earthquake"}, "declare_unknown", "A9"),
        ({"what": "緊急事態の宣言 incident.declared"}, "declare_unknown", "A9"),
        ({**OUTAGE, "choice": ""}, "declare_row", "C9"),
        ({**OUTAGE, "choice": "fax"}, "declare_row", "C9"),
        ({**OUTAGE, "clause": "CP-1.1"}, "form_not_asked", "E9"),
        ({**FAILED, "at": at("18:55:01")}, "declare_ahead", "I9"),
        ({**FAILED, "at": 46345.5}, "declare_row", "I9"),
        ({**FAILED, "at": "soon"}, "instant_unreadable", "I9"),
        ({"what": "OTC端末の障害 otc.failed", "participant": "P01"}, "form_not_asked", "B9"),
        ({"what": "CMF端末の障害 cmf.failed", "names": "P01"}, "form_unreadable", "F9"),
        ({"what": "CMF端末の障害 cmf.failed"}, "declare_row", "F9"),
        ({"participant": "P01"}, "declare_unknown", "A9"),
        ({**FAILED, "note": "x" * 201}, "reason_needed", ""),
        ({**ORDER, "second_person": "SK"}, "second_person_self", "H9"),
        ({**ORDER, "second_person": "Tanaka"}, "initials_refused", "H9"),
        ({**ORDER, "reference": ""}, "declare_row", "G9"),
    ],
)
def test_one_wrong_row_names_its_cell_and_nothing_is_recorded(desk, cells, code, cell):
    """The right row above it is not recorded either; the book stays as it was."""
    desk.tell(0, **OUTAGE)
    desk.tell(1, **cells)
    error = desk.declare_refused()
    assert (error["code"], f"宣言 Declare!{cell}" in error["ja"] if cell else True) == (code, True), error
    assert desk.facts() == []
    assert desk.line(DECLARED, 0)["state"] == ""


def test_a_refused_line_is_told_without_a_files_lines(desk):
    """A form has cells: no number of a fact, no line of a file, and one thing to do next."""
    desk.tell(**{**OUTAGE, "choice": ""})
    error = desk.declare_refused()
    assert ("line ?" in error["en"], "?行目" in error["ja"], error["en"].count("Next:")) == (False, False, 1)


@pytest.mark.parametrize(("connection", "follows"), [("direct", False), ("tool", True)])
def test_an_outage_without_a_duty_says_so(desk, connection, follows):
    """A direct user first turns to the tool, so that nothing is owed yet; the row does not leave that unsaid."""
    desk.tell(**{**OUTAGE, "choice": connection}, at=at("15:20:00"))
    desk.declare()
    assert ("no duty follows now" not in desk.line(DECLARED, 0)["state"]) == follows


def test_what_is_told_elsewhere_says_where(desk):
    """An incident is declared in its own book; the refusal names the command that opens it."""
    desk.tell(what="緊急事態の宣言 incident.declared")
    assert "hikae open continuity" in desk.declare_refused()["en"]


def test_an_empty_form_is_told(desk):
    """Pressed without a line, nothing is recorded and nothing written."""
    assert desk.declare_refused()["code"] == "declare_nothing"
    assert desk.kinds() == []


def test_without_initials_nothing_is_declared(desk):
    """A fact is somebody's word."""
    desk.put("HIKAE_INITIALS", "")
    desk.tell(**OUTAGE)
    error = desk.declare_refused()
    assert (error["code"], "今やること Now!B7" in error["ja"], desk.kinds()) == ("initials_refused", True, [])


def test_the_form_is_recorded_from_the_main_sheet_too(desk):
    """With the main sheet in front the form beside it is what 宣言 records: nobody has to go back."""
    desk.tell(**FAILED)
    assert desk.declare(NOW)["said"]["en"] == "1 recorded: settlement price not computed #1"


def test_a_note_stands_beside_its_fact(desk):
    """What was heard is an entry of its own; the fact is what the plan knows."""
    desk.tell(**OUTAGE, note=" 回線の障害、\n 電話で聞いた ")
    desk.declare()
    assert desk.kinds() == ["fact.recorded", "fact.noted"]
    (noted,) = desk.entries("fact.noted")
    assert (noted["note"], noted["what"]) == ("回線の障害、 電話で聞いた", "participant.outage")


def test_a_decision_waits_for_the_second_person(desk):
    """The first press asks for the approval and records no fact; the row says that it waits, and keeps its time."""
    desk.tell(**ORDER)
    said = desk.declare()
    assert said["said"]["en"] == "0 recorded; 1 wait for a second person"
    assert desk.line(DECLARED, 0)["state"] == "▲ 承認待ち waiting for approval JSCC-1120-1"
    assert (desk.facts(), desk.kinds()) == ([], ["decision.entered", "approval.asked"])


def test_an_approved_decision_is_recorded_by_the_next_press(desk, log_in):
    """Once the named person has approved, the fact counts, and the live cell rests on it."""
    desk.tell(**ORDER)
    desk.declare()
    log_in(2)
    subject = Subject(date(2026, 11, 20), SubjectKind.DEPARTURE, "JSCC-1120-1")
    with Journal(desk.home) as journal:
        steps.give(journal, subject, person_at_desk("TY"), seen=None, at=now())
    log_in(1)
    desk.declare()
    assert [what for what, _ in desk.facts()] == ["margin.previous_day_ordered"]
    assert desk.line(DECLARED, 0)["state"].startswith("○ 記録済 recorded #")


def test_a_decision_that_somebody_else_approved_is_refused(desk, log_in):
    """The fact would name a person who never saw it: neither recorded nor asked for again."""
    desk.tell(**ORDER)
    desk.declare()
    log_in(3)
    subject = Subject(date(2026, 11, 20), SubjectKind.DEPARTURE, "JSCC-1120-1")
    with Journal(desk.home) as journal:
        steps.give(journal, subject, person_at_desk("MN"), seen=None, at=now())
    log_in(1)
    assert (desk.declare_refused()["code"], desk.facts()) == ("second_person_other", [])


def test_a_waiting_decision_holds_up_no_other_line(desk):
    """A failure in the same form is recorded while the decision waits."""
    desk.tell(0, **ORDER)
    desk.tell(1, **FAILED)
    desk.declare()
    assert [what for what, _ in desk.facts()] == ["price.failed"]
    assert [desk.line(DECLARED, n)["state"][0] for n in (0, 1)] == ["▲", "○"]


def test_the_forms_list_offers_what_can_be_declared(desk):
    """Each line of the list is one that the form takes, with what it asks for beside it."""
    rows = desk.rows(FACT_KINDS.name)
    assert len(rows) == FACT_KINDS.rows
    needs = {row["what"].split()[-1]: row["needs"] for row in rows}
    assert needs["participant.outage"] == "清算参加者 ・ 区分 direct/tool ・ 区分2 quotes/information"
    assert needs["otc.failed"].startswith("（時刻だけ")
    assert needs["margin.flagged"] == "［清算参加者］"


def test_a_drill_says_so(desk, tmp_path, monkeypatch):
    """In a drill's home the facts are the drill's, and every word begins with the banner."""
    monkeypatch.setenv("HIKAE_HOME", str(new_drill(tmp_path / "drill").home))
    desk.tell(**FAILED)
    assert desk.declare()["said"]["en"].startswith("訓練 / DRILL 1 recorded")
    assert desk.facts() == []
