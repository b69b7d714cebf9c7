"""What trades would do to a requirement before they are done, each of them by itself and one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calc.margin.readings import Book
from calc.margin.requirement import Requirement
from calc.types import Account, Position


@dataclass(frozen=True, slots=True)
class Increment:
    """One trade in yen: what it adds to the requirement alone, and what it adds after the trades before it."""

    trade: Position
    alone: int
    in_turn: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """An account before and after all trades; the increments in turn sum to the change of the total exactly."""

    before: Requirement
    after: Requirement
    increments: tuple[Increment, ...]

    @property
    def change(self) -> int:
        """Return by how many yen all the trades together change the requirement."""
        return self.after.total - self.before.total


def what_if(book: Book, account: Account, trades: Sequence[Position]) -> WhatIf:
    """Return what the trades do to one account; to take a trade away is to add it with its notional turned.

    The accounts with none, the first, the first two … and with each trade alone are computed in one walk through the
    scenarios. Trades name instruments of the book.
    """
    held = [each for each in book.positions if each.account == account.code]
    lots = [list(trades[:number]) for number in range(len(trades) + 1)] + [[trade] for trade in trades]
    books = {str(number): [*held, *lot] for number, lot in enumerate(lots)}
    made = replace(
        book,
        accounts=[replace(account, code=name) for name in books],
        positions=[replace(each, account=name) for name, lot in books.items() for each in lot],
    ).requirements()
    turns, alone = made[: len(trades) + 1], made[len(trades) + 1 :]
    increments = tuple(
        Increment(trade, alone[place].total - turns[0].total, turns[place + 1].total - turns[place].total)
        for place, trade in enumerate(trades)
    )
    name = account.code
    return WhatIf(replace(turns[0], account=name), replace(turns[-1], account=name), increments)
