"""Upload files out of the record and the day's facts: what was keyed for others, and who is short."""

import csv
from datetime import date, datetime

import pytest

from addin.app.export_day import source_from_day
from addin.app.export_make import exported
from addin.app.outage_facts import told_facts
from addin.app.proxy_enter import ENTERED
from addin.export.template import template
from addin.store.journal import Journal
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
EVENING = datetime.fromisoformat("2026-11-20T20:30:00+09:00")
SENT = "2026-11-20T15:20:00+09:00"
DEADLINE = ("shortfall_deadline=15:30:00",)
FAILED = """
[[fact]]
at = 2026-11-20T14:00:00+09:00
what = "cmf.failed"
short = [{ participant = "P02", amount = 1200000 }, { participant = "P01", amount = 35 }]

[[fact]]
at = 2026-11-20T14:05:00+09:00
what = "phone.called"
participant = "P01"
clause = "CP-3.3.2"
reached = true
"""
BACK = """
[[fact]]
at = 2026-11-20T14:30:00+09:00
what = "cmf.recovered"
"""


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def source(folder, home):
    """Return a function that takes the rows of a template for the day folder."""

    def of(name, *, named=None, sets=()):
        with Journal(home) as journal:
            return source_from_day(folder, template(name), journal, home=home, named=named, sets=sets)

    return of


@pytest.fixture
def facts(folder):
    """Return a function that adds facts to the folder's day file."""

    def add(text):
        with (folder / "day.toml").open("a", encoding="utf-8") as file:
            file.write(text)

    return add


@pytest.fixture
def keyed(home):
    """Return a function that records quotes keyed for a participant, as `hikae proxy enter` does."""

    def entry(participant, *quotes, day=DAY):
        said = {"business_date": day.isoformat(), "participant": participant, "quotes": list(map(list, quotes))}
        with Journal(home) as journal:
            journal.append(ENTERED, {**said, "reading": "aa", "message_id": "<1>", "sent": SENT, "at": SENT})

    return entry


def refused_with(source, name, **options):
    """Return the codes with which a template's rows are refused."""
    with pytest.raises(RefusedError) as refused:
        source(name, **options)
    return [each.code for each in refused.value.findings]


def codes(made):
    return [each.code for each in made.findings]


def test_what_was_keyed_for_others_is_read_from_the_record(source, keyed):
    """The entry in force of each participant, in the order of their codes, with the instant of sending."""
    keyed("P07", ("ITXJS4605", 45.5, 47.5))
    keyed("P03", ("JP003M3112", 13.2, 16.4))
    keyed("P07", ("ITXJS4605", 46.0, 48.0))
    assert [tuple(row.values()) for row in source("quotes_proxy").rows] == [
        ("2026-11-20", "P03", "JP003M3112", 13.2, 16.4, SENT),
        ("2026-11-20", "P07", "ITXJS4605", 46.0, 48.0, SENT),
    ]


def test_a_crossed_quote_is_left_out_and_told(source, keyed):
    """As `hikae proxy enter` leaves it out."""
    keyed("P07", ("ITXJS4605", 49.5, 47.5), ("JP003M3112", 13.2, 16.4))
    made = source("quotes_proxy")
    assert ([row["instrument"] for row in made.rows], codes(made)) == (["JP003M3112"], ["quote_crossed"])


def test_nothing_keyed_is_no_file(source, keyed):
    """Another day's entries are not this day's."""
    keyed("P07", ("ITXJS4605", 45.5, 47.5), day=date(2026, 11, 19))
    assert refused_with(source, "quotes_proxy") == ["proxy_none_entered"]


def test_the_margin_side_may_be_missing(source, keyed, folder):
    """At 15:20 there is no margin: the facts file alone names the business date."""
    for path in folder.glob("*.csv"):
        path.unlink()
    keyed("P07", ("ITXJS4605", 45.5, 47.5))
    made = source("quotes_proxy")
    assert (made.business_date, list(made.contents)) == (DAY, ["day.toml"])


@pytest.mark.parametrize("name", ["quotes_proxy", "shortfall_messages"])
def test_a_folder_of_another_day_is_refused(source, name):
    """The date asked for by name must be the folder's own."""
    assert refused_with(source, name, named=date(2026, 11, 19)) == ["row_other_day"]


def test_who_is_short_is_told_with_amount_and_deadline(source, facts):
    """A row each, in the order of their codes; the name is the code, as no table here holds another."""
    facts(FAILED)
    assert [tuple(row.values()) for row in source("shortfall_messages", sets=DEADLINE, named=DAY).rows] == [
        ("2026-11-20", "P01", "P01", 35, "2026-11-20T15:30:00+09:00"),
        ("2026-11-20", "P02", "P02", 1_200_000, "2026-11-20T15:30:00+09:00"),
    ]


def test_the_call_comes_before_the_message(source, facts):
    """P01 was telephoned, P02 was not: the file is made, and that is told (CP-3.3.2)."""
    facts(FAILED)
    made = source("shortfall_messages", sets=DEADLINE)
    assert [dict(each.details) for each in made.findings] == [{"participants": "P02"}]


def test_a_call_in_the_record_counts_as_well(source, facts, home, desk):
    """What `hikae hearing contact` or another command records is a fact of the day, and told as such."""
    facts(FAILED)
    call = ("phone.called", {"participant": "P02", "clause": "CP-3.3.2", "reached": True})
    at = datetime.fromisoformat("2026-11-20T14:06:00+09:00")
    with Journal(home) as journal:
        told_facts(journal, [call], business_date=DAY, at=at, person=desk.person(1, "SK"))
    assert codes(source("shortfall_messages", sets=DEADLINE)) == ["facts_recorded"]


def test_a_terminal_that_is_back_leaves_nobody_to_tell(source, facts):
    """Before the failure and after the recovery there is no such message."""
    assert refused_with(source, "shortfall_messages", sets=DEADLINE) == ["shortfall_none"]
    facts(FAILED + BACK)
    assert refused_with(source, "shortfall_messages", sets=DEADLINE) == ["shortfall_none"]


def test_a_deadline_is_never_made_up(source, facts):
    """The plan names none (G9): it is a setting, and without it there is no file."""
    facts(FAILED)
    assert refused_with(source, "shortfall_messages") == ["shortfall_deadline_unset"]


@pytest.mark.parametrize("name", ["quotes_proxy", "shortfall_messages"])
def test_the_file_is_laid_down_like_any_other(source, facts, keyed, home, tmp_path, name):
    """Recorded, written in the layout of its template and read back."""
    facts(FAILED)
    keyed("P07", ("ITXJS4605", 45.5, 47.5))
    made = source(name, sets=DEADLINE)
    with Journal(home) as journal:
        done = exported(journal, template(name), made, home=home, out=tmp_path / "out", reason="", at=EVENING)
    header, *rows = csv.reader(done.path.read_text(encoding="cp932").splitlines())
    assert (header[0], {row[0] for row in rows}, len(rows)) == ("業務日", {"2026-11-20"}, len(made.rows))
