"""A scenario matrix that comes block by block: its names first, then the spreads, with the checks of the whole table.

The names are read alone, so that a run knows how many scenarios there are before the first of them is valued.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.books.inputs import HIGHEST_SPREAD_BP, SPREAD
from addin.books.parquet import Batch, Opened, opened, plain_numbers, texts
from calc.market.scenarios import ScenarioKind, Scenarios
from calc.outcome import Finding, Outcome, RefusedError
from calc.text.columns import Column, Table, choice, records, text, unique

ABREAST = 4_096
HEAD = (Column("scenario", text), Column("kind", choice(ScenarioKind)))

NAME = ("scenario",)

Block = NDArray[np.float64]
Rows = tuple[tuple[int, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class ScenarioSource:
    """Scenarios by name, which of them are stress ones, and their spreads in bp, block by block for some instruments.

    `blocks` gives instruments x some scenarios, in the order of the names; it raises RefusedError for a bad cell.
    """

    names: tuple[str, ...]
    is_stress: NDArray[np.bool_]
    blocks: Callable[[Sequence[str]], Iterator[Block]]


def source_of(scenarios: Scenarios) -> ScenarioSource:
    """Return scenarios that are at hand as a source of blocks."""

    def blocks(codes: Sequence[str]) -> Iterator[Block]:
        chosen = scenarios.of(codes).spreads_bp
        for first in range(0, chosen.shape[1], ABREAST):
            yield np.ascontiguousarray(chosen[:, first : first + ABREAST])

    return ScenarioSource(scenarios.names, scenarios.is_stress, blocks)


def scenarios_of_parquet(path: Path, *, instrument: Collection[str]) -> ScenarioSource:
    """Return the scenarios of a Parquet file of any size; the columns of all instruments must be there.

    Raises RefusedError as `opened`, and with everything that is wrong: one left out would change the tail unseen.
    """
    codes = tuple(sorted(instrument))
    with opened(path) as file:
        if missing := file.missing([*(each.name for each in HEAD), *codes]):
            raise RefusedError(missing)
        read = _heads(file)
        if read.findings or unique(read.value, NAME, file.source).findings:
            raise RefusedError(_everything_wrong(file, read, codes))

    def blocks(chosen: Sequence[str]) -> Iterator[Block]:
        wanted, faults = [codes.index(code) for code in chosen], list[Finding]()
        with opened(path) as again:
            for batch in again.batches([*(each.name for each in HEAD), *codes]):
                made, wrong = _values(batch, again.source, codes)
                faults += wrong
                if not faults and made.size:
                    yield np.ascontiguousarray(made[wanted])
        if faults:
            raise RefusedError(faults)

    names, kinds = zip(*((values["scenario"], values["kind"]) for _, values in read.value), strict=True)
    return ScenarioSource(names, np.array([kind is ScenarioKind.STRESS for kind in kinds]), blocks)


def _heads(file: Opened) -> Outcome[Rows]:
    """Return names and kinds, with what is wrong with them; findings where there is no row at all."""
    names = [each.name for each in HEAD]
    parts = [each.table(file.source, np.arange(len(each))) for each in file.batches(names)]
    columns = tuple(name for name in file.columns if name in names)
    return records(Table(file.source, columns, tuple(row for part in parts for row in part.rows)), HEAD)


def _values(batch: Batch, source: str, codes: Sequence[str]) -> tuple[Block, tuple[Finding, ...]]:
    """Return the spreads of a batch, instruments x scenarios, with what is wrong; rows without a cell are none."""
    read = [plain_numbers(batch.columns[code], 0.0, HIGHEST_SPREAD_BP) for code in codes]
    matrix = np.array([numbers for numbers, _ in read]).reshape(len(codes), len(batch))
    named = np.array([not each.isspace() and each != "" for each in texts(batch.columns["scenario"])], np.bool_)
    others = np.flatnonzero(~np.all([named, *(plain for _, plain in read)], axis=0))
    if not others.size:
        return matrix, ()
    table = batch.table(source, others)
    judged = records(table, (*HEAD, *(Column(code, SPREAD) for code in codes))) if table.rows else None
    kept = np.ones(len(batch), np.bool_)
    kept[others] = False
    for row, values in judged.value if judged else ():
        kept[row - batch.first] = True
        matrix[:, row - batch.first] = [values[code] for code in codes]
    return matrix[:, kept], judged.findings if judged else ()


def _everything_wrong(file: Opened, heads: Outcome[Rows], codes: Sequence[str]) -> list[Finding]:
    """Return the findings of a table that is read as a whole: bad cells by row, then names repeated by good rows."""
    names = [*(each.name for each in HEAD), *codes]
    spreads = [each for batch in file.batches(names) for each in _values(batch, file.source, codes)[1]]
    bad = {each.place.row for each in spreads}
    repeated = unique([each for each in heads.value if each[0] not in bad], NAME, file.source).findings
    cells = dict.fromkeys(spreads)
    cells |= dict.fromkeys(each for each in heads.findings if each.place.row)  # some were found with their spreads
    if not cells and not repeated:
        return [*heads.findings]
    return [*sorted(cells, key=lambda each: (each.place.row or 0, names.index(each.place.column))), *repeated]
