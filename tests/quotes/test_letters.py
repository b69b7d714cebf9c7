"""The texts that leave the desk: filled in both languages, and short enough in width for a fax page."""

import string
from unicodedata import east_asian_width

import pytest

from calc.quotes.letters import both, letter
from calc.tables import packaged
from calc.text.wording import Words

NAMES = sorted(packaged("calc.quotes", "letters.toml"))
FAX_COLUMNS = 90  # half-width columns of A4 at 10.5 points with narrow margins


def blanks(name):
    """Return what a text asks for."""
    table = packaged("calc.quotes", "letters.toml")[name]
    return {found for text in table.values() for _, found, _, _ in string.Formatter().parse(text) if found}


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_filled_whole(name):
    """No blank is left open in either language."""
    made = letter(name, **dict.fromkeys(blanks(name), "x"))
    assert "{" not in made.ja + made.en


def test_a_value_said_twice_speaks_each_language():
    """Words go into the text of their own language."""
    made = letter("by_1515", by=Words("あ", "b"))
    assert ("あ" in made.ja, "b" in made.en, "あ" in made.en) == (True, True, False)


def test_a_missing_value_is_a_mistake_of_ours():
    """It is never left out silently."""
    with pytest.raises(KeyError):
        letter("by_1515")


def test_japanese_comes_first():
    """Then a blank line, then English, without blanks at the ends."""
    assert both(Words("\nあ\n", " b ")) == "あ\n\nb\n"


def test_a_fax_page_keeps_to_its_columns():
    """Plain text that prints at 10.5 points: wide letters count twice."""
    values = dict.fromkeys(blanks("fax"), "x" * 10) | {"request": letter("request_information")}
    for line in both(letter("fax", **values)).splitlines():
        assert sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) <= FAX_COLUMNS
