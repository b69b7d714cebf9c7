"""Names of stored tables after an import into a workbook: found, newest first, and never another content."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_tables import record_run

from addin.app.handles import KEEPING, handles_of, stored, stored_table, table_of_handle
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import Finding

DAY, OTHER = date(2026, 11, 20), date(2026, 11, 19)
FIRST, SECOND = b"instrument,notional\nIX,1\n", b"instrument,notional\nIX,2\n"


def record_import(home, on=DAY, /, *, kind="desk.imported", **contents):
    """Record that a workbook has imported these files, as its button does."""
    named = {f"{name}.csv": data for name, data in contents.items()}
    hashes = snapshots.keep(home, named.values())
    body = {"business_date": on.isoformat(), "versions": {}, "files": dict(zip(named, hashes, strict=True))}
    with Journal(home) as journal:
        journal.append(kind, body)
    return dict(zip(contents, hashes, strict=True))


def named(sha256, *, kind="positions", on=DAY, digits=8):
    return f"{kind}:{on}@{sha256[:digits]}"


def test_an_import_is_enough_for_a_name(tmp_path):
    """Without any run of the day the imported table is found by its content."""
    sha256 = record_import(tmp_path, positions=FIRST)["positions"]
    assert stored(named(sha256), home=tmp_path).sha256 == sha256
    assert handles_of(DAY, home=tmp_path) == (named(sha256, digits=4),)


def test_the_table_is_what_was_imported(tmp_path):
    """Its rows are those of the file."""
    sha256 = record_import(tmp_path, positions=FIRST)["positions"]
    assert table_of_handle(named(sha256), home=tmp_path) == [["instrument", "notional"], ["IX", "1"]]


def test_a_later_import_makes_the_earlier_name_stale(tmp_path):
    """A cell that still names the old table is told the new one's name."""
    old = record_import(tmp_path, positions=FIRST)["positions"]
    new = record_import(tmp_path, positions=SECOND)["positions"]
    found = stored(named(old), home=tmp_path)
    assert (found.code, dict(found.details)["newest"]) == ("handle_stale", named(new, digits=4))


def test_a_run_after_an_import_is_the_newer_one(tmp_path):
    """What the day's run has read since is what a name must mean."""
    old = record_import(tmp_path, positions=FIRST)["positions"]
    new = record_run(tmp_path, positions=SECOND)["positions.csv"]
    assert stored(named(old), home=tmp_path).code == "handle_stale"
    assert stored(named(new), home=tmp_path).sha256 == new


def test_an_import_after_a_run_is_the_newer_one(tmp_path):
    """Order is that of the record, whichever kind of entry it is."""
    old = record_run(tmp_path, positions=FIRST)["positions.csv"]
    new = record_import(tmp_path, positions=SECOND)["positions"]
    assert stored(named(old), home=tmp_path).code == "handle_stale"
    assert stored(named(new), home=tmp_path).sha256 == new


def test_the_same_content_imported_again_keeps_its_name(tmp_path):
    """A run and an import of one file are one table."""
    sha256 = record_run(tmp_path, positions=FIRST)["positions.csv"]
    record_import(tmp_path, positions=FIRST)
    assert stored(named(sha256), home=tmp_path).sha256 == sha256


def test_an_import_without_a_table_leaves_the_runs(tmp_path):
    """A folder that lacks a file takes nothing away that was stored before."""
    sha256 = record_run(tmp_path, positions=FIRST)["positions.csv"]
    record_import(tmp_path, accounts=SECOND)
    assert stored(named(sha256), home=tmp_path).sha256 == sha256


def test_a_table_of_another_day_has_that_days_name_alone(tmp_path):
    """Yesterday's import is not found under today's date."""
    sha256 = record_import(tmp_path, OTHER, positions=FIRST)["positions"]
    assert stored(named(sha256), home=tmp_path).code == "handle_unknown"
    assert stored(named(sha256, on=OTHER), home=tmp_path).day == OTHER


def test_another_kind_of_entry_stores_no_table(tmp_path):
    """Only runs and imports keep what names stand for."""
    assert "desk.imported" in KEEPING
    sha256 = record_import(tmp_path, kind="desk.other", positions=FIRST)["positions"]
    assert stored(named(sha256), home=tmp_path).code == "handle_unknown"


def test_the_two_short_kinds_are_their_tables(tmp_path):
    """`scen` is the history, `curve` the curves; any other kind is its table's own name."""
    made = record_import(tmp_path, history=FIRST, curves=SECOND)
    for kind, name in (("scen", "history"), ("curve", "curves")):
        assert stored(named(made[name], kind=kind), home=tmp_path).file == f"{name}.csv"
        assert stored(named(made[name], kind=name), home=tmp_path).code == "handle_unknown"


def test_a_content_that_is_no_table_is_told(tmp_path):
    """The name is known, its file is kept, and it cannot be read: a finding, no rows."""
    sha256 = record_import(tmp_path, positions=b"\xff\xfe\x00broken")["positions"]
    assert isinstance(stored_table(named(sha256), home=tmp_path), Finding)


@pytest.mark.parametrize("length", [4, 8, 40, 64])
def test_any_number_of_digits_from_four_on_is_a_name(tmp_path, length):
    """The book writes eight, a person may shorten or take all."""
    sha256 = record_import(tmp_path, positions=FIRST)["positions"]
    assert stored(named(sha256, digits=length), home=tmp_path).sha256 == sha256


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a home with one imported table, and its hash."""
    home = tmp_path_factory.mktemp("kept")
    return home, record_import(home, positions=FIRST)["positions"]


@given(junk=st.text(max_size=30))
def test_whatever_is_typed_for_a_name_there_is_an_answer(kept, junk):
    """Nothing typed into the cell of a stored name raises, and nothing but the table's own digits finds it."""
    home, sha256 = kept
    for handle in (junk, f"positions:2026-11-20@{junk}", f"{junk}:2026-11-20@{sha256[:8]}"):
        found = stored(handle, home=home)
        assert isinstance(found, Finding) or found.sha256 == sha256
