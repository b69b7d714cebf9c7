"""Books of a few positions under given moves, as the tests of explanation, what-if and readings need them."""

from margin_cases import DAY, account, rules, valued

from calc.margin.readings import Book, LookThrough
from calc.types import Position


def book(instruments, moves, held, **changes):
    """Return a book: `held` are (account, instrument, notional), `changes` those of the rules and of the book."""
    named = {name: changes.pop(name) for name in ("stress", "cs01") if name in changes}
    constituents, events = changes.pop("constituents", {}), changes.pop("events", ())
    accounts = changes.pop("accounts", None) or [account(code) for code in dict.fromkeys(each[0] for each in held)]
    look_through = changes.pop("look_through", LookThrough.CONSTITUENTS)
    return Book(
        accounts=accounts,
        positions=[Position(*each) for each in held],
        valued=valued(instruments, moves, **named),
        constituents=constituents,
        events=events,
        day=DAY,
        rules=rules(**changes),
        look_through=look_through,
    )
