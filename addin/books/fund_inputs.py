"""What the clearing fund's older rule averages over: each participant's figures of past days."""

from dataclasses import dataclass
from datetime import date

from calc.outcome import Outcome
from calc.text.columns import Column, Table, code, day, records, unique, whole, within

LARGEST = 10**15  # yen
FUND_DAY = (
    Column("date", day),
    Column("participant", code),
    Column("stressed", within(whole, 0, LARGEST)),
    Column("margin", within(whole, -LARGEST, LARGEST)),
)


@dataclass(frozen=True, slots=True)
class FundDay:
    """One participant's past day in yen: its share of the stressed amount, and its initial plus variation margin."""

    date: date
    participant: str
    stressed: int
    margin: int


def fund_days(table: Table) -> Outcome[tuple[FundDay, ...]]:
    """Return one record a good row; a participant has at most one row a day.

    Source: domain dossier section 1.8 (a 1-month average of the stressed share, margin over 6 months).
    """
    read = records(table, FUND_DAY)
    rows = unique(read.value, ("date", "participant"), table.source)
    return Outcome(tuple(FundDay(**values) for _, values in rows.value), (*read.findings, *rows.findings))
