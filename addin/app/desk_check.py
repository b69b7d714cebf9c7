"""確認 / Check: every quote of the book put to the checks, and a state beside each row."""

from addin.app.desk_day import Desk, Done
from addin.app.desk_quotes import ASKED, BLOCKED, GOOD, MISSING, counts, desk_quotes, state_rows
from addin.books import regions
from addin.books.desk_cells import written
from addin.store.mode import MODE_WORDS, mode_of
from calc.text.wording import Words, words

OF_SHEET = frozenset({"quote_missing", "participant_silent"})  # told of the sheet as a whole, not of a row


def checked_book(desk: Desk) -> Done:
    """Return what the checks made of the book's quotes, each row's state written beside it; nothing is recorded.

    Errors as `desk_quotes`.
    """
    states, summary = (desk.sheet.read(each.name) for each in (regions.QUOTE_STATES, regions.SUMMARY_LINE))
    quotes = desk_quotes(desk)
    rows = state_rows(quotes)
    number = counts(rows)
    given = len(rows) - number[MISSING] - sum(not any(row) for row in rows)
    ja = f"{given}件: 可 {number[GOOD]}・要確認 {number[ASKED]}・訂正 {number[BLOCKED]}・未入力 {number[MISSING]}"
    en = (
        f"{given} quotes: {number[GOOD]} good, {number[ASKED]} to confirm, {number[BLOCKED]} to correct,"
        f" {number[MISSING]} missing"
    )
    line = f"{quotes.at:%H:%M:%S} {' '.join(MODE_WORDS[mode_of(desk.home)])}   {ja} / {en}"
    for each in (words(each) for each in quotes.found if each.code in OF_SHEET):
        ja, en = f"{ja}。{each.ja}", f"{en}. {each.en}"
    desk.sheet.write({states.name: written(states, regions.QUOTE_STATES, rows), summary.name: [[line]]})
    return Done(Words(ja, en))
