"""Variation margin, clearing fund and intraday margin of a whole book for cells: a row an account, or a participant.

The numbers are those of `hikae margin` on the same tables, by its own use case. Whatever is not known has no number but
a finding that says why; a table of the day before, or of today's trades, with a bad row is refused whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from addin.app.accounts_cell import BookRun, book_run
from addin.app.cell_tables import Cells, Rows, cells_of, table_in
from addin.app.kept import kept
from addin.app.margin_cell import CellRun, MarginCells
from addin.app.measure_rules import intraday_rules, rate_missing
from addin.app.measures import Measures, Past, measures
from addin.books import inputs
from addin.books.trade_inputs import trades
from calc.margin.intraday import IntradayAccounts, IntradayCall
from calc.margin.variation import Variation
from calc.outcome import Finding, Outcome, RefusedError
from calc.text.wording import Severity, severity
from calc.types import AccountKind

T = TypeVar("T")

APPLIED, DEALS, BEFORE = "applied_range", "deals_range", "before_range"
_BOOKS_KEPT = 8
_NO_ROWS = ["table_without_rows"]


@dataclass(frozen=True, slots=True)
class MeasureCells:
    """The arguments as they came: those of margin, the accounts, and what is known of the day before and today's deals.

    `applied` are the requirements applied on the day before, `before` its positions.
    """

    margin: MarginCells
    accounts: Rows | None = None
    applied: Rows | None = None
    deals: Rows | None = None
    before: Rows | None = None


@dataclass(frozen=True, slots=True)
class VariationRow:
    """One account: its level in yen, and its transfer; None where it is not known, and what there is to be said."""

    account: str
    stock: int | None
    variation: Variation | None
    why: Finding | None


@dataclass(frozen=True, slots=True)
class FundRow:
    """One participant's clearing fund in yen: required, and its share before the floor.

    `scenario` is the worst one where the participant is of the groups that lose most in it, else "".
    """

    participant: str
    required: int
    share: int
    scenario: str


@dataclass(frozen=True, slots=True)
class IntradayRow:
    """One account's intraday margin: None where it cannot be told, and why."""

    account: str
    call: IntradayCall | None
    why: Finding | None


def variation_rows(given: MeasureCells, *, home: Path) -> tuple[VariationRow, ...]:
    """Return the variation margin of every account, in the order of `book_run`; RefusedError as `book_run` says.

    Source: `calc.margin.variation`.
    """
    book = book_run(given.margin, given.accounts, home=home)
    if book.run is None:
        return tuple(VariationRow(code, None, None, why) for code, why in book.faults.items())
    found, unrated = _found(book, book.run, given, home=home), rate_missing(book.run.settings)
    gaps = _gaps(found)

    def row(code: str) -> VariationRow:
        if code in book.faults:
            return VariationRow(code, None, None, book.faults[code])
        moved = found.variations.get(code)
        return VariationRow(code, found.levels[code].stock, moved, gaps.get(code) if moved is None else unrated)

    return tuple(row(code) for code in book.order)


def fund_rows(given: MeasureCells, *, home: Path) -> tuple[FundRow, ...]:
    """Return the clearing fund of every participant.

    Raises RefusedError `fund_unchecked` on a participant's side or without the accounts, with the fault of the first
    account that has one, since everybody's is needed, or as `book_run` and `calc.margin.clearing_fund` say.
    """
    book = book_run(given.margin, given.accounts, home=home)
    faults = [book.faults[code] for code in book.order if code in book.faults]
    if faults:
        raise RefusedError(faults)
    if book.run is None:
        return ()
    found = _found(book, book.run, given, home=home)
    if found.fund is None:
        raise RefusedError([why for measure, why in found.gaps if measure == "clearing_fund"])
    made, largest = found.fund, {member for group in found.fund.fund.groups for member in group}
    return tuple(
        FundRow(name, amount, made.fund.stressed[name], made.fund.scenario if name in largest else "")
        for name, amount in sorted(made.required.items())
    )


def intraday_rows(given: MeasureCells, *, home: Path) -> tuple[IntradayRow, ...]:
    """Return the intraday margin of every account that the desk's setting chooses; RefusedError as `book_run` says.

    Source: `calc.margin.intraday`.
    """
    book = book_run(given.margin, given.accounts, home=home)
    if book.run is None:
        return tuple(IntradayRow(code, None, why) for code, why in book.faults.items())
    found = _found(book, book.run, given, home=home)
    calls, whys = {each.account: each for each in found.intraday}, {**_gaps(found), **book.faults}
    chosen = [code for code in book.order if code in calls or _is_chosen(code, book, book.run)]
    return tuple(
        IntradayRow(code, call, None)
        if (call := calls.get(code)) is not None and call.required is not None
        else IntradayRow(code, None, whys.get(code))
        for code in chosen
    )


def _is_chosen(code: str, book: BookRun, run: CellRun) -> bool:
    """Return whether an account without a call would have one; of one whose kind is not known, it may be."""
    account = book.known.get(code)
    everybody = intraday_rules(run.settings).accounts is IntradayAccounts.ALL
    return everybody or account is None or account.kind is AccountKind.HOUSE


def _gaps(found: Measures) -> Mapping[str, Finding]:
    """Return why accounts have no transfer."""
    named = [(dict(why.details).get("account", ""), why) for measure, why in found.gaps if measure == "vm_flow"]
    return {account: why for account, why in named if account}


def _found(book: BookRun, run: CellRun, given: MeasureCells, *, home: Path) -> Measures:
    """Return the measures beside the initial margin of a run."""
    ranges = {APPLIED: given.applied, DEALS: given.deals, BEFORE: given.before}
    cells = {name: None if rows is None else cells_of(rows, name, home=home) for name, rows in ranges.items()}
    return _measured(
        book,
        run,
        applied=cells[APPLIED],
        deals=cells[DEALS],
        before=cells[BEFORE],
        has_accounts=given.accounts is not None,
    )


@kept(_BOOKS_KEPT)
def _measured(
    book: BookRun,
    run: CellRun,
    *,
    applied: Cells | None,
    deals: Cells | None,
    before: Cells | None,
    has_accounts: bool,
) -> Measures:
    """Return the measures beside the initial margin of a run, once for all the cells that show them."""
    known = {"account": set(book.order)}
    both = {**known, "instrument": {each.code for each in run.given.instruments}}
    held = None
    if before is not None:
        held = _whole(inputs.positions(table_in(before, "account", "instrument", "notional"), **both))
    past = Past(
        previous=() if applied is None else _whole(inputs.requirements(table_in(applied, *_REQUIREMENT), **known)),
        trades=() if deals is None else _whole(trades(table_in(deals, *_DEAL), **both)),
        held=held,
        has_accounts=has_accounts,
    )
    return measures(run.given, run.result, run.settings, past=past)


_REQUIREMENT, _DEAL = ("account", "measure", "amount"), ("account", "instrument", "notional", "upfront")


def _whole(read: Outcome[tuple[T, ...]]) -> tuple[T, ...]:
    """Return the rows of a table, none from a header alone; the first error refuses all of it."""
    wrong = [each for each in read.findings if severity(each) is Severity.ERROR]
    if wrong and [each.code for each in wrong] != _NO_ROWS:
        raise RefusedError(wrong)
    return read.value
