"""The complete enumeration of both plans as text: every state of every item, and every incident."""

from collections.abc import Iterator

from addin.app.plan_day import guidance_of
from calc.continuity.enumeration import incident_lines
from calc.plan.clauses import book
from calc.plan.enumeration import table_lines

HEAD = (
    "# 全状態の一覧: 起きたこと | その時刻から適用されるもの、条項、ギャップ | 次に変わる時刻から…",
    "# Every state: what came about | from that instant what applies, clause, gap | from the next instant …",
)


def plan_table() -> Iterator[str]:
    """Yield how to read it, then the lines of the enumeration: the contingency plan's items first, then incidents."""
    yield from HEAD
    yield from table_lines()
    yield from incident_lines(guidance_of(book()), gap=book().marks["external_only"])
