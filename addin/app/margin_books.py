"""The book behind a margin run: what was computed, ready to be computed again otherwise."""

from addin.app.margin_run import MarginInputs, MarginResult, margin_rules
from addin.settings import Settings
from calc.margin.readings import Book, LookThrough


def margin_book_of(given: MarginInputs, made: MarginResult, settings: Settings) -> Book:
    """Return the accounts that could be computed, with their positions and the market as it was valued."""
    computed = {each.account for each in made.requirements}
    return Book(
        accounts=tuple(each for each in given.accounts if each.code in computed),
        positions=tuple(each for each in given.positions if each.account in computed),
        valued=made.valued,
        constituents=given.constituents,
        events=given.events,
        day=given.trade_date,
        rules=margin_rules(settings),
        look_through=LookThrough.CONSTITUENTS if settings.flag("index_look_through") else LookThrough.ONE_NAME,
    )
