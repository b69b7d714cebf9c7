"""The benchmark's rows: each candidate measured in turn in one process, medians of several rounds."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from addin.bench.book import TRADE_DATE, Book, book, files
from addin.bench.peer import quantlib_reval
from addin.files import replace_file
from calc.compile import with_threads
from calc.days.business_day import WEEKENDS, tokyo
from calc.margin.base import BaseRules, StressMode, TailRule, base_amount
from calc.margin.engine import Priceable, priceable
from calc.margin.kernels import account_moves
from calc.pricing.hazard import packed
from calc.pricing.isda import Market
from calc.pricing.kernels import bootstrapped
from calc.pricing.lanes.kernels import revalued
from calc.pricing.legs import BP, contract_legs
from calc.pricing.revaluation import columns, instrument_legs, legs_to
from calc.pricing.terms import Terms, contract_terms

ROUNDS = 11
PEER_REVALS = 100
BOOTSTRAPS = 2_000
TENORS = (date(2027, 6, 20), *(date(2027 + years, 12, 20) for years in (0, 1, 2, 3, 4, 6, 9)))
RULES = BaseRules(TailRule.FRACTIONAL, StressMode.IN_SET, 0.01)


@dataclass(frozen=True, slots=True)
class Row:
    """One measured line: the median in its unit, and the bar and the aim it is held against (None: no bar)."""

    work: str
    measured: float
    unit: str
    bar: float | None
    aim: float | None
    larger_is_better: bool = False

    @property
    def passes(self) -> bool:
        """Return whether the bar is met."""
        return self.bar is None or (self.measured >= self.bar if self.larger_is_better else self.measured <= self.bar)


def rows() -> list[Row]:
    """Return every line of the benchmark, slow ones last."""
    made = book()
    market = Market(made.curve, tokyo())
    spreads = {i.code: float(s) for i, s in zip(made.instruments, made.spreads_bp, strict=True)}
    laid = priceable(made.instruments, spreads_bp=spreads, market=market).value
    return [*_revals(made, laid), _bootstrap(made), _house(made, laid), _dates(made), *_processes(made)]


def _median(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median seconds of a call, after one that does not count."""
    run()
    return statistics.median(_seconds(run) for _ in range(rounds))


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _revals(made: Book, laid: Priceable) -> list[Row]:
    """Return the cost of one full revaluation on one thread, and its ratio to the peer, in turn round by round."""
    arrays = columns(laid.instruments, laid.legs)
    fractions = np.ascontiguousarray(made.scenarios_bp * BP)
    peer = quantlib_reval(made.curve, date(2031, 12, 20))
    ours, theirs = list[float](), list[float]()
    for turn in range(ROUNDS + 1):
        with with_threads(1):
            own = _seconds(lambda: revalued(fractions, *arrays)) / fractions.size
        other = _seconds(lambda: peer(fractions[0, :PEER_REVALS].tolist())) / PEER_REVALS if peer else float("nan")
        if turn:
            ours.append(own)
            theirs.append(other)
    found = [Row("reval, 1 thread", statistics.median(ours) * 1e9, "ns", None, 45.0)]
    if peer is not None:
        ratio = statistics.median(other / own for own, other in zip(ours, theirs, strict=True))
        found.append(Row("reval, QuantLib / ours", ratio, "x", 600.0, 1200.0, larger_is_better=True))
    return found


def _bootstrap(made: Book) -> Row:
    """Return the cost of an eight-tenor hazard bootstrap, from laid-out contracts."""
    knots = [tenor.toordinal() for tenor in TENORS]
    laid = []
    for tenor in TENORS:
        terms = contract_terms(TRADE_DATE, tenor, calendar=WEEKENDS)
        assert isinstance(terms, Terms)  # noqa: S101 - these tenors are ahead
        laid.append(contract_legs(terms, made.curve, recovery=0.35, cuts=knots))
    spreads, arrays = np.linspace(0.005, 0.02, len(TENORS)), packed(laid, TENORS)
    arrays = (np.ascontiguousarray(arrays[0]), *arrays[1:])
    return Row(
        "8-tenor bootstrap", _median(_many(lambda: bootstrapped(spreads, *arrays))) * 1e6 / BOOTSTRAPS, "us", 10.0, 2.5
    )


def _many(run: Callable[[], object]) -> Callable[[], None]:
    def repeat() -> None:
        for _ in range(BOOTSTRAPS):
            run()

    return repeat


def _house(made: Book, laid: Priceable) -> Row:
    """Return 100 accounts x 300 instruments x 755 scenarios to 100 base amounts, from arrays."""
    arrays = columns(laid.instruments, laid.legs)
    fractions = np.ascontiguousarray(np.hstack([made.spreads_bp[:, None], made.scenarios_bp]) * BP)
    stress = np.zeros(made.scenarios_bp.shape[1], dtype=np.bool_)

    def whole() -> list[float]:
        values, _ = revalued(fractions, *arrays)
        gains = account_moves(made.notionals, values[:, 1:] - values[:, :1])
        return [base_amount(row, stress, rules=RULES) for row in gains]

    return Row("100 x 300 x 755, from arrays", _median(whole) * 1e3, "ms", 25.0, 10.0)


def _dates(made: Book) -> Row:
    """Return the dates and grids of 300 contracts, nothing kept from before."""
    market = Market(made.curve, tokyo())

    def laid_out() -> list[object]:
        contract_terms.cache_clear()
        legs_to.cache_clear()
        return [instrument_legs(instrument, market) for instrument in made.instruments]

    return Row("dates of 300 contracts", _median(laid_out) * 1e3, "ms", 10.0, 3.0)


def _processes(made: Book) -> list[Row]:
    """Return whole processes with compiled kernels: the same margin from CSV files, and a first priced contract."""
    with tempfile.TemporaryDirectory(prefix="hikae-bench-") as name:
        folder = Path(name)
        for file, data in files(made):
            replace_file(folder / file, data)
        margin = ["margin", "--trade-date", TRADE_DATE.isoformat(), "--home", str(folder), "-o", str(folder / "out")]
        for table in ("instruments", "positions", "curves", "history"):
            margin += [f"--{table}", str(folder / f"{table}.csv")]
        contract = "contract_id,trade_date,maturity,coupon_bp,recovery,notional,quoted_spread_bp,curve_id\n"
        contract += f"C1,{TRADE_DATE},2031-12-20,100,0.35,10000000,60,JPY\n"
        replace_file(folder / "contract.csv", contract.encode())
        price = [
            "price",
            str(folder / "contract.csv"),
            "--curves",
            str(folder / "curves.csv"),
            "-o",
            str(folder / "p.csv"),
        ]
        return [
            Row("hikae margin, whole process", _median(lambda: _hikae(margin), 5), "s", 2.0, 1.2),
            Row("first priced contract, whole process", _median(lambda: _hikae(price), 5), "s", 1.0, 0.6),
        ]


def _hikae(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-I", "-c", "from addin.cli import main; main()", *arguments]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ourselves
