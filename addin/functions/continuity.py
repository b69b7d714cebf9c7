"""The worksheet function of the continuity plan: a section of the headquarters' board at an instant."""

from datetime import datetime

from addin.app.continuity_cell import board_rows
from addin.home import home_folder

Row = tuple[str, str, datetime | str, datetime | str, str]


def board(section: str, at: datetime) -> list[Row]:
    """Return subject, state, since, until and what is told of each row of a section."""
    rows = board_rows(section, at, home=home_folder())
    return [(each.subject, each.state, each.since or "", each.until or "", each.told) for each in rows]
