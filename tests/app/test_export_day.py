"""Upload files out of a day folder: computed and recorded first, whole or not made, and left alone by the next run."""

import csv
from datetime import date, datetime

import pytest

from addin.app.approval.desk import desk_entries
from addin.app.approval.touches import standing_subjects
from addin.app.day.approvals import ruling_hash
from addin.app.day.run import DayRequest, computed_day
from addin.app.export_day import source_from_day
from addin.app.export_make import exported
from addin.export.template import template
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import RefusedError
from calc.text.wording import words

DAY = date(2026, 11, 20)
EVENING = datetime.fromisoformat("2026-11-20T20:30:00+09:00")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def source(folder, home):
    """Return a function that takes the rows of a template out of the day folder."""

    def of(name, *, named=None, sets=()):
        with Journal(home) as journal:
            return source_from_day(folder, template(name), journal, home=home, named=named, sets=sets)

    return of


@pytest.fixture
def export(home, source, tmp_path):
    """Return a function that makes a template's file out of the day folder."""

    def make(name):
        made = source(name)
        with Journal(home) as journal:
            return exported(journal, template(name), made, home=home, out=tmp_path / "out", reason="", at=EVENING)

    return make


def codes(refused):
    return [found.code for found in refused.value.findings]


def kinds(home):
    with Journal(home) as journal:
        return [entry.kind for entry in journal.entries()]


def rows_of(made, encoding):
    """Return the rows of a file as lists, its header first."""
    return list(csv.reader(made.path.read_text(encoding=encoding).splitlines()))


def test_every_price_leaves_with_the_clause_behind_it(export, home):
    """One row an instrument, in two decimals, today's without a clause and a substituted one with its own."""
    header, *rows = rows_of(export("settlement_prices"), "utf-8-sig")
    assert header == ["業務日", "銘柄コード", "清算値段(bp)", "適用", "条項"]
    assert len(rows) == 71
    assert ["2026-11-20", "ITXJS3605", "28.25", "today", ""] in rows
    assert ["2026-11-20", "ITXJS3705", "30.22", "previous_day", "CP-1.3.1"] in rows
    assert kinds(home)[-2:] == ["export.prepared", "export.source"]


def test_the_day_is_recorded_before_its_file(export, home):
    """Inputs, quotes, prices and rulings are in the record, contents kept, before the file's own entry."""
    export("settlement_prices")
    before = kinds(home)[: kinds(home).index("export.prepared")]
    assert {"day.inputs", "quotes.checked", "prices.settled", "margin.computed", "plan.ruled"} <= set(before)
    with Journal(home) as journal:
        assert snapshots.damaged(home, journal) == ()


def test_only_quotes_without_a_question_leave(export, source):
    """A quote that is crossed or looks slipped is not in the file, and its finding is told."""
    header, *rows = rows_of(export("quotes_direct"), "cp932")
    assert header[3:5] == ["買気配", "売気配"]
    sent = {(row[1], row[2]) for row in rows}
    assert ("P01", "ITXJS3605") in sent
    assert sent.isdisjoint({("P03", "JP017M3112"), ("P02", "ITXJS4605")})
    assert {"quote_crossed", "quote_unit_slip"} <= {each.code for each in source("quotes_direct").findings}


def test_requirements_are_those_of_the_day_itself(export, run_day):
    """The exported requirements are byte for byte what the day's run writes, under a name with the date."""
    made = export("requirements_upload")
    assert made.path.name == "requirements_upload_20261120.csv"
    assert made.path.read_bytes() == (run_day(out="day").out / "requirements_upload.csv").read_bytes()


def test_the_ruling_behind_a_file_is_that_of_the_day(source, folder, home):
    """The entry binds to the same ruling as the day's own upload, with the instant at which it may change."""
    result = computed_day(DayRequest(folder, home, EVENING), default_at=lambda _: EVENING, tell=lambda _: None)
    assert source("requirements_upload").ruling_hash == ruling_hash(result, "requirements_upload.csv")
    assert source("settlement_prices").ruling_hash == ruling_hash(result, "quotes_upload.csv")


def test_intraday_margin_is_not_made_of_a_day(source, home):
    """Nothing here computes it, so nothing is made up; the words say to give a table, in both languages."""
    with pytest.raises(RefusedError) as refused:
        source("intraday_upload")
    assert codes(refused) == ["template_not_of_day"]
    said = words(refused.value.findings[0])
    assert ("--from" in said.ja, "--from TABLE" in said.en, "intraday_upload" in said.en) == (True, True, True)
    assert kinds(home) == []


def test_a_folder_of_another_day_is_refused(source):
    """The date asked for by name must be the folder's own."""
    with pytest.raises(RefusedError) as refused:
        source("settlement_prices", named=date(2026, 11, 19))
    assert codes(refused) == ["row_other_day"]
    assert source("settlement_prices", named=DAY).business_date == DAY


def test_prices_are_whole_or_not_made(source, folder, home):
    """One instrument without a price and there is no file of prices; the instrument is named."""
    with (folder / "instruments.csv").open("a", encoding="utf-8") as file:
        file.write("NEW5,NEW,single,2031-12-20,100,0.35,1,5.00,,,\n")
    with pytest.raises(RefusedError) as refused:
        source("settlement_prices")
    assert codes(refused)[-1] == "export_price_missing"
    assert dict(refused.value.findings[-1].details)["instruments"] == "NEW5"
    assert kinds(home) == []


def test_a_lacking_account_makes_no_requirements(source, folder):
    """A file that would lack an account is not made at all, as in the day's run."""
    (folder / "positions.csv").write_text("account,instrument,notional\nP01H,ITXJS3605,x\n", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        source("requirements_upload")
    assert codes(refused)[-1] == "upload_not_made"


def test_a_day_without_quotes_makes_no_quote_file(source, folder):
    """Quotes that cannot be read at all leave nothing to send."""
    (folder / "quotes.csv").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        source("quotes_tool")
    assert codes(refused)[-1] == "export_nothing"


def test_a_days_run_does_not_take_back_an_exported_file(export, run_day, home):
    """A run that follows makes its own two files; the exported one stands, and so would its approval."""
    made = export("settlement_prices")
    run_day()
    with Journal(home) as journal:
        standing = {subject.name for subject in standing_subjects(desk_entries(journal), DAY)}
    assert standing >= {made.path.name, "quotes_upload.csv", "requirements_upload.csv"}
