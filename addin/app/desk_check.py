"""確認 / Check: every quote of the book put to the checks, and a state beside each row."""

from addin.app.desk_day import Desk, Done
from addin.app.desk_quotes import ASKED, BLOCKED, GOOD, MISSING, DeskQuotes, counts, desk_quotes, state_rows
from addin.books.desk_cells import written
from addin.books.port import Rows
from addin.books.regions.panel import SUMMARY_LINE
from addin.books.regions.quotes import QUOTE_STATES
from addin.store.mode import MODE_WORDS, mode_of
from calc.text.wording import Words, words

OF_SHEET = frozenset({"quote_missing", "participant_silent"})  # told of the sheet as a whole, not of a row


def checked_book(desk: Desk) -> Done:
    """Return what the checks made of the book's quotes, each row's state written beside it; nothing is recorded.

    Errors as `desk_quotes`.
    """
    quotes = desk_quotes(desk)
    desk.sheet.write(checked_rows(desk, quotes))
    return Done(_said(quotes))


def checked_rows(desk: Desk, quotes: DeskQuotes) -> dict[str, Rows]:
    """Return the state of every row and the line that counts them."""
    states, said = desk.sheet.read(QUOTE_STATES.name), _counted(quotes)
    line = f"{quotes.at:%H:%M:%S} {' '.join(MODE_WORDS[mode_of(desk.home)])}   {said.ja} / {said.en}"
    return {states.name: written(states, QUOTE_STATES, state_rows(quotes)), SUMMARY_LINE.name: [[line]]}


def _said(quotes: DeskQuotes) -> Words:
    """Return how many quotes there are of each state, and what is told of the sheet as a whole."""
    said = _counted(quotes)
    for each in (words(each) for each in quotes.found if each.code in OF_SHEET):
        said = Words(f"{said.ja}。{each.ja}", f"{said.en}. {each.en}")
    return said


def _counted(quotes: DeskQuotes) -> Words:
    rows = state_rows(quotes)
    number = counts(rows)
    given = len(rows) - number[MISSING] - sum(not any(row) for row in rows)
    ja = f"{given}件: 可 {number[GOOD]}・要確認 {number[ASKED]}・訂正 {number[BLOCKED]}・未入力 {number[MISSING]}"
    en = (
        f"{given} quotes: {number[GOOD]} good, {number[ASKED]} to confirm, {number[BLOCKED]} to correct,"
        f" {number[MISSING]} missing"
    )
    return Words(ja, en)
