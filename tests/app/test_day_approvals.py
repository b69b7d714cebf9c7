"""What the day's run records for two persons, and where approvals and solo mode show."""

import io
import re

import pytest
from openpyxl import load_workbook

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.people import person_at_desk
from addin.app.approval.state import Standing, approvals
from addin.app.approval.words import SOLO_MARK
from addin.books.regions import report
from addin.now import now
from addin.store.journal import Journal

UPLOADS = ("quotes_upload.csv", "requirements_upload.csv")
SET_BY_JSCC = """[[fact]]
at = 2026-11-20T17:00:00+09:00
what = "price.set_by_jscc"
reference = "R1"
second_person = "佐藤"
instruments = ["ITXJS3705"]
"""


def standing(done):
    """Return where each approval of the run stands."""
    return {held.subject.name: held.standing for held in done.approvals.approvals}


def text(done, name):
    return (done.out / name).read_text(encoding="utf-8")


def entries(done, kind):
    """Return the entries of one kind that the run's home holds."""
    with Journal(done.out.parent / "home") as journal:
        return [each for each in journal.entries() if each.kind == kind]


@pytest.fixture
def decided(run_day, log_in):
    """Return a function by which SK asks for, and TY approves, whatever of the home is named."""

    def approve(*names, home="home"):
        at = now()
        with Journal(run_day.root / home) as journal:
            for held in approvals(desk_entries(journal), at=at):
                if held.subject.name in names:
                    log_in(1)
                    steps.ask(journal, held.subject, held.current, person_at_desk("SK"), at=at)
                    log_in(2)
                    steps.give(journal, held.subject, person_at_desk("TY"), seen=None, at=at)
            log_in(0)

    return approve


def test_each_upload_is_recorded_with_its_ruling(seen_day):
    """An upload's entry names the file, its hash, its day and the ruling behind it, and no clock and no head."""
    done = seen_day("18:14:00")
    bodies = {each.body["name"]: each.body for each in entries(done, "export.prepared")}
    assert set(bodies) == set(UPLOADS)
    for name, body in bodies.items():
        assert set(body) == {"business_date", "name", "sha256", "ruling_hash", "until", "revision"}
        assert text(done, f"{name}.sha256").split()[0] == body["sha256"]
    assert bodies["requirements_upload.csv"]["until"] == "2026-11-20T19:00:00+09:00"
    assert bodies["quotes_upload.csv"]["until"] == ""


def test_the_notices_are_recorded_as_drafted(run_day):
    """The drafts' hash is recorded once, whatever state is printed above them."""
    done = run_day()
    (entry,) = entries(done, "notice.drafted")
    assert (entry.body["name"], entry.body["business_date"]) == ("notices.txt", "2026-11-20")
    run_day()
    assert len(entries(done, "notice.drafted")) == 1


def test_every_file_for_people_shows_state_and_head(seen_day):
    """Sidecars, notices and the summary sheet say in both languages that nobody has asked for an approval yet."""
    done = seen_day()
    assert standing(done) == dict.fromkeys(UPLOADS, Standing.NOT_ASKED)
    for name in UPLOADS:
        told = text(done, f"{name}.approval.txt")
        assert "承認未依頼 / approval not asked" in told
        assert text(done, f"{name}.sha256").split()[0] in told
        assert f"記録 record: {text(done, f'{name}.head.txt')}" in told
    assert len(re.findall("承認未依頼 / approval not asked", text(done, "notices.txt"))) == 2
    head = entries(done, "notice.drafted")[0].hash[:12]
    for name in ("notices.txt", "trace.ja.txt", "trace.en.txt"):
        assert f" {head}\n" in text(done, name)
    sheet = load_workbook(io.BytesIO((done.out / "margin.xlsx").read_bytes()))[report.SUMMARY]
    rows = [sheet.cell(report.APPROVALS.row + place, 2).value for place in (1, 2)]
    assert rows == ["－ 承認未依頼 / approval not asked"] * 2
    assert any(head in str(sheet.cell(row, 1).value) for row in range(1, report.RULINGS.row))


def test_the_next_run_shows_the_approval(run_day, decided):
    """After two persons approved, the same run writes the same CSV and says that it is approved, by whom."""
    first = run_day()
    before = {name: (first.out / name).read_bytes() for name in UPLOADS}
    decided("requirements_upload.csv")
    done = run_day()
    assert standing(done) == {"quotes_upload.csv": Standing.NOT_ASKED, "requirements_upload.csv": Standing.GIVEN}
    assert {name: (done.out / name).read_bytes() for name in UPLOADS} == before
    told = text(done, "requirements_upload.csv.approval.txt")
    assert re.search(r"○ 承認済 / approved\n(.*\n)*作成 made by SK \(\S+\)   確認 checked by TY \(\S+\)", told)
    assert done.added == 0


def test_another_content_voids_the_approval(run_day, decided, folder):
    """A corrected position makes another file, and the approval of the old one is void."""
    run_day()
    decided(*UPLOADS)
    path = folder / "positions.csv"
    path.write_text(re.sub(r"(?m)^(P01H,ITXJS3605,)-?\d+", r"\g<1>100000000", path.read_text("utf-8")), "utf-8")
    done = run_day()
    assert standing(done) == {"quotes_upload.csv": Standing.GIVEN, "requirements_upload.csv": Standing.VOID}
    assert "内容が変わった" in text(done, "requirements_upload.csv.approval.txt")


def test_another_ruling_voids_the_approval(run_day, decided):
    """From 18:14 to 18:40 the ruling on margin changes: the same bytes need a new approval."""
    first = run_day("18:14:00")
    decided(*UPLOADS)
    done = run_day("18:40:00")
    assert standing(done) == {"quotes_upload.csv": Standing.GIVEN, "requirements_upload.csv": Standing.VOID}
    assert "根拠の判定が変わった" in text(done, "requirements_upload.csv.approval.txt")
    assert first.result.plan.items["margin"].clause != done.result.plan.items["margin"].clause


def test_a_file_that_can_no_longer_be_made_stands_no_more(run_day, decided, folder):
    """A run that cannot make the file takes the earlier one back, and its approval with it."""
    run_day()
    decided(*UPLOADS)
    (folder / "positions.csv").unlink()
    done = run_day()
    assert standing(done) == {"quotes_upload.csv": Standing.GIVEN}
    assert [each.body["name"] for each in entries(done, "export.withdrawn")] == ["requirements_upload.csv"]
    assert run_day().added == 0


def test_a_price_set_by_jscc_needs_its_own_approval(run_day, decided, folder):
    """The person the day file names is shown, and the finding stays until the record holds the approval."""
    with (folder / "day.toml").open("a", encoding="utf-8") as facts:
        facts.write(SET_BY_JSCC)
    (folder / "jscc_prices.csv").write_text("instrument,price_bp\nITXJS3705,33.3\n", encoding="utf-8")
    (told,) = [each for each in run_day().result.findings if each.code == "decision_not_approved"]
    assert dict(told.details)["second_person"] == "佐藤"
    decided("R1")
    done = run_day()
    assert standing(done)["R1"] is Standing.GIVEN
    assert "decision_not_approved" not in {each.code for each in done.result.findings}
    (folder / "jscc_prices.csv").write_text("instrument,price_bp\nITXJS3705,33.4\n", encoding="utf-8")
    assert standing(run_day())["R1"] is Standing.VOID


def test_the_ruling_behind_a_file_holds_the_decisions(run_day, decided, folder):
    """Another price under the same decision leaves the quotes as they are and voids their approval."""
    with (folder / "day.toml").open("a", encoding="utf-8") as facts:
        facts.write(SET_BY_JSCC)
    (folder / "jscc_prices.csv").write_text("instrument,price_bp\nITXJS3705,33.3\n", encoding="utf-8")
    first = run_day()
    decided("quotes_upload.csv")
    (folder / "jscc_prices.csv").write_text("instrument,price_bp\nITXJS3705,33.4\n", encoding="utf-8")
    before = (first.out / "quotes_upload.csv").read_bytes()
    done = run_day()
    assert standing(done)["quotes_upload.csv"] is Standing.VOID
    assert (done.out / "quotes_upload.csv").read_bytes() == before


def test_solo_mode_marks_every_output_but_not_the_upload(run_day, log_in):
    """Sheets, sidecars, notices and traces carry the mark and the reason; the CSV bytes stay the same."""
    first = run_day()
    bytes_before = {name: (first.out / name).read_bytes() for name in UPLOADS}
    with Journal(run_day.root / "home") as journal:
        steps.declare_solo(journal, person_at_desk("SK"), business_date=first.result.business_date, reason="台風で一人")
    done = run_day()
    for path in done.files:
        if path.name in UPLOADS:
            assert path.read_bytes() == bytes_before[path.name]
        elif path.suffix == ".txt" and not path.name.endswith((".head.txt", ".totals.txt")):
            assert f"{SOLO_MARK}   SK" in path.read_text("utf-8"), path.name
            assert "台風で一人" in path.read_text("utf-8")
    book = load_workbook(io.BytesIO((done.out / "margin.xlsx").read_bytes()))
    for sheet in book:
        assert SOLO_MARK in [sheet.cell(row, 1).value for row in range(3, 7)], sheet.title
    assert [each.code for each in done.result.findings].count("solo_mode") == 1
    log_in(2)
    with Journal(run_day.root / "home") as journal:
        steps.countersign(journal, person_at_desk("TY"), business_date=None)
    signed = run_day()
    assert "連署 countersigned TY" in text(signed, "notices.txt")
    assert "solo_mode" not in {each.code for each in signed.result.findings}


def test_more_approvals_push_the_chart_down(run_day, folder):
    """The chart stands below the last row of the approvals, however many there are."""
    with (folder / "day.toml").open("a", encoding="utf-8") as facts:
        for number in range(6):
            facts.write(SET_BY_JSCC.replace("R1", f"R{number}"))
    sheet = load_workbook(io.BytesIO((run_day().out / "margin.xlsx").read_bytes()))[report.SUMMARY]
    (chart,) = sheet._charts  # noqa: SLF001 - openpyxl has no public way to a sheet's charts
    assert chart.anchor._from.row + 1 > report.APPROVALS.row + 8  # noqa: SLF001
