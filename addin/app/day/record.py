"""Put what a day's run found into the record, each thing once however often the day is run."""

import hashlib
from collections.abc import Iterable, Mapping

from addin.app.day.prices import SettlementPrice
from addin.app.day.run import DayResult
from addin.store.journal import Entry, Journal, Json
from calc.days.cutoff import iso
from calc.margin.compare import Comparison
from calc.margin.requirement import Requirement
from calc.plan.report import as_json
from calc.quotes.quote import Quote


def recorded(result: DayResult, journal: Journal) -> tuple[Entry, ...]:
    """Return the entries of the run, durable: inputs, prices, quotes, requirements, comparison, and each ruling."""
    return journal.append_all(list(entries(result)))


def entries(result: DayResult) -> Iterable[tuple[str, Mapping[str, Json]]]:
    """Return kind and content of each thing to record; content alone decides whether it is there already."""
    day = result.business_date.isoformat()
    base: dict[str, Json] = {"business_date": day, "versions": dict(result.versions)}
    inputs: dict[str, Json] = dict(result.inputs.hashes)
    yield "day.inputs", {**base, "files": inputs}
    if result.quotes.clean or result.quotes.held:
        yield (
            "quotes.checked",
            {**base, "clean": len(result.quotes.clean), "held": [_held(q) for q in result.quotes.held]},
        )
    if result.prices:
        yield "prices.settled", {**base, "at": iso(result.at), "prices": [_price(price) for price in result.prices]}
    if result.margin is not None:
        yield (
            "margin.computed",
            {
                **base,
                "inputs": inputs,
                "settings": {row.name: row.text for row in result.settings.rows()},
                "residual": result.margin.residual,
                "requirements": [_requirement(each) for each in result.margin.requirements],
            },
        )
    for version, rows in result.comparisons.items():
        yield "margin.compared", {**base, "version": version, "verdicts": [_verdict(row) for row in rows]}
    for name, item in as_json(result.plan)["items"].items():
        yield "plan.ruled", {**base, "at": iso(result.at), "item": name, "ruling": item}


def _held(quote: Quote) -> dict[str, Json]:
    return {name: getattr(quote, name) for name in ("participant", "instrument", "bid_bp", "offer_bp")}


def _price(price: SettlementPrice) -> dict[str, Json]:
    return {
        "instrument": price.instrument,
        "applies": price.ruling.applies,
        "clause": price.ruling.clause,
        "bp": price.price_bp,
    }


def _requirement(each: Requirement) -> dict[str, Json]:
    gains = hashlib.sha256(each.gains.tobytes()).hexdigest()
    return {"account": each.account, "gains": gains, **{name.value: amount for name, amount in each.amounts.items()}}


def _verdict(row: Comparison) -> dict[str, Json]:
    return {
        "account": row.account,
        "measure": row.measure,
        "own": row.own,
        "notified": row.notified,
        "verdict": row.verdict.value,
    }
