"""A scenario matrix, and the accounts a positions table names."""

import numpy as np
import pytest

from addin.books.position_inputs import accounts_broken, accounts_named
from addin.books.scenario_inputs import scenarios
from addin.books.tables import table_of
from calc.market.scenarios import ScenarioKind
from calc.outcome import Finding, Place


def table(header, *lines):
    """Return a table of CSV lines under a header."""
    return table_of("\r\n".join((header, *lines)).encode(), "s.csv").value


def codes(read):
    """Return what was found as (code, row, column)."""
    return [(each.code, each.place.row, each.place.column) for each in read.findings]


HEADER = "scenario,kind,BB,AA,note"


def test_a_matrix_is_read_by_the_instruments_of_the_book():
    """Columns are put into one order, others are passed over, and each scenario keeps its name and kind."""
    read = scenarios(table(HEADER, "s1,reference,200,40,x", "s2,stress,400,80,"), instrument={"AA", "BB"})
    assert read.findings == ()
    assert (read.value.names, read.value.instruments) == (("s1", "s2"), ("AA", "BB"))
    assert read.value.kinds == (ScenarioKind.REFERENCE, ScenarioKind.STRESS)
    np.testing.assert_array_equal(read.value.spreads_bp, [[40, 80], [200, 400]])


def test_scenarios_are_told_for_some_of_the_instruments():
    """The same scenarios can be had for fewer instruments in another order."""
    made = scenarios(table(HEADER, "s1,reference,200,40,"), instrument={"AA", "BB"}).value
    assert made.of(["BB"]).spreads_bp.tolist() == [[200.0]]
    assert made.of(["BB", "AA"]).instruments == ("BB", "AA")


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("s1,reference,1,2,", "key_repeated", "scenario"),
        ("s2,base,1,2,", "choice_refused", "kind"),
        ("s2,stress,nan,2,", "number_character", "BB"),
        ("s2,stress,-1,2,", "number_range", "BB"),
        ("s2,stress,1,,", "cell_empty", "AA"),
    ],
)
def test_a_bad_scenario_is_told(line, code, column):
    """A scenario with a bad cell, or named twice, is a finding: without it the tail would be another."""
    read = scenarios(table(HEADER, "s1,reference,200,40,", line), instrument={"AA", "BB"})
    assert codes(read) == [(code, 3, column)]


def test_a_scenario_of_another_width_is_told():
    """A row with a cell too few is a finding of the matrix too."""
    read = scenarios(table(HEADER, "s1,reference,200,40,", "s2,stress,1"), instrument={"AA", "BB"})
    assert codes(read) == [("row_shape", 3, "")]


def test_every_instrument_needs_its_column():
    """A matrix without a column for an instrument of the book is not used at all."""
    read = scenarios(table("scenario,kind,AA", "s1,reference,40"), instrument={"AA", "BB"})
    assert read.value is None
    assert codes(read) == [("column_missing", 1, "BB")]


POSITIONS = ("P1,AA,1", "P2,AA,x", " P3 ,ZZ,1", "P4,AA", ",AA,1")


def test_accounts_named_by_positions():
    """Every account in a whole row is named, without blanks and without the empty one."""
    assert accounts_named(table("account,instrument,notional", *POSITIONS)) == {"P1", "P2", "P3"}
    assert accounts_named(table("instrument,notional", "AA,1")) == frozenset()


def test_accounts_with_a_row_that_cannot_be_used():
    """An account is broken by a finding of its row or by a row of another width, wherever the column stands."""
    made = table("account,instrument,notional", *POSITIONS)
    found = [Finding("number_character", Place("s.csv", 3)), Finding("position_repeated", Place("s.csv"))]
    assert accounts_broken(made, found) == {"P2", "P4"}
    turned = table("instrument,account,notional", "AA,P1,1", "AA,P2", "AA")
    assert accounts_broken(turned, []) == {"P2"}
    assert accounts_broken(table("instrument,notional", "AA"), []) == frozenset()
