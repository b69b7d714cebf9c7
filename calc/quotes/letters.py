"""The texts that leave the desk around quotes, in both languages: mails, scripts and sheets, blanks filled."""

from typing import Any

from calc.tables import packaged
from calc.text.wording import Words

PACKAGE = "calc.quotes"


def letter(name: str, **values: object) -> Words:
    """Return a text with its blanks filled; a value that is itself Words speaks each language."""
    table: dict[str, Any] = packaged(PACKAGE, "letters.toml")[name]
    ja = {key: value.ja if isinstance(value, Words) else value for key, value in values.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    return Words(table["ja"].format(**ja), table["en"].format(**en))


def both(words: Words) -> str:
    """Return a text in both languages, Japanese first, a line between them."""
    return f"{words.ja.strip()}\n\n{words.en.strip()}\n"
