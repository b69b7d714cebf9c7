"""Positions, scenarios and history as Parquet are those of the CSV with the same cells: figures and findings."""

import csv
import io
from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books import parquet, position_stream, scenario_stream
from addin.books.history_inputs import history
from addin.books.history_stream import history_of_parquet
from addin.books.position_stream import Known, accounts_in, held_of_parquet, held_of_table
from addin.books.scenario_inputs import scenarios
from addin.books.scenario_stream import scenarios_of_parquet, source_of
from addin.books.tables import csv_rows
from calc.days.business_day import WEEKENDS
from calc.outcome import RefusedError

KNOWN = Known(("A1", "A2", "A3"), {"IX": 0.975, "AA": 1.0}, ("DEAD",))
NAMES = st.sampled_from(["A1", "A2", "A3", "A9", " A1", "a b", "", None, "7"])
CODES = st.sampled_from(["IX", "AA", "DEAD", "ZZ", None, "I X"])
NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-1e6, 1e6).map(lambda value: round(value, 3)),
    st.sampled_from([0.0, -0.0, 1e15, -1e15, 1e-95, 5e9, None]),
)
TEXTS = st.sampled_from(["1", "-2.5", "1e9", "１２", "x", "1,000", "", None, "1e400"])
SPREADS = st.one_of(st.floats(0.0, 2e6), st.sampled_from([0.0, 60.0, 999_999.0, 1e6, -1.0, float("nan"), None]))


def shown(cell):
    """Return a cell as a program writes it into a CSV."""
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)


def as_csv(columns):
    """Return the table of the CSV with these columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[shown(cell) for cell in row] for row in zip(*columns.values(), strict=True)])
    return csv_rows(text.getvalue().encode(), "t.parquet").value


@pytest.fixture(scope="session")
def as_parquet(tmp_path_factory):
    """Return a maker of the Parquet file with these columns, in row groups of three."""
    path = tmp_path_factory.mktemp("parquet") / "t.parquet"

    def made(columns, **types):
        arrays = {name: pa.array(cells, types.get(name)) for name, cells in columns.items()}
        pq.write_table(pa.table(arrays), path, row_group_size=3)
        return path

    return made


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    """Have few rows in a batch, so that all tables have several."""
    monkeypatch.setattr(parquet, "CELLS_ABREAST", 12)


def held_shown(read):
    """Return all that a reading of positions says, its findings in the order of the rows."""
    with closing(read.held):
        weights = [part.tolist() for _, part in read.held.parts()]
        found = sorted(read.found, key=lambda each: (each.place.row or 0, each.place.column, each.code))
        return weights, read.held.repeated, found, read.broken & {*KNOWN.accounts}


@given(st.lists(st.tuples(NAMES, CODES, NUMBERS), max_size=12))
def test_positions_are_those_of_the_csv(as_parquet, rows):
    """Whatever stands in the cells, amounts, findings with their rows, and accounts that are not whole are the same."""
    names, codes, numbers = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {"account": names, "instrument": codes, "notional": numbers}
    types = {"account": pa.string(), "instrument": pa.string(), "notional": pa.float64()}
    read = held_of_parquet(as_parquet(columns, **types), KNOWN)
    assert held_shown(read) == held_shown(held_of_table(as_csv(columns), KNOWN))


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_notionals_as_text_are_those_of_the_csv(as_parquet, texts):
    """Numbers that stand as texts are read by the grammar of cells."""
    columns = {"notional": texts, "instrument": ["IX"] * len(texts), "account": ["A2"] * len(texts)}
    read = held_of_parquet(as_parquet(columns, notional=pa.string()), KNOWN)
    assert held_shown(read) == held_shown(held_of_table(as_csv(columns), KNOWN))


def test_columns_of_other_types_are_those_of_the_csv(as_parquet):
    """Dictionaries, decimals and whole numbers say what their texts say."""
    columns = {"account": ["A1", "A1"], "instrument": ["AA", "IX"], "notional": ["5.25", "-7.00"]}
    said = held_shown(held_of_table(as_csv(columns), KNOWN))
    for kind in (pa.decimal128(9, 2), pa.float32()):
        path = as_parquet(columns)
        table = pa.table({name: pa.array(cells) for name, cells in columns.items()})
        coded = table.set_column(0, "account", table["account"].dictionary_encode())
        pq.write_table(coded.set_column(2, "notional", table["notional"].cast(kind)), path)
        assert held_shown(held_of_parquet(path, KNOWN)) == said


def test_an_account_with_an_instrument_without_value_is_not_whole(as_parquet):
    """Who holds what cannot be valued is named, be it nothing on balance."""
    columns = {"account": ["A1", "A2", "A2"], "instrument": ["IX", "DEAD", "DEAD"], "notional": [1.0, 5.0, -5.0]}
    assert held_shown(held_of_parquet(as_parquet(columns), KNOWN))[3] == {"A2"}


def test_a_missing_column_of_positions_is_told(as_parquet):
    """Without a column there is no row, and the column is named."""
    columns = {"account": ["A1"], "notional": [1.0]}
    found = held_shown(held_of_parquet(as_parquet(columns), KNOWN))[2]
    assert [(each.code, each.place.column) for each in found] == [("column_missing", "instrument")]


def test_findings_without_number_are_counted(as_parquet, monkeypatch):
    """Beyond a limit findings are only counted, and the accounts they name are not whole all the same."""
    monkeypatch.setattr(position_stream, "MOST_FAULTS", 2)
    columns = {"account": ["A1", "A2", "A3", "A3"], "instrument": ["ZZ"] * 4, "notional": [1.0] * 4}
    for read in (held_of_parquet(as_parquet(columns), KNOWN), held_of_table(as_csv(columns), KNOWN)):
        _, _, found, broken = held_shown(read)
        assert sorted(each.code for each in found) == ["instrument_unknown"] * 2 + ["rows_more"]
        assert broken == {"A1", "A2", "A3"}


def test_the_accounts_of_a_file_are_those_its_rows_name(as_parquet):
    """Every account that a row names counts, once, without the blanks around it."""
    columns = {"account": ["A2", " A1", None, "A2", "a b"], "notional": [1.0] * 5}
    assert accounts_in(as_parquet(columns)) == {"A1", "A2", "a b"}
    assert accounts_in(as_parquet({"x": [1]})) == frozenset()


HEADS = st.tuples(
    st.sampled_from(["s1", "s2", "s3", "s4", "", None, "a\x07b"]),
    st.sampled_from(["reference", "reference", "stress", "other", None]),
    SPREADS,
    SPREADS,
)


def blocks_or_findings(read):
    """Return names, kinds and all spreads of a source that a reader makes, or what was found."""
    try:
        made = read()
        blocks = list(made.blocks(["BB", "AA"]))
    except RefusedError as refused:
        return {*refused.findings}
    return made.names, made.is_stress.tolist(), np.hstack(blocks).tolist()


@given(st.lists(HEADS, min_size=1, max_size=9))
def test_scenarios_are_those_of_the_csv(as_parquet, rows):
    """Names, kinds and spreads are the same, and whatever is wrong is the same and refuses the whole table."""
    names, kinds, first, second = zip(*rows, strict=True)
    columns = {"scenario": names, "AA": first, "kind": kinds, "BB": second}
    types = {"scenario": pa.string(), "kind": pa.string(), "AA": pa.float64(), "BB": pa.float64()}
    path = as_parquet(columns, **types)

    def from_csv():
        read = scenarios(as_csv(columns), instrument=("AA", "BB"))
        if read.findings:
            raise RefusedError(read.findings)
        return source_of(read.value)

    assert blocks_or_findings(lambda: scenarios_of_parquet(path, instrument=("AA", "BB"))) == blocks_or_findings(
        from_csv
    )


def test_scenarios_come_block_by_block(as_parquet, monkeypatch):
    """No block holds more scenarios than a batch has, and all of them follow each other."""
    monkeypatch.setattr(scenario_stream, "ABREAST", 2)
    columns = {"scenario": [*"abcdefg"], "kind": ["reference"] * 7, "AA": [float(n) for n in range(7)]}
    for made in (
        scenarios_of_parquet(as_parquet(columns), instrument=["AA"]),
        source_of(scenarios(as_csv(columns), instrument=["AA"]).value),
    ):
        blocks = list(made.blocks(["AA"]))
        assert max(block.shape[1] for block in blocks) <= 4
        assert np.hstack(blocks).tolist() == [[float(n) for n in range(7)]]


def test_bad_spreads_of_good_scenarios_are_all_told(as_parquet):
    """What is wrong with the spreads is told when all of them were read, and no block follows the first fault."""
    columns = {"scenario": [*"abcdefgh"], "kind": ["reference"] * 8, "AA": [1.0, 2.0, 3.0, 4.0, 5.0, -1.0, None, 8.0]}
    made = scenarios_of_parquet(as_parquet(columns), instrument=["AA"])
    blocks = []
    with pytest.raises(RefusedError) as caught:
        blocks.extend(made.blocks(["AA"]))
    assert [(each.code, each.place.row) for each in caught.value.findings] == [("number_range", 7), ("cell_empty", 8)]
    assert np.hstack(blocks).tolist() == [[1.0, 2.0, 3.0, 4.0]]


def test_a_name_that_stands_twice_refuses_the_scenarios(as_parquet):
    """A repeated name is told with the row that had it first."""
    columns = {"scenario": ["a", "b", "a"], "kind": ["stress"] * 3, "AA": [1.0, 2.0, 3.0]}
    with pytest.raises(RefusedError) as caught:
        scenarios_of_parquet(as_parquet(columns), instrument=["AA"])
    (found,) = caught.value.findings
    assert (found.code, found.place.row, dict(found.details)) == ("key_repeated", 4, {"key": "a", "first": "2"})


def test_a_missing_instrument_among_the_scenarios_is_told(as_parquet):
    """The columns of all instruments must be there."""
    columns = {"scenario": ["a"], "kind": ["stress"], "AA": [1.0]}
    with pytest.raises(RefusedError) as caught:
        scenarios_of_parquet(as_parquet(columns), instrument=["AA", "BB"])
    assert [(each.code, each.place.column) for each in caught.value.findings] == [("column_missing", "BB")]


DAYS = st.sampled_from([*(date(2026, 11, 2) + timedelta(n) for n in range(12)), None])


def history_shown(read):
    """Return all that a reading of a history says."""
    found = {*read.findings}
    if read.value is None:
        return None, found
    return read.value.days, read.value.instruments, np.nan_to_num(read.value.spreads_bp, nan=-1.0).tolist(), found


@given(st.lists(st.tuples(DAYS, SPREADS, SPREADS), min_size=1, max_size=8), st.booleans())
def test_a_history_is_that_of_the_csv(as_parquet, rows, in_order):
    """Days, spreads, days without a price and everything that is wrong are the same."""
    ordered = sorted(rows, key=lambda row: row[0] or date(2026, 1, 1)) if in_order else rows
    days, first, second = zip(*ordered, strict=True)
    columns = {"AA": first, "date": days, "BB": second}
    read = history_of_parquet(
        as_parquet(columns, date=pa.date32(), AA=pa.float64(), BB=pa.float64()), calendar=WEEKENDS
    )
    assert history_shown(read) == history_shown(history(as_csv(columns), calendar=WEEKENDS))


def test_a_history_without_a_row_is_told(as_parquet):
    """A file of columns alone is no history."""
    path = as_parquet({"date": [], "AA": []}, date=pa.date32(), AA=pa.float64())
    assert [each.code for each in history_of_parquet(path, calendar=WEEKENDS).findings] == [
        "table_without_rows",
        "history_unordered",
    ]


def test_a_history_without_days_is_refused(as_parquet):
    """Without the column of days nothing can be read."""
    with pytest.raises(RefusedError, match="column_missing"):
        history_of_parquet(as_parquet({"AA": [1.0]}), calendar=WEEKENDS)
