"""What needs a second person before it counts or leaves: one closed list, and the content an approval binds to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from addin.store.chain import Json, canonical


class SubjectKind(StrEnum):
    """What needs two persons."""

    UPLOAD_CSV = "upload_csv"
    QUOTE_MAIL = "quote_mail"
    JSCC_PRICE = "jscc_price"
    DEPARTURE = "departure"
    HOLIDAY_CHANGE = "holiday_change"
    CONTACT_CHANGE = "contact_change"
    SETTINGS_CHANGE = "settings_change"
    CONFLICT_DECISION = "conflict_decision"


KIND_WORDS = {
    SubjectKind.UPLOAD_CSV: ("アップロードCSV", "upload CSV"),
    SubjectKind.QUOTE_MAIL: ("気配値メール", "quote mail"),
    SubjectKind.JSCC_PRICE: ("JSCCが定める値段", "price set by JSCC"),
    SubjectKind.DEPARTURE: ("原則によらない決定", "departure from a principle"),
    SubjectKind.HOLIDAY_CHANGE: ("休業日の変更", "holiday change"),
    SubjectKind.CONTACT_CHANGE: ("連絡先の変更", "contact change"),
    SubjectKind.SETTINGS_CHANGE: ("設定の変更", "settings change"),
    SubjectKind.CONFLICT_DECISION: ("相違の決定", "decision of a conflict"),
}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """One thing of one business day that needs two persons."""

    business_date: date
    kind: SubjectKind
    name: str

    def body(self) -> dict[str, Json]:
        """Return the subject as it stands in an entry."""
        return {"business_date": self.business_date.isoformat(), "subject": self.kind.value, "name": self.name}


@dataclass(frozen=True, slots=True)
class Content:
    """What exactly is approved: the content's hash, the ruling's behind it, and how long that ruling says it holds.

    `until` is an ISO instant, "" when the ruling ends by no clock; `ruling_hash` is "" where no ruling stands behind.
    """

    content_hash: str
    ruling_hash: str = ""
    until: str = ""

    def is_same(self, other: "Content") -> bool:
        """Return whether both are the same content under the same ruling."""
        return (self.content_hash, self.ruling_hash) == (other.content_hash, other.ruling_hash)


def hash_of_content(content: Mapping[str, Json]) -> str:
    """Return the SHA-256 of a content that is no file, over its one JSON text."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
