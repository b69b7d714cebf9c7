"""What leaves the contingency book: drafts and the plain page, of live desks and of drills."""

import pytest
from contingency_desk import ContingencyDesk, at

from addin.app.drill_new import new_drill
from addin.app.plan_day import day_of_file, page_lines, ruled
from addin.store.journal import Journal
from calc.days.cutoff import parse_instant
from calc.plan.notices import has_notice, notice_text


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk with the example day imported."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    made = ContingencyDesk(tmp_path / "home")
    made.done("IMPORT")
    return made


@pytest.fixture
def bare(tmp_path, monkeypatch, log_in):
    """Return a desk that knows nothing of the day."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "bare"))
    log_in(1)
    return ContingencyDesk(tmp_path / "bare")


def papers(desk):
    """Return the names and texts of what was written for the day."""
    folder = desk.home / "out" / "2026-11-20"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def plan_at(example_day, clock):
    return ruled(day_of_file(example_day / "day.toml"), parse_instant(f"2026-11-20T{clock}+09:00"))


@pytest.mark.parametrize("clock", ["13:00:30", "18:00:30", "18:14:30", "18:41:00", "16:06:00"])
def test_the_drafts_are_the_plans_own_texts(desk, example_day, clock):
    """One for each notice that is due on our side at that time, with exactly the words of `hikae day`."""
    desk.look_at(clock)
    desk.done("SEND")
    plan = plan_at(example_day, clock).plan
    wanted = [notice_text(row, plan) for row in plan.due if has_notice(row) and row.mode == "do"]
    texts = papers(desk)
    assert len(texts) == len(wanted) > 0
    for said in wanted:
        assert any(said.ja in text and said.en in text for text in texts.values())


def test_a_message_to_one_participant_names_it_and_its_amount(bare):
    """Each that is short has a draft of its own, made only once it was telephoned."""
    bare.look_at("13:30:00")
    bare.tell(0, what="CMF端末の障害 cmf.failed", names="P01=5000000 P02=7000000", at=at("13:20:00"))
    bare.tell(
        1, what="電話した phone.called", participant="P01", choice="到達 reached", clause="CP-3.3.2", at=at("13:25:00")
    )
    bare.declare()
    bare.done("SEND")
    messages = {name: text for name, text in papers(bare).items() if "CP-3.3.1" in name}
    assert list(messages) == ["notice_CP-3.3.1_P01_20261120.txt"]
    assert "5,000,000" in messages["notice_CP-3.3.1_P01_20261120.txt"]


def test_a_draft_is_made_anew_under_the_same_name(desk):
    """Pressed again, the file is the newest text; nothing piles up."""
    desk.look_at("18:01:00")
    desk.done("SEND")
    desk.look_at("18:02:00")
    desk.done("SEND")
    assert list(papers(desk)) == ["notice_CP-2.1.2.a_20261120.txt"]


def test_a_participants_desk_drafts_nothing_of_jsccs(bare):
    """What JSCC has to announce is to be waited for on that side."""
    bare.home.mkdir(parents=True)
    (bare.home / "settings.toml").write_text('role = "participant"\n', encoding="utf-8")
    bare.look_at("18:05:00")
    bare.tell(
        what="参加者の障害 participant.outage", participant="P01", choice="tool", more="information", at=at("12:00:00")
    )
    bare.declare()
    assert bare.refused("SEND")["code"] == "notices_none_due"


def test_a_drills_papers_cannot_be_taken_for_live_ones(tmp_path, monkeypatch, log_in):
    """Their names begin with the drill's word, and the banner stands above every text."""
    log_in(1)
    made = new_drill(tmp_path / "drill")
    monkeypatch.setenv("HIKAE_HOME", str(made.home))
    drill = ContingencyDesk(made.home)
    drill.look_at("18:01:00")
    drill.done("IMPORT")
    drill.done("SEND")
    drill.done("EXPORT")
    texts = papers(drill)
    assert sorted(texts) == ["DRILL_notice_CP-2.1.2.a_20261120.txt", "DRILL_now_20261120_180100.txt"]
    assert all(text.startswith("訓練 / DRILL\n") for text in texts.values())


def test_the_plain_page_is_the_commands_page(desk, example_day):
    """Beneath its head stand the lines of `hikae plan`, Japanese first, English beneath each."""
    desk.done("EXPORT")
    (text,) = papers(desk).values()
    wanted = [line for each in page_lines(plan_at(example_day, "18:55:00")) for line in (each.ja, f"    {each.en}")]
    assert text.splitlines()[4:] == wanted


def test_the_plain_page_names_the_head_of_the_record(desk):
    """Whoever holds the paper can check which record it was made from."""
    desk.done("EXPORT")
    with Journal(desk.home) as journal:
        last = journal.last()
    (text,) = papers(desk).values()
    assert f"控え record #{last.n} {last.hash[:12]}" in text.splitlines()


@pytest.mark.parametrize("button", ["SEND", "EXPORT"])
def test_without_any_fact_no_paper_is_made(bare, button):
    """A page that rules on nothing would be read as one that has looked."""
    assert bare.refused(button)["code"] == "plan_day_unrecorded"
    assert not (bare.home / "out").exists()


def test_the_plain_page_of_declared_facts_says_that_they_are_all(bare):
    """The second line tells that no day's facts were taken in."""
    bare.tell(what="OTC端末の障害 otc.failed", at=at("18:00:00"))
    bare.declare()
    bare.done("EXPORT")
    (text,) = papers(bare).values()
    assert text.splitlines()[1].startswith("▲ 日次事実の取込なし")


@pytest.mark.parametrize("button", ["SEND", "EXPORT"])
def test_making_paper_records_nothing(desk, button):
    """A draft is not sent, and a page is not a decision."""
    desk.look_at("18:01:00")
    before = desk.kinds()
    desk.done(button)
    assert desk.kinds() == before
