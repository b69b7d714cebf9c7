"""`hikae continuity`: what the continuity workbook does, on the command line."""

import json

import pytest

from addin.store.journal import Journal

AT = ("--at", "2026-11-20T12:30:00+09:00")
SK = ("--initials", "SK")
WIDE = ("--cause", "earthquake", "--own-damage", "--external-damage", "--severe")


@pytest.fixture
def said(run):
    """Return a function that runs a sub-command that must come to its end, and gives its output."""

    def ask(*words):
        code, out, error = run("continuity", *words)
        assert code == 0, error
        return out

    return ask


@pytest.fixture
def loaded(said, example_day):
    """Take the example's registers in, in the morning."""
    return said("load", example_day, *SK, "--at", "2026-11-20T09:00:00+09:00")


@pytest.fixture
def wide(said, loaded):
    """Declare a wide-area disaster of noon; the registers are filled."""
    assert loaded
    said("incident", "declared", *WIDE, "--occurred", "2026-11-20T12:00:00+09:00", *SK,
         "--at", "2026-11-20T12:10:00+09:00")  # fmt: skip


def as_json(said, *words):
    """Return what a sub-command prints for programs."""
    return json.loads(said(*words, "--json"))


def refused(run, *words):
    """Return the codes that a sub-command is refused with."""
    code, _, error = run("continuity", *words, "--lang", "en")
    assert code == 2
    return error


def test_a_file_fills_the_registers(said, loaded):
    """Each entry is confirmed, and the roster shows them."""
    assert loaded.count("continuity.contact") == 11
    assert "2026-11-20  SK → TY" in said("roster", *AT, "--days", "2")


@pytest.mark.usefixtures("loaded")
def test_the_roster_shows_nights_holidays_and_who_is_missing(said):
    """A Saturday says that it is closed; past the roster's end nobody is named, and the days are counted."""
    out = said("roster", *AT, "--days", "40", "--lang", "en")
    assert "2026-11-21  TY → UM  closed" in out
    missing = out.count("✗ nobody named")
    assert out.splitlines()[-1] == f"✗ {missing} days without anybody"
    assert missing > 0


def test_a_date_gets_its_people(said):
    """First responder and deputies in order; the newest word counts."""
    said("on-call", "2026-11-20", "SK", "TY", *SK, *AT)
    said("on-call", "2026-11-20", "UM", *SK, "--at", "2026-11-20T12:31:00+09:00")
    rows = as_json(said, "roster", "--at", "2026-11-20T21:00:00+09:00", "--days", "2")
    assert rows["now"] == {"day": "2026-11-20", "needed": True, "people": ["UM"]}
    assert [(row["people"], row["nobody"]) for row in rows["roster"]] == [(["UM"], False), ([], True)]


def test_nobody_on_call_at_night_is_an_alarm(said):
    """In office hours it is none."""
    assert "✗ nobody named" in said("roster", "--at", "2026-11-20T21:00:00+09:00", "--lang", "en").splitlines()[0]
    assert "－ office hours" in said("roster", *AT, "--lang", "en").splitlines()[0]


@pytest.mark.usefixtures("wide")
def test_a_call_tree_is_run_means_by_means(said):
    """A failed telephone leads to the next means; who was reached says when and by whom."""
    said("called", "対策本部", "landline", "--not-reached", *SK, "--at", "2026-11-20T12:20:00+09:00", "--note", "話中")
    rows = {row["contact"]: row for row in as_json(said, "calls", *AT)["calls"][""]}
    assert rows["対策本部"]["next_means"] == "disaster_priority_phone"
    assert rows["対策本部"]["tries"][0] | {"at": ""} == {
        "at": "", "means": "landline", "reached": False, "by": "SK", "note": "話中",
    }  # fmt: skip
    said("called", "対策本部", "mobile", "--reached", "--initials", "TY", "--at", "2026-11-20T12:22:00+09:00")
    out = said("calls", *AT, "--lang", "en")
    assert "  ○ 連絡済 reached   対策本部" in out
    assert "      12:22:00 mobile: reached TY" in out
    assert out.splitlines()[-1] == "10 of 11 not reached"


@pytest.mark.usefixtures("wide")
def test_several_callers_work_at_once(said):
    """Each has his own list, and together they have everybody."""
    lists = as_json(said, "calls", "--caller", "SK", "--caller", "TY", *AT)["calls"]
    assert [len(rows) for rows in lists.values()] == [6, 5]
    out = said("calls", "--caller", "SK", "--caller", "TY", *AT)
    assert out.index("SK\n") < out.index("\nTY\n")


@pytest.mark.usefixtures("wide")
def test_somebody_who_is_not_registered_cannot_be_called(run):
    """A slip in the name would leave the real contact open."""
    words = ("called", "対策本分", "mobile", "--reached", *SK, *AT)
    assert "[continuity_word]" in refused(run, *words)


@pytest.mark.usefixtures("wide")
def test_bodies_are_asked_and_their_answers_kept(said):
    """Overdue until asked; every answer stays, the next time follows from the last that was reached."""
    assert "✗ 参加者 P01   next 11-20 12:00" in said("polls", *AT, "--lang", "en")
    said("polled", "参加者 P01", "--not-reached", *SK, "--at", "2026-11-20T12:15:00+09:00")
    said("polled", "参加者 P01", "--status", "端末停止", *SK, "--at", "2026-11-20T12:20:00+09:00")
    out = said("polls", *AT, "--lang", "en")
    assert "○ 参加者 P01   next 11-20 13:20" in out
    assert "    11-20 12:15:00  not reached\n    11-20 12:20:00  端末停止" in out
    found = as_json(said, "polls", *AT)
    (body,) = (each for each in found["bodies"] if each["body"] == "参加者 P01")
    assert (found["asked_at_intervals"], len(body["answers"])) == (True, 2)


@pytest.mark.usefixtures("loaded")
def test_without_a_wide_area_disaster_nobody_is_asked_at_intervals(said):
    """The list is there, and says so."""
    out = said("polls", *AT, "--lang", "en")
    assert out.startswith("asked at intervals in a wide-area disaster\n")
    assert "next" not in out


@pytest.mark.usefixtures("wide")
def test_a_reached_body_must_have_said_something(run):
    """Silence is told as not reached."""
    assert "[continuity_blank]" in refused(run, "polled", "参加者 P01", *SK, *AT)


@pytest.mark.usefixtures("wide")
def test_a_shift_is_handed_over(said, run):
    """What comes next on the page; with a name it is recorded, with the initials of both."""
    out = said("handover", *AT)
    assert out.startswith("▶ 次の期限 next")
    assert "11-20 13:00  CP-3.1.2.a" in out
    assert "recorded continuity.handover" in said("handover", "--to", "TY", *SK, *AT)
    assert "[handover_self]" in refused(run, "handover", "--to", "SK", *SK, *AT)
    rows = as_json(said, "handover", *AT)["handover"]
    assert rows[0]["until"] == "2026-11-20T13:00:00+09:00"


@pytest.mark.usefixtures("wide")
def test_an_incident_is_declared_changed_and_closed(said):
    """The board follows; a result that shows up later is a change."""
    assert "広域災害 wide-area disaster" in said("status", "incident", *AT)
    said("incident", "reclassified", "--result", "building", "--primary-centre-lost", *SK, *AT)
    out = said("status", "incident", "cutoffs", *AT, "--lang", "en")
    assert "building unusable" in out
    assert "CP-3.1.2.c" in out
    said("incident", "closed", *SK, "--at", "2026-11-20T12:31:00+09:00")
    assert "No incident declared" in said("status", "incident", "--at", "2026-11-20T12:32:00+09:00", "--lang", "en")


def test_an_unanswered_question_is_named_by_its_option(run):
    """No row of a file is spoken of where there is none; a wrong answer is told the right ones."""
    error = refused(run, "incident", "declared", "--cause", "earthquake", "--own-damage", *SK, *AT)
    assert "row" not in error
    assert [line.partition("[")[2].split(" is ")[0] for line in error.splitlines() if "[" in line] == [
        "usage_missing] “--external-damage / --no-external-damage”",
        "usage_missing] “--severe / --no-severe”",
    ]
    answered = ("--own-damage", "--no-external-damage", "--no-severe", *SK, *AT)
    error = refused(run, "incident", "declared", "--cause", "boredom", *answered)
    assert ("[usage_value] “--cause”" in error, "earthquake / " in error) == (True, True)
    assert "[usage_missing] “--cause”" in refused(run, "incident", "declared", *answered)


def test_a_second_incident_is_refused_on_the_command_line(run, said):
    """The open one is named with its instant, class and causes."""
    said("incident", "declared", *WIDE, *SK, *AT)
    error = refused(run, "incident", "declared", *WIDE, *SK, "--at", "2026-11-20T12:40:00+09:00")
    assert ("[incident_open]" in error, "2026-11-20T12:30:00+09:00 (wide-area" in error) == (True, True)


def test_without_contacts_nobody_is_left_to_be_called(said):
    """An empty register is told as one: none of none would read as everybody reached."""
    assert said("calls", *AT, "--lang", "en") == "✗ no contacts in the register (hikae continuity load)\n"


def test_words_off_the_lists_are_refused(run):
    """What may be told, the state of a step, and the section of the board."""
    assert "[continuity_word]" in refused(run, "incident", "happened", *WIDE, *SK, *AT)
    assert "[continuity_word]" in refused(run, "step", "headquarters", "--lead", "MK", "--state", "soon", *SK, *AT)
    assert "[board_section_unknown]" in refused(run, "status", "weather", *AT)


@pytest.mark.usefixtures("wide")
def test_steps_and_decisions_show_on_the_board(said):
    """Who leads, what was decided, and what takes its place."""
    said("step", "headquarters", "--lead", "MK", *SK, *AT)
    said("decide", "代替オフィスへ移る", "--by", "MK", "--reason", "立入禁止", *SK, *AT)
    assert "○ 完了 done   1. ＢＣＰ対策本部の設置" in said("status", "steps", *AT, "--lang", "ja")
    (row,) = as_json(said, "status", "decisions", *AT)["board"]["decisions"]
    named = row["state"].split()[-1]
    said(
        "decide", "残る", "--by", "MK", "--reason", "解除", "--amends", named, *SK, "--at", "2026-11-20T12:31:00+09:00"
    )
    rows = as_json(said, "status", "decisions", "--at", "2026-11-20T12:32:00+09:00")["board"]["decisions"]
    assert [row["subject"] for row in rows] == ["残る"]


def test_movers_have_deputies_and_come_back(said):
    """Who cannot come is replaced, and takes the task again."""
    said("mover", "決済", "SK", "--deputy", "TY", *SK, *AT)
    said("absent", "SK", *SK, *AT)
    assert "▲ 代理 deputy goes" in said("status", "movers", *AT)
    said("absent", "SK", "--back", *SK, "--at", "2026-11-20T12:31:00+09:00")
    assert "○ 本人 goes" in said("status", "movers", "--at", "2026-11-20T12:32:00+09:00")


def test_an_exercise_counts_for_its_clauses(said, run):
    """The register shows it, and a clause that is none is refused."""
    said("exercised", "drills", "drill", "--by", "MK", "--clause", "BCP-4.7", "--date", "2026-11-19", *SK, *AT)
    assert "この条項の訓練 2026/11/19" in said("status", "readiness", *AT)
    words = ("exercised", "drills", "drill", "--by", "MK", "--clause", "BCP-9", *SK, *AT)
    assert "[clause_unknown]" in refused(run, *words)


def test_the_board_is_red_without_the_pack(said, tmp_path):
    """From half past twelve on, as the check is."""
    assert "▲ 未了 due" in said("status", "readiness", "--at", "2026-11-20T12:29:59+09:00")
    assert "✗ 未了 late" in said("status", "readiness", *AT)
    with Journal(tmp_path / "home") as journal:
        journal.append("pack.sealed", {"business_date": "2026-11-19", "name": "a.zip", "sha256": ""})
    assert "○ 封済 sealed" in said("status", "readiness", *AT)


@pytest.mark.usefixtures("wide")
def test_the_whole_board_has_every_section(said):
    """For a page on the wall, and for programs."""
    out = said("status", *AT)
    assert [line for line in out.splitlines() if line.startswith("[")] == [
        f"[{name}]" for name in as_json(said, "status", *AT)["board"]
    ]
