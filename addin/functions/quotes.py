"""Worksheet functions of quotes: a table of quotes in, its states or a control value out."""

from addin.app.cell_tables import Rows
from addin.app.quote_cell import composite_price, quote_states
from addin.home import home_folder

State = tuple[str, str, str]


def quote_check(quotes_range: Rows, previous_range: Rows) -> list[State]:
    """Return state, codes and short words of each row of the quotes; header and blank rows stay blank."""
    states = quote_states(quotes_range, previous_range, home=home_folder())
    return [
        ("", "", "")
        if each is None
        else (
            f"{each.state.ja} / {each.state.en}",
            " ".join(each.codes),
            f"{each.said.ja} / {each.said.en}" if each.codes else "",
        )
        for each in states
    ]


def settlement_price(quotes_range: Rows, rule: str | None) -> float:
    """Return the control composite of one instrument's quotes in bp: evidence beside the vendor's price."""
    return composite_price(quotes_range, rule=(rule or "").strip() or None, home=home_folder())
