"""Pages of the paper as tests look at them: the example day of an empty home, and a section's tables by their heads."""

from functools import cache
from pathlib import Path

from continuity_hand import at

from addin.app.paper.day import paper_day

NOWHERE = Path("no-such-home").absolute()  # an empty home: reading makes nothing


@cache
def seen(hour, minute=0):
    """Return the example day's paper at an hour and a minute."""
    return paper_day(NOWHERE, at=at(hour, minute))


def rows(section, heading):
    """Return the rows of the table of a section with this English heading, as dictionaries by the English heads."""
    (table,) = (each for each in section.tables if each.heading.en == heading)
    heads = [column.head.en for column in table.columns]
    return [dict(zip(heads, row, strict=True)) for row in table.rows]


def words(section):
    """Return everything that a section says, in one text."""
    cells = [cell for table in section.tables for row in table.rows for cell in row]
    return "\n".join((section.title.ja, *section.lead, *cells))
