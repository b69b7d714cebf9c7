"""Which accounts a positions table names, also in rows that cannot be used."""

from collections.abc import Iterable

from calc.outcome import Finding
from calc.text.columns import Table

ACCOUNT = "account"


def accounts_named(table: Table) -> frozenset[str]:
    """Return every account that the table names in a whole row."""
    place = table.columns.index(ACCOUNT) if ACCOUNT in table.columns else None
    return frozenset() if place is None else frozenset(str(cells[place]).strip() for _, cells in table.rows) - {""}


def accounts_broken(table: Table, found: Iterable[Finding]) -> frozenset[str]:
    """Return the accounts with a row that a finding names or whose cells do not fit the header."""
    if ACCOUNT not in table.columns:
        return frozenset()
    place = table.columns.index(ACCOUNT)
    bad = {each.place.row for each in found}
    rows = [cells for row, cells in table.rows if row in bad] + [cells for _, cells in table.misshapen]
    return frozenset(str(cells[place]).strip() for cells in rows if place < len(cells)) - {""}
