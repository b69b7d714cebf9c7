"""The rows of an upload file out of a day folder, computed and recorded as `hikae day` does it."""

from datetime import date
from pathlib import Path

from addin.app.day.approvals import ruling_hash, ruling_until
from addin.app.day.finish import default_at
from addin.app.day.prices import SettlementPrice
from addin.app.day.record import recorded
from addin.app.day.run import DayRequest, DayResult, computed_day
from addin.app.day.uploads import missing_accounts, quote_rows, requirement_rows
from addin.app.export_record import OF_RECORD, refuse_other_day, source_from_record
from addin.app.export_source import ExportSource
from addin.export.template import DAY, Template
from addin.export.typed import Row
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import Place, RefusedError, finding

_RESTS_ON = {"requirements_upload": "requirements_upload.csv"}  # the day's file that rests on the same rulings
_PRICED_ONLY = "quotes_upload.csv"


def source_from_day(
    folder: Path, form: Template, journal: Journal, *, home: Path, named: date | None, sets: tuple[str, ...] = ()
) -> ExportSource:
    """Return the rows that a day folder gives, computed and recorded as `hikae day` does it.

    Raises RefusedError `template_not_of_day`, `row_other_day`, `upload_not_made`, `export_price_missing`, or what
    computing and recording, or `source_from_record`, raise.
    """
    if form.code in OF_RECORD:
        return source_from_record(folder, form, journal, home=home, named=named, sets=sets)
    if form.code not in _OF_DAY:
        raise RefusedError([finding("template_not_of_day", name=form.code)])
    request = DayRequest(folder, home, None, sets)
    result = computed_day(request, default_at=default_at, tell=lambda _: None)
    refuse_other_day(folder, result.business_date, named=named)
    rows = _OF_DAY[form.code](form, result)
    snapshots.keep(home, result.inputs.contents.values())
    kept = recorded(result, journal)
    behind = _RESTS_ON.get(form.code, _PRICED_ONLY)
    return ExportSource(
        result.business_date,
        rows,
        result.inputs.contents,
        ruling_hash(result, behind),
        ruling_until(result, behind),
        (*result.findings, *kept.findings),
    )


def _quotes(form: Template, result: DayResult) -> tuple[Row, ...]:
    rows = quote_rows(result)
    if not rows:
        raise RefusedError([*result.findings, finding("export_nothing", Place(form.name))])
    numbers = ({"bid_bp": quote.bid_bp, "offer_bp": quote.offer_bp} for quote in result.quotes.clean)
    return tuple({**row, **levels} for row, levels in zip(rows, numbers, strict=True))


def _requirements(form: Template, result: DayResult) -> tuple[Row, ...]:
    lacking = missing_accounts(result)
    rows = requirement_rows(result)
    if lacking or not rows:
        told = finding("upload_not_made", Place(form.name), file=form.name, missing=" ".join(lacking) or "-")
        raise RefusedError([*result.findings, told])
    return tuple(rows)


def _prices(form: Template, result: DayResult) -> tuple[Row, ...]:
    """Return one row a price; a file that lacks an instrument is not made."""
    lacking = [each.instrument for each in result.prices if each.price_bp is None]
    if lacking or not result.prices:
        told = finding("export_price_missing", Place(form.name), instruments=" ".join(lacking) or "-")
        raise RefusedError([*result.findings, told])
    return tuple(_price(result.business_date, each) for each in result.prices)


def _price(day: date, price: SettlementPrice) -> Row:
    ruling = price.ruling
    return {
        DAY: day.isoformat(),
        "instrument": price.instrument,
        "price_bp": price.price_bp,
        "applies": ruling.applies,
        "clause": ruling.clause or "",
    }


# Not intraday_upload: nothing here computes intraday margin, so its figures come as a table.
_OF_DAY = {
    "quotes_direct": _quotes,
    "quotes_tool": _quotes,
    "quotes_upload": _quotes,
    "requirements_upload": _requirements,
    "settlement_prices": _prices,
}
