"""Positions of any number of rows: sorted into blocks of accounts, each block small enough to add up in memory.

What memory does not hold lies in nameless files that are gone with the process, so a file of positions may be in any
order and of any size.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir

import numpy as np
from numpy.typing import NDArray

from addin.files import not_written
from addin.streams import scratch
from calc.outcome import RefusedError

BLOCKS = 64  # as many files may be open at once
IN_MEMORY = 256_000_000  # bytes of all blocks together, before the first of them goes to a file
ABREAST = 1_000  # accounts whose row of weights is made at once
ROW = np.dtype([("account", "<i4"), ("instrument", "<i4"), ("amount", "<f8")])


@dataclass(slots=True)
class Held:
    """What accounts hold, by their places in the order of the accounts and of the instruments; amounts in yen.

    Whoever makes one closes it.

    `repeated` are the pairs that more than one row names, each as often as it stands there again; known when every
    part has been read.
    """

    accounts: int
    instruments: int
    repeated: list[tuple[int, int]] = field(default_factory=list)
    _blocks: dict[int, "SpooledTemporaryFile[bytes]"] = field(default_factory=dict)

    def add(self, accounts: NDArray[np.int32], instruments: NDArray[np.int32], amounts: NDArray[np.float64]) -> None:
        """Take in some rows; raises RefusedError `file_not_written` where there is no room to keep them."""
        rows = np.empty(len(accounts), ROW)
        rows["account"], rows["instrument"], rows["amount"] = accounts, instruments, amounts
        block = accounts // self._width
        order = np.argsort(block, kind="stable")
        edges = np.flatnonzero(np.diff(block[order], prepend=-1)).tolist()
        for first, last in pairwise((*edges, len(order))):
            self._kept(int(block[order[first]]), rows[order[first:last]])

    def parts(self) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """Yield the place of a first account with the amounts of it and those after it, accounts x instruments.

        Every account has its row, also one that holds nothing. Rows of one pair are added exactly, in any order.
        """
        self.repeated.clear()
        for first in range(0, self.accounts, self._width):
            last = min(first + self._width, self.accounts)
            rows = self._added(self._block(first // self._width))
            for start in range(first, last, ABREAST):
                end = min(start + ABREAST, last)
                weights = np.zeros((end - start, self.instruments))
                mine = rows[np.searchsorted(rows["account"], start) : np.searchsorted(rows["account"], end)]
                weights[mine["account"] - start, mine["instrument"]] = mine["amount"]
                yield start, weights

    def close(self) -> None:
        """Give back what the rows take; there are none any more."""
        while self._blocks:
            self._blocks.popitem()[1].close()

    @property
    def _width(self) -> int:
        return max(1, -(-self.accounts // BLOCKS))

    def _kept(self, block: int, rows: NDArray[np.void]) -> None:
        try:
            if block not in self._blocks:
                self._blocks[block] = scratch(IN_MEMORY // BLOCKS)
            self._blocks[block].write(rows.tobytes())
        except OSError as error:
            raise RefusedError([not_written(Path(gettempdir()), error, needed=rows.nbytes)]) from error

    def _block(self, block: int) -> NDArray[np.void]:
        """Return the rows of a block, sorted by account and instrument."""
        if block not in self._blocks:
            return np.empty(0, ROW)
        self._blocks[block].seek(0)
        rows = np.frombuffer(self._blocks[block].read(), ROW)
        self._blocks[block].seek(0, 2)
        return rows[np.lexsort((rows["instrument"], rows["account"]))]

    def _added(self, rows: NDArray[np.void]) -> NDArray[np.void]:
        """Return sorted rows with one for each pair."""
        starts = np.ones(len(rows), np.bool_)
        starts[1:] = (np.diff(rows["account"]) != 0) | (np.diff(rows["instrument"]) != 0)
        made = rows[starts]
        sizes = np.diff(np.flatnonzero(starts), append=len(rows))
        edges = np.flatnonzero(starts)
        for place in np.flatnonzero(sizes > 1).tolist():
            same = rows[edges[place] : edges[place] + sizes[place]]
            made["amount"][place] = fsum(same["amount"].tolist())
            pair = (int(made["account"][place]), int(made["instrument"][place]))
            self.repeated += [pair] * (int(sizes[place]) - 1)
        return made
