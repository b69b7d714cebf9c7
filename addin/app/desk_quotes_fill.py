"""What the quotes book shows of a day when it is opened: as its buttons would leave it, and nothing recorded."""

from datetime import datetime
from pathlib import Path

from addin.app.day.approvals import DayApprovals
from addin.app.day.finish import default_at
from addin.app.day.run import DayRequest, computed_day
from addin.app.day.show import margin_content
from addin.app.desk_check import checked_rows
from addin.app.desk_day import Desk, participant_of, seen_at
from addin.app.desk_hearing import seen_evidence
from addin.app.desk_import import day_rows
from addin.app.desk_prices import shown_rows
from addin.app.desk_quotes import desk_quotes
from addin.app.desk_routes import ways_rows
from addin.app.quotes_day import quote_day
from addin.books.laid import LaidOver
from addin.books.port import Rows, Sheet
from addin.books.regions import panel
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError


def filling(sheet: Sheet, folder: Path, *, home: Path) -> dict[str, Rows]:
    """Return the rows of a day's folder for every table of the book that needs nobody's word.

    The quotes with their checks, the prices, the ways out, and at JSCC's desk the evidence of a hearing. Raises
    RefusedError as `day_rows`.
    """
    laid = LaidOver(sheet, {panel.FOLDER.name: [[str(folder)]]})
    desk, day = Desk(laid, home, now()), quote_day(folder, home=home)
    at = seen_at(desk, day.business_date)
    made = day_rows(laid, day, folder)
    laid.write(made)
    with Journal(home) as journal:
        made |= ways_rows(laid, journal, day, participant=participant_of(sheet), at=at)
    return {**made, **seen_evidence(laid, day, at=at), **_checked(desk), **_priced(sheet, folder, home=home, at=at)}


def _checked(desk: Desk) -> dict[str, Rows]:
    """Return the state of every quote, none where not one has been given yet."""
    try:
        return checked_rows(desk, desk_quotes(desk))
    except RefusedError:
        return {}


def _priced(sheet: Sheet, folder: Path, *, home: Path, at: datetime) -> dict[str, Rows]:
    """Return the settlement prices as 計算 / Calculate shows them."""
    result = computed_day(DayRequest(folder, home, at), default_at=default_at, tell=lambda _: None)
    return shown_rows(sheet, margin_content(result, "", DayApprovals((), ())))
