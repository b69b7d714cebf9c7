"""Who acts: the user that the operating system names, and the initials that the person typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from addin.store import author
from addin.store.chain import Json
from calc.outcome import RefusedError, finding

# Two to four letters of one kind: Latin capitals, or Japanese (hiragana, katakana with the long mark, kanji).
_INITIALS = re.compile("[A-Z]{2,4}|[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True, slots=True)
class Person:
    """A person at the desk; two persons differ in both, the system's user and the initials."""

    user: str
    initials: str

    def differs(self, other: "Person") -> bool:
        """Return whether this is certainly somebody else."""
        return self.user != other.user and self.initials != other.initials

    def body(self) -> dict[str, Json]:
        """Return the person as it stands in an entry."""
        return {"user": self.user, "initials": self.initials}


def initials_of(text: str) -> str | None:
    """Return initials in their one form (full-width letters made plain, capitals), None when they are none."""
    plain = unicodedata.normalize("NFKC", text.strip()).upper()
    return plain if _INITIALS.fullmatch(plain) else None


def person_at_desk(initials: str) -> Person:
    """Return who is at the desk, by the system's user and typed initials.

    Raises RefusedError `initials_refused`.
    """
    read = initials_of(initials)
    if read is None:
        raise RefusedError([finding("initials_refused", given=initials[:20])])
    return Person(author.system_user(), read)


def signed(body: Mapping[str, Any], user: str) -> Person | None:
    """Return who signed an entry's body, None unless the body names the entry's own user and proper initials."""
    initials = body.get("initials")
    if body.get("user") != user or not isinstance(initials, str) or initials_of(initials) != initials:
        return None
    return Person(user, initials)
