"""Put what a day's run found into the record, each thing once however often the day is run."""

from collections.abc import Iterable, Mapping

from addin.app.day.prices import SettlementPrice
from addin.app.day.run import DayResult
from addin.app.margin_record import measures_body, requirement_body
from addin.app.plan_record import KIND, earlier_decisions, latched_rulings, ruling_entries, ruling_findings
from addin.store.journal import Entry, Journal, Json
from calc.days.business_day import calendar_named
from calc.days.cutoff import iso
from calc.margin.compare import Comparison
from calc.outcome import Outcome
from calc.quotes.quote import Quote


def recorded(result: DayResult, journal: Journal) -> Outcome[tuple[Entry, ...]]:
    """Return the entries of the run, durable: inputs, prices, quotes, requirements, comparison, and each new decision.

    The findings tell of decisions that something learned late has superseded, and of a look back behind one.
    """
    calendar = calendar_named(result.settings.text("calendar"))
    decisions = latched_rulings(result.plan, result.day, journal, calendar=calendar)
    standing = [(KIND, each.body) for each in earlier_decisions(journal, result.business_date)]  # found, and told again
    entries = journal.append_all([*computed_entries(result), *standing, *ruling_entries(decisions)])
    return Outcome(entries, ruling_findings(decisions))


def computed_entries(result: DayResult) -> Iterable[tuple[str, Mapping[str, Json]]]:
    """Yield kind and content of each thing computed; content alone decides whether it is there already."""
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
                "settings": dict[str, Json](result.settings.recorded()),
                "residual": result.margin.residual,
                "requirements": [requirement_body(each) for each in result.margin.requirements],
                "measures": [] if result.measures is None else measures_body(result.measures),
            },
        )
    for version, rows in result.comparisons.items():
        yield "margin.compared", {**base, "version": version, "verdicts": [_verdict(row) for row in rows]}


def _held(quote: Quote) -> dict[str, Json]:
    return {name: getattr(quote, name) for name in ("participant", "instrument", "bid_bp", "offer_bp")}


def _price(price: SettlementPrice) -> dict[str, Json]:
    return {
        "instrument": price.instrument,
        "applies": price.ruling.applies,
        "clause": price.ruling.clause,
        "bp": price.price_bp,
    }


def _verdict(row: Comparison) -> dict[str, Json]:
    return {
        "account": row.account,
        "measure": row.measure,
        "own": row.own,
        "notified": row.notified,
        "verdict": row.verdict.value,
    }
