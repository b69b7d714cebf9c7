"""The line under the title of every sheet: business date, instant, and the head of the record it was made from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from calc.days.cutoff import iso

_STAMP = re.compile(r"業務日 business date ([0-9-]{10}) +時点 as of (\S+) +記録 record ([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a sheet says it shows: a business date, and the short head of the record after that run."""

    business_date: str
    head: str


def stamped(business_date: date, at: datetime, head: str) -> str:
    """Return the line."""
    return f"業務日 business date {business_date}   時点 as of {iso(at)}   記録 record {head}"


def stamp_of(cells: Iterable[object]) -> Stamp | None:
    """Return the stamp among some cells, None when there is none: a sheet that a person made has none."""
    found = (_STAMP.fullmatch(cell) for cell in cells if isinstance(cell, str))
    return next((Stamp(match[1], match[3]) for match in found if match is not None), None)
