"""What a participant says to point out an error in its requirement, in both languages (CP-2.2.R1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calc.tables import packaged
from calc.text.wording import Words

PACKAGE, TABLE = "calc.margin", "challenge.toml"


@dataclass(frozen=True, slots=True)
class Challenged:
    """One account whose notified amount looks wrong, in yen; `parts` are the components that differ: notified, own."""

    account: str
    version: int
    notified: int
    own: int
    parts: Mapping[Words, tuple[int, int]] = field(default_factory=dict)

    @property
    def text(self) -> Words:
        """Return what is said of this account alone: its amounts, and what differs in them."""
        return _account(self)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What one participant points out of one day, said by whom and when."""

    participant: str
    business_date: date
    accounts: Sequence[Challenged]
    sender: str
    at: str

    @property
    def subject(self) -> Words:
        """Return the subject of the mail."""
        return _said("subject", participant=self.participant, business_date=self.business_date)

    @property
    def text(self) -> Words:
        """Return the mail's text: every account with its amounts, and what differs in it."""
        lines = [_account(each) for each in self.accounts]
        return _said(
            "text",
            participant=self.participant,
            business_date=self.business_date,
            accounts=Words("".join(each.ja for each in lines), "".join(each.en for each in lines)),
            sender=self.sender,
            at=self.at,
        )

    def script(self, telephone: str) -> Words:
        """Return what is said over the telephone, the number first."""
        return _said("telephone", telephone=telephone, text=self.text)


def _account(each: Challenged) -> Words:
    head = _said("account", account=each.account, version=each.version, **_amounts(each.notified, each.own))
    parts = [_said("part", part=name, **_amounts(*amounts)) for name, amounts in each.parts.items()]
    return Words("".join([head.ja, *(part.ja for part in parts)]), "".join([head.en, *(part.en for part in parts)]))


def _amounts(notified: int, own: int) -> dict[str, str]:
    return {"notified": f"{notified:,}", "own": f"{own:,}", "difference": f"{notified - own:+,}"}


def _said(name: str, **values: object) -> Words:
    """Return a text with its blanks filled; a value that is itself Words speaks each language."""
    table: dict[str, Any] = packaged(PACKAGE, TABLE)[name]
    ja = {key: value.ja if isinstance(value, Words) else value for key, value in values.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    return Words(table["ja"].format(**ja), table["en"].format(**en))
