"""An explicit scenario matrix, typed: shocked spreads of every instrument, scenario by scenario."""

from collections.abc import Collection

import numpy as np

from addin.books.inputs import SPREAD
from calc.market.scenarios import ScenarioKind, Scenarios
from calc.outcome import Finding, Outcome, Place, finding
from calc.text.columns import Column, Table, choice, records, text, unique


def scenarios(table: Table, *, instrument: Collection[str]) -> Outcome[Scenarios | None]:
    """Return the scenarios; the columns of all instruments must be there, others are passed over.

    A scenario with a bad cell is a finding, and so is one named twice: dropping it would change the tail unseen.
    """
    codes = tuple(sorted(instrument))
    columns = [Column("scenario", text), Column("kind", choice(ScenarioKind))]
    columns += [Column(name, SPREAD) for name in codes]
    read = records(table, columns)
    rows = unique(read.value, ("scenario",), table.source)
    found: tuple[Finding, ...] = (*read.findings, *rows.findings, *_shape(table))
    if not rows.value:
        return Outcome(None, found)
    matrix = np.array([[values[name] for name in codes] for _, values in rows.value], dtype=np.float64)
    names = tuple(values["scenario"] for _, values in rows.value)
    kinds = tuple(values["kind"] for _, values in rows.value)
    return Outcome(Scenarios(names, kinds, codes, np.ascontiguousarray(matrix.T)), found)


def _shape(table: Table) -> tuple[Finding, ...]:
    return tuple(
        finding("row_shape", Place(table.source, row), expected=len(table.columns), found=len(cells), first="")
        for row, cells in table.misshapen
    )
