"""Where one account's requirement in cells comes from: what each position brings, what another reading would change."""

from pathlib import Path

from addin.app.kept import kept
from addin.app.margin_cell import CellRun, MarginCells, account_run
from calc.margin.explain import Explanation, explanations

_ACCOUNTS_KEPT = 128
_NO_SCENARIOS = 0  # the worst ones are a function of their own


def account_explanation(given: MarginCells, *, home: Path) -> Explanation:
    """Return what `hikae explain` says of the one account of the positions, but for its worst scenarios.

    Raises RefusedError as `account_run` says.

    Source: `calc.margin.explain`.
    """
    return _explained(account_run(given, home=home))


@kept(_ACCOUNTS_KEPT)
def _explained(run: CellRun) -> Explanation:
    (made,) = explanations(run.book, most=_NO_SCENARIOS)
    return made
