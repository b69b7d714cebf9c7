"""Names of stored tables: what they name, how long they hold, and what is said when they do not."""

import hashlib
import json
from datetime import date

import pytest
from sheet_tables import DAY, record_run, table

from addin.app.handles import handles_of, stored, stored_table, table_of_handle
from addin.app.price_cell import CURVE_RANGE
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import Finding

CURVES = b"""curve_id,trade_date,kind,tenor,rate,spot_lag_days
T,2026-11-19,swap,1Y,0.0064,2
T,2026-11-20,swap,1Y,0.0065,2
T,2026-11-20,swap,5Y,0.0112,2
"""
HISTORY = b"date,AA\n2026-11-18,40\n2026-11-19,41\n"


@pytest.fixture
def home(tmp_path):
    """Return a home whose record holds one run of the day."""
    record_run(tmp_path, history=HISTORY, curves=CURVES, positions=b"account,instrument,notional\nP1H,AA,1\n")
    return tmp_path


def named(home, kind, day=DAY):
    """Return the handle of one kind of table."""
    return next(each for each in handles_of(day, home=home) if each.startswith(f"{kind}:"))


def refused(handle, home):
    """Return the finding that a handle gives."""
    found = table_of_handle(handle, home=home)
    assert isinstance(found, Finding)
    return found.code, dict(found.details)


def test_a_run_of_the_day_gives_every_table_it_read_a_handle(run_day):
    """After `hikae day` each table of the folder has a handle that names its date, and the facts file has none."""
    run_day()
    home = run_day.root / "home"
    kinds = {each.partition(":")[0] for each in handles_of(DAY, home=home)}
    assert {"scen", "curve", "instruments", "positions", "constituents", "accounts", "quotes"} <= kinds
    assert not kinds & {"day", "note"}
    assert table_of_handle(named(home, "positions"), home=home) == table("positions")


@pytest.mark.parametrize(
    ("file", "is_one"), [("positions.xlsx", True), ("positions.XLSM", True), ("positions.pdf", False)]
)
def test_a_table_may_be_a_workbook(home, file, is_one):
    """With macros or without it is a table like another; what is neither workbook nor CSV is none."""
    sha256 = snapshots.keep(home, [b"content"])[0]
    with Journal(home) as journal:
        body = {"business_date": DAY.isoformat(), "versions": {}, "files": {file: sha256}}
        journal.append("day.inputs", body)
    assert handles_of(DAY, home=home) == ((f"positions:{DAY.isoformat()}@{sha256[:4]}",) if is_one else ())


def test_a_handle_is_kind_date_and_digits_of_the_hash(home):
    """The name is made of the kind, the business date and the first four digits of the content's SHA-256."""
    sha256 = snapshots.keep(home, [HISTORY])[0]
    assert named(home, "scen") == f"scen:2026-11-20@{sha256[:4]}"
    assert stored(named(home, "scen"), home=home).sha256 == sha256


def test_more_digits_name_the_same_table(home):
    """A handle may have any number of digits from four to all of them, and blanks around it."""
    sha256 = snapshots.keep(home, [HISTORY])[0]
    rows = [["date", "AA"], ["2026-11-18", "40"], ["2026-11-19", "41"]]
    for digits in (4, 7, 64):
        assert table_of_handle(f" scen:2026-11-20@{sha256[:digits]} ", home=home) == rows


def test_a_curve_has_the_columns_of_a_cells_curve_and_the_rows_of_its_date(home):
    """A curve's handle gives what a range of curve_range would hold: one date's rows, missing columns blank."""
    rows = table_of_handle(named(home, "curve"), home=home)
    assert rows[0] == list(CURVE_RANGE)
    assert rows[1:] == [
        ["swap", "1Y", "0.0065", "", "", "", "", "", "2"],
        ["swap", "5Y", "0.0112", "", "", "", "", "", "2"],
    ]


def test_a_convention_comes_along_with_its_curve(tmp_path):
    """The column that names a convention is kept where the stored table has it."""
    record_run(tmp_path, curves=b"curve_id,trade_date,kind,tenor,rate,convention\nT,2026-11-20,swap,1Y,0.006,JPY\n")
    rows = table_of_handle(named(tmp_path, "curve"), home=tmp_path)
    assert (rows[0][-1], rows[1][-1]) == ("convention", "JPY")


def test_of_two_curves_of_a_date_none_is_chosen(tmp_path):
    """Where the stored table holds two curves of the date, the handle does not pick one of them."""
    record_run(tmp_path, curves=CURVES + b"U,2026-11-20,swap,1Y,0.0065,2\n")
    assert refused(named(tmp_path, "curve"), tmp_path) == ("curve_choice", {"number": "2", "trade_date": "2026-11-20"})


@pytest.mark.parametrize(
    "handle",
    ["", "scen", "scen:2026-11-20", "scen:2026-11-20@", "scen:2026-11-20@7f3", "scen:2026-11-20@7F3A",
     "scen:2026-11-20@7f3g", "scen:2026-02-30@7f3a", "scen:20261120@7f3a", "scén:2026-11-20@7f3a",
     f"scen:2026-11-20@{'0' * 65}"],
)  # fmt: skip
def test_what_is_no_handle_is_told_its_form(home, handle):
    """A name of another form, or of a day that is none, is refused with an example."""
    code, details = refused(handle, home)
    assert (code, details["example"]) == ("handle_form", "scen:2026-11-20@7f3a")


def test_an_unknown_handle_is_told_what_there_is(home):
    """Digits that no table of the date has are refused with the names of those that there are."""
    sha256 = snapshots.keep(home, [HISTORY])[0]
    other = "0000" if sha256[:4] != "0000" else "1111"
    code, details = refused(f"scen:2026-11-20@{other}", home)
    assert code == "handle_unknown"
    assert details["known"] == " ".join(handles_of(DAY, home=home))


def test_a_date_without_a_run_has_no_handles(home):
    """Of a date that was never run nothing is known, and neither is anything of a kind that was not read."""
    assert handles_of(date(2026, 11, 19), home=home) == ()
    assert refused("scen:2026-11-19@7f3a", home)[0] == "handle_unknown"
    assert refused("quotes:2026-11-20@7f3a", home)[0] == "handle_unknown"


def test_a_home_without_record_has_no_handles(tmp_path):
    """Asking makes no record: an empty home knows no handle and stays empty."""
    assert refused("scen:2026-11-20@7f3a", tmp_path) == (
        "handle_unknown",
        {"handle": "scen:2026-11-20@7f3a", "day": "2026-11-20", "known": "-"},
    )
    assert not list(tmp_path.iterdir())


def test_a_later_run_with_another_table_makes_a_handle_stale(home):
    """Once a later run of the date has read another history, the old name is refused and the new one is told."""
    old, curve = named(home, "scen"), named(home, "curve")
    record_run(home, history=HISTORY.replace(b"41", b"42"), curves=CURVES)
    code, details = refused(old, home)
    assert (code, details["newest"]) == ("handle_stale", named(home, "scen"))
    assert named(home, "scen") != old
    assert named(home, "curve") == curve


def test_a_run_of_another_date_changes_nothing(home):
    """A run of the next day leaves the names of this one as they are."""
    before = handles_of(DAY, home=home)
    record_run(home, date(2026, 11, 24), history=HISTORY + b"2026-11-20,43\n")
    assert handles_of(DAY, home=home) == before
    assert isinstance(stored_table(named(home, "scen"), home=home), tuple)


def alike(digits):
    """Return two histories whose hashes begin with the same digits."""
    seen = {}
    for number in range(100_000):
        content = HISTORY + f"2026-11-20,{number}\n".encode()
        first = hashlib.sha256(content).hexdigest()[:digits]
        if first in seen:
            return seen[first], content
        seen[first] = content
    raise AssertionError(digits)


def test_digits_that_two_tables_share_are_ambiguous(tmp_path):
    """Four digits that fit two tables of one date are refused; a name given out has as many as it takes."""
    one, other = alike(4)
    record_run(tmp_path, history=one)
    first = named(tmp_path, "scen")
    record_run(tmp_path, history=other)
    code, details = refused(first, tmp_path)
    assert (code, len(details["known"].split())) == ("handle_ambiguous", 2)
    newest = named(tmp_path, "scen")
    assert len(newest) > len(first)
    assert table_of_handle(newest, home=tmp_path)[-1][0] == "2026-11-20"


def test_a_damaged_or_missing_content_is_told(home):
    """A stored table whose bytes are gone or no longer fit their name is refused, and read again once it is mended."""
    handle = named(home, "scen")
    path = snapshots.snapshot_path(home, stored(handle, home=home).sha256)
    path.write_bytes(HISTORY + b"x")
    assert refused(handle, home)[0] == "snapshot_damaged"
    path.unlink()
    assert refused(handle, home)[0] == "snapshot_missing"
    snapshots.keep(home, [HISTORY])
    assert len(table_of_handle(handle, home=home)) == 3


def test_a_table_with_a_bad_row_is_refused_whole(tmp_path):
    """A stored table with a row of another width is no table to compute from."""
    record_run(tmp_path, history=b"date,AA\n2026-11-18,40,1\n")
    assert refused(named(tmp_path, "scen"), tmp_path)[0] == "row_shape"


def test_a_handle_holds_in_another_process(home, hikae_process):
    """What one process named, another one finds: a curve's name prices in a fresh command."""
    wide = CURVES.replace(b"rate,spot", b"rate,fixed_frequency,fixed_day_count,spot").replace(
        b",2\n", b",1,ACT/365F,2\n"
    )
    record_run(home, curves=wide)
    handle = named(home, "curve")
    told = ["2026-11-20", "2031-12-20", 120, 100, 0.35, handle]
    answer = json.loads(hikae_process("call", "CDS_UPFRONT", json.dumps(told), HIKAE_HOME=str(home)).stdout)
    assert answer["value"] > 0.0
