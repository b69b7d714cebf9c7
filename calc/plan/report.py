"""A plan as the contract's JSON: every instant `YYYY-MM-DDTHH:MM:SS+09:00`, every absence null."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from calc.days.cutoff import iso
from calc.plan.clauses import PLANS
from calc.plan.types import AmountRow, Cutoff, IfNothing, Item, Plan, Routes, Row, Ruling

Json = dict[str, Any]


def as_json(plan: Plan, *, incident: Mapping[str, Any] | None = None) -> Json:
    """Return the plan as JSON data; the incident is the continuity room's and is given, already as data."""
    return {
        "plan": list(PLANS.values()),
        "at": iso(plan.at),
        "business_date": plan.business_date.isoformat(),
        "previous_business_date": plan.previous_business_date.isoformat(),
        "items": {name: item_json(item) for name, item in plan.items.items()},
        "participants": {name: _routes_json(routes) for name, routes in plan.participants.items()},
        "due": [row_json(row) for row in plan.due],
        "missed": [row_json(row) for row in plan.missed],
        "next_cutoff": _cutoff_json(plan.next_cutoff, at=plan.at),
        "incident": None if incident is None else dict(incident),
    }


def item_json(item: Item) -> Json:
    """Return one item as JSON data, with the fields its kind has."""
    ruling = item.ruling
    own: Json = {}
    if item.name in ("margin", "intraday"):
        own = {"provisional": ruling.provisional, "standing": ruling.standing}
    if item.name == "intraday":
        own["floor"] = ruling.floor
    return {
        "applies": item.applies,
        "clause": item.clause,
        "gap": item.gap,
        "final": item.final,
        "confirmed": item.confirmed,
        **own,
        "valid_until": _instant(item.valid_until),
        "if_nothing": _if_nothing_json(item.if_nothing),
        "amounts": [amount_json(row) for row in item.amounts],
        "exceptions": {scope: ruling_json(ruling) for scope, ruling in item.exceptions.items()},
        "trace": {"ja": item.trace.ja, "en": item.trace.en},
    }


def ruling_json(ruling: Ruling) -> Json:
    """Return an exception's ruling as JSON data."""
    return {
        "applies": ruling.applies,
        "clause": ruling.clause,
        "gap": ruling.gap,
        "provisional": ruling.provisional,
        "standing": ruling.standing,
        "floor": ruling.floor,
    }


def amount_json(row: AmountRow) -> Json:
    """Return an amount row as JSON data."""
    return {
        "account": row.account,
        "measure": row.measure,
        "amount": row.amount,
        "date": row.date.isoformat(),
        "set": row.set,
        "version": row.version,
        "gap": row.gap,
        "chain": row.chain if isinstance(row.chain, int) else _dates(row.chain),
    }


def row_json(row: Row) -> Json:
    """Return a duty as JSON data."""
    return {
        "clause": row.clause,
        "what": row.what,
        "channel": row.channel,
        "participant": row.participant,
        "by_whom": row.by_whom,
        "mode": row.mode,
        "from": iso(row.opens),
        "by": _instant(row.by),
        "overdue_from": iso(row.overdue_from),
        "gap": row.gap,
        "means": list(row.means),
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)


def _dates(chain: Iterable[Any]) -> list[Any]:
    return [each.isoformat() if isinstance(each, date) else each for each in chain]


def _if_nothing_json(turn: IfNothing | None) -> Json | None:
    if turn is None:
        return None
    words = {"ja": turn.words.ja, "en": turn.words.en}
    return {"at": iso(turn.at), "seconds": turn.seconds, "applies": turn.applies, "clause": turn.clause, **words}


def _routes_json(routes: Routes) -> Json:
    quotes = routes.quotes and {
        "routes": list(routes.quotes.routes),
        "report_by": _instant(routes.quotes.report_by),
        "mail_from": _instant(routes.quotes.mail_from),
        "late": routes.quotes.late,
    }
    return {"quotes": quotes, "information": routes.information and {"routes": list(routes.information)}}


def _cutoff_json(cutoff: Cutoff | None, *, at: datetime) -> Json | None:
    if cutoff is None:
        return None
    return {"at": iso(cutoff.at), "clause": cutoff.clause, "seconds": int((cutoff.at - at).total_seconds())}
