"""Which amounts apply under a ruling: from the day's own sets, or the previous day's applied ones.

The previous day's amounts are those *applied* on the previous business day (gap G5); where none is known the row is
null with gap G18, never zero. Sources: CP-2.1.1, CP-2.2.2, CP-2.2.3, CP-3.1.1, CP-3.2.3.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from calc.plan.asked import Asked
from calc.plan.clauses import Book
from calc.plan.moments import Notified, Result
from calc.plan.types import INTRADAY_MEASURES, MARGIN_MEASURES, MEASURES, Amount, AmountRow, Ruling

SEPARATORS = "-_/: ."
SOURCE_MEASURES = {"margin": MARGIN_MEASURES, "intraday": INTRADAY_MEASURES}
NOTHING_APPLIES = (None, "pending")
FALLBACKS = ("previous_day", "previous_day_house")


def owns(participant: str, account: str) -> bool:
    """Return whether an account is the participant's: its name, alone or before a separator."""
    return account == participant or (account.startswith(participant) and account[len(participant)] in SEPARATORS)


def amounts_of(ruling: Ruling, result: Result | None, *, item: str, asked: Asked) -> tuple[AmountRow, ...]:
    """Return the amounts that apply under a ruling, one row per account and measure; a price has none."""
    if result is None or ruling.applies in NOTHING_APPLIES:
        return ()
    if ruling.applies in FALLBACKS:
        return _previous(item, asked=asked)
    rows = (
        _row(amount, asked.day.business_date)
        for measure in SOURCE_MEASURES[item]
        if (source := _source(ruling, result, measure=measure, asked=asked))
        for amount in _of_version(_candidates(item, measure, asked=asked), source)
    )
    return in_order(rows)


def in_order(rows: Iterable[AmountRow]) -> tuple[AmountRow, ...]:
    """Return amount rows by account, each account's measures in the order of the plan."""
    return tuple(sorted(rows, key=lambda row: (row.account or "", MEASURES.index(row.measure))))


def _row(amount: Amount, day: date) -> AmountRow:
    return AmountRow(
        account=amount.account,
        measure=amount.measure,
        amount=amount.amount,
        date=amount.date or day,
        set=amount.set,
        version=amount.version,
        gap=None,
        chain=amount.chain,
    )


def _candidates(item: str, measure: str, *, asked: Asked) -> tuple[Amount, ...]:
    """Return a measure's amounts that the item may use."""
    kinds = _kinds(item, asked.book)
    return tuple(each for each in asked.day.amounts if each.measure == measure and each.kind in kinds)


def _of_version(amounts: Iterable[Amount], source: Notified) -> tuple[Amount, ...]:
    of_set = [each for each in amounts if each.set == source.set]
    for version in source.versions:
        found = tuple(each for each in of_set if each.version == version)
        if found:
            return found
    return ()


def _source(ruling: Ruling, result: Result, *, measure: str, asked: Asked) -> Notified | None:
    """Return the notified set a ruling takes a measure from, the last that counts; None where there is none."""
    sets = result.renotified if ruling.applies == "renotified" else result.notified
    flagged = next(iter(result.moments["flag"]), None)
    with_measure = (each for each in sets if measure in each.computed)
    chosen = [each for each in with_measure if _counts(each, measure, ruling=ruling, flagged=flagged, asked=asked)]
    return chosen[-1] if chosen else None


def _counts(each: Notified, measure: str, *, ruling: Ruling, flagged: datetime | None, asked: Asked) -> bool:
    """Return whether a notified set counts under a ruling: before the flag, or in time of the rule's cut-off."""
    if ruling.applies == "originally_notified":
        return flagged is None or each.at <= flagged
    if ruling.departed:
        return True
    cuts = asked.book.rule(ruling.rule).when["in_time"]
    if ruling.applies == "renotified":
        return asked.clock.in_time(each.at, cuts["renotification"])
    return asked.clock.in_time(each.computed[measure], cuts["result"])


def _previous(item: str, *, asked: Asked) -> tuple[AmountRow, ...]:
    """Return the previous day's applied amounts; intraday margin takes the house accounts' initial margin alone."""
    (measures,) = asked.book.values("fallback", item).values()
    accounts: set[str | None] = {each.account for each in asked.day.amounts if each.kind in _kinds(item, asked.book)}
    return in_order(
        _previous_row(account, measure, item=item, asked=asked)
        for account in accounts or {None}
        for measure in measures
    )


def _kinds(item: str, plan: Book) -> list[str]:
    """Return which kinds of accounts an item is about: for intraday margin only the house's (G8)."""
    (kinds,) = plan.values("accounts", item).values()
    return list(kinds)


def _previous_row(account: str | None, measure: str, *, item: str, asked: Asked) -> AmountRow:
    marks = asked.book.marks
    amount = _latest(item, measure, account=account, asked=asked)
    if amount is None:
        return AmountRow(account, measure, None, asked.previous, "previous", None, marks["no_previous_amount"], ())
    row = _row(amount, asked.previous)
    if measure == "vm" and asked.day.settings.vm_fallback_mode == "zero_flow":
        return replace(row, amount=0, gap=marks["variation_margin"])
    return replace(row, gap=marks["older_amount"]) if row.chain or row.date < asked.previous else row


def _latest(item: str, measure: str, *, account: str | None, asked: Asked) -> Amount | None:
    """Return the account's amount of the latest day before the business date."""
    before = [
        each
        for each in _candidates(item, measure, asked=asked)
        if each.set == "previous"
        and each.account == account
        and (each.date or asked.previous) < asked.day.business_date
    ]
    return max(before, key=lambda each: each.date or asked.previous, default=None)
