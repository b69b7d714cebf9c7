"""The complete enumeration of both plans as text: every state of every item, and every incident."""

from collections.abc import Iterator

from addin.app.plan_day import guidance_of
from calc.continuity.enumeration import incident_lines
from calc.plan.clauses import book
from calc.plan.enumeration import table_lines


def plan_table() -> Iterator[str]:
    """Yield the lines of the enumeration, the items of the contingency plan first, then the incidents."""
    yield from table_lines()
    yield from incident_lines(guidance_of(book()), gap=book().marks["external_only"])
