"""The example day's quotes as they stand in its file, read with nothing of ours."""

import csv
from unicodedata import normalize


def table_rows(path):
    """Return the rows of a CSV in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def own_levels(day, instruments):
    """Return what each member quoted for some instruments, as the shortest texts of the numbers."""
    found = {}
    for row in table_rows(day / "quotes.csv"):
        if row["instrument"] in instruments:
            sides = (normalize("NFKC", row[side]) for side in ("bid_bp", "offer_bp"))
            found.setdefault(row["participant"], set()).update(str(float(side)) for side in sides)
    return found
