"""What was notified of a day beside our own: each version that had come by the instant, with what is probably wrong."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from addin.app.day.labels import MEASURES
from addin.app.day.rule import known_amounts
from addin.app.margin_check import CheckRow, Outside, cause_findings, check_rows, repeated_accounts
from addin.app.margin_run import tolerance
from addin.app.measure_check import OwnMeasures, own_measures
from calc.margin.compare import Comparison, Verdict, comparisons
from calc.margin.variation import before_trades
from calc.outcome import Finding, finding
from calc.plan.types import MARGIN_MEASURES, Amount

if TYPE_CHECKING:
    from addin.app.day.run import DayResult

NOTIFIED = "notified_requirements"
IM = "im"


def day_comparisons(result: "DayResult", versions: Sequence[int]) -> Mapping[int, tuple[Comparison, ...]]:
    """Return our own totals beside those of each version, account by account, measure by measure."""
    own: dict[tuple[str, str], int | None] = {}
    if result.margin is not None:
        own = {(each.account, IM): each.total for each in result.margin.requirements}
    others, within = _others(result), tolerance(result.settings)
    totals = [row for row in known_amounts(result.inputs) if row.measure in MARGIN_MEASURES]
    told = {version: _notified(totals, version) for version in versions}
    return {version: comparisons({**own, **others.beside(each)}, each, within=within) for version, each in told.items()}


def day_checks(result: "DayResult", versions: Sequence[int]) -> tuple[CheckRow, ...]:
    """Return every row of these versions with its verdict and what is probably wrong; none without own margin."""
    inputs = result.inputs
    if result.book is None:
        return ()
    outside = Outside(
        notified=[row for row in inputs.notified or () if row.version in versions],
        previous=inputs.previous or (),
        before=before_trades(inputs.positions or (), inputs.trades) if inputs.trades else None,
        repeated=repeated_accounts(inputs.findings, NOTIFIED),
    )
    return check_rows(outside, result.book, within=tolerance(result.settings), others=_others(result))


def compare_findings(result: "DayResult") -> tuple[Finding, ...]:
    """Return every difference, then every probable cause, of the comparisons and checks that were made."""
    latest = max(result.comparisons, default=0)
    found = tuple(
        _difference(row, version, latest=version == latest)
        for version, rows in result.comparisons.items()
        for row in rows
        if row.verdict is Verdict.DIFFERS
    )
    return (*found, *cause_findings(result.checks, NOTIFIED))


def _others(result: "DayResult") -> OwnMeasures:
    inputs = result.inputs
    rows = (*(inputs.notified or ()), *(inputs.previous or ()))
    return own_measures(result.measures, rows, inputs.accounts or (), settings=result.settings)


def _notified(totals: Sequence[Amount], version: int) -> dict[tuple[str, str], int]:
    return {(row.account, row.measure): row.amount for row in totals if row.version == version}


def _difference(row: Comparison, version: int, *, latest: bool) -> Finding:
    """Return the finding of a difference; one that a later version has overtaken is told as such."""
    amounts = {"notified": f"{row.notified:,}", "own": f"{row.own:,}", "difference": f"{row.difference:+,}"}
    told = {"version": version, "account": row.account, **amounts}
    if row.measure == IM:
        return finding("requirement_differs" if latest else "requirement_differed", **told)
    ja, en = MEASURES[row.measure]
    return finding("measure_differs" if latest else "measure_differed", measure_ja=ja, measure_en=en, **told)
