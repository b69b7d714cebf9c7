"""The rows of the proxy-entry file: what can stand in it, and of whom a quote is left out, from which mail and row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from addin.export.template import Template
from addin.export.typed import Row
from addin.export.upload import upload
from addin.store.chain import Json, short_head
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import words

NAMES = ("business_date", "participant")


def proxy_rows(form: Template, bodies: Iterable[Mapping[str, Json]]) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """Return the file's rows in order of the participants; what cannot stand in it is left out and told.

    Findings: `quote_crossed`, and `proxy_quote_unfit` where a level does not fit its column; each with mail and row.
    """
    rows, left_out = list[Row](), list[Finding]()
    for body in sorted(bodies, key=lambda each: str(each["participant"])):
        for place, row in _placed(body):
            told = _unfit(form, row, place)
            left_out += told
            rows += () if told else (row,)
    return tuple(rows), tuple(left_out)


def mail_name(reading: str) -> str:
    """Return how a person names a mail that was read, by the key of its reading."""
    return f"mail-{short_head(reading)}"


def _placed(body: Mapping[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield each quote of an entry as a row, and where it stands in its mail; older entries do not say the row."""
    numbers: Sequence[int | None] = body.get("rows") or [None] * len(body["quotes"])
    for number, (instrument, bid, offer) in zip(numbers, body["quotes"], strict=True):
        row = {"instrument": instrument, "bid_bp": bid, "offer_bp": offer, "as_of": body["sent"]}
        yield Place(mail_name(body["reading"]), number), {**{name: body[name] for name in NAMES}, **row}


def _unfit(form: Template, row: Mapping[str, Any], place: Place) -> tuple[Finding, ...]:
    named = {"participant": row["participant"], "instrument": row["instrument"]}
    if row["bid_bp"] > row["offer_bp"]:
        return (finding("quote_crossed", place, **named, bid_bp=row["bid_bp"], offer_bp=row["offer_bp"]),)
    try:
        upload(form, [row])
    except RefusedError as refused:
        why = refused.findings[0]
        said, column = words(why), Place(place.source, place.row, why.place.column)
        return (finding("proxy_quote_unfit", column, **named, reason_ja=said.ja, reason_en=said.en),)
    return ()
