"""The benchmark of runs in parts: time and memory of the whole, and how both grow with accounts and scenarios.

Each run has a process of its own, so that its memory is nobody else's; runs take turns, medians count. What is drawn
from a seed comes block by block, as a reader would give it.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from addin.bench.book import book
from addin.bench.memory import most_memory
from addin.bench.run import RULES, Row
from addin.scale.crew import LOCAL, Crew, crew_of
from addin.scale.stress import AccountPart, ScenarioStream, account_tails
from calc.days.business_day import tokyo
from calc.margin.engine import VALUED, Priceable, priceable
from calc.pricing.isda import Market

ROUNDS = 3
INSTRUMENTS = 100
SEED = 20261120
MEGABYTE = 1_000_000
WORST = 3
READ = 1000  # accounts that come together
NOTHING = ""  # no cluster


@dataclass(frozen=True, slots=True)
class Size:
    """How many accounts and scenarios, and who computes."""

    accounts: int
    scenarios: int
    cluster: str = NOTHING


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a run, and the most bytes that its process had."""

    seconds: float
    memory: int


WHOLE = Size(10_000, 100_000)
LESS_ACCOUNTS = (Size(2_500, 100_000), Size(5_000, 100_000))
LESS_SCENARIOS = (Size(10_000, 25_000), Size(10_000, 50_000))
CLUSTER = Size(10_000, 100_000, LOCAL)
WARM = Size(8, 1_000)


def scale_rows() -> list[Row]:
    """Return every line: the whole run against its bars, growth over one, two and four times, processes beside it."""
    found = _measured((*LESS_ACCOUNTS, *LESS_SCENARIOS, WHOLE, CLUSTER))
    whole = found[WHOLE]
    return [
        Row("10,000 x 100 x 100,000", whole.seconds, "s", 15.0, 8.0),
        Row("the same, peak memory", whole.memory / MEGABYTE, "MB", 1_000.0, 500.0),
        *_growth("accounts", [found[each] for each in (*LESS_ACCOUNTS, WHOLE)]),
        *_growth("scenarios", [found[each] for each in (*LESS_SCENARIOS, WHOLE)]),
        Row("the same on --cluster local", found[CLUSTER].seconds, "s", None, None),
    ]


def _growth(what: str, taken: list[Taken]) -> Iterator[Row]:
    """Yield what twice and four times as many take, as multiples: time at most in proportion, memory as it was."""
    for times, each in zip((2, 4), taken[1:], strict=True):
        yield Row(f"{times} x {what}, time", each.seconds / taken[0].seconds, "x", times * 1.2, float(times))
        yield Row(f"{times} x {what}, memory", each.memory / taken[0].memory, "x", 1.5, 1.2)


def _measured(sizes: tuple[Size, ...]) -> dict[Size, Taken]:
    """Return the medians of several rounds; in a round each size has its turn."""
    rounds = [{size: _taken(size) for size in sizes} for _ in range(ROUNDS)]
    return {
        size: Taken(
            statistics.median(each[size].seconds for each in rounds),
            int(statistics.median(each[size].memory for each in rounds)),
        )
        for size in sizes
    }


def _taken(size: Size) -> Taken:
    """Return what a run takes in a process of its own."""
    command = [sys.executable, "-I", "-c", "from addin.bench.scale import main; main()", *map(str, astuple(size))]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ourselves
    return Taken(**json.loads(done.stdout))


def main() -> None:
    """Run what the arguments name, after a small run that does not count, and write what it took."""
    accounts, scenarios, cluster = sys.argv[1:]
    taken = timed(Size(int(accounts), int(scenarios), cluster))
    sys.stdout.write(json.dumps(asdict(taken)))


def timed(size: Size) -> Taken:
    """Return what a run takes in this process; the start of a cluster does not count."""
    with crew_of(size.cluster) as crew:
        _run(replace(size, accounts=WARM.accounts, scenarios=WARM.scenarios), crew)
        started = time.perf_counter()
        _run(size, crew)
        return Taken(time.perf_counter() - started, most_memory())


def _run(size: Size, crew: Crew) -> int:
    """Compute every account, and return how many there were."""
    laid, spreads = _market()
    names = [f"S{place:06d}" for place in range(size.scenarios)]
    tails = account_tails(
        _parts(size.accounts),
        ScenarioStream(names, np.zeros(size.scenarios, np.bool_), _blocks(size.scenarios)),
        market=laid,
        spreads_bp=spreads,
        bump_bp=1.0,
        rules=RULES,
        most=WORST,
        crew=crew,
    )
    return sum(1 for _ in tails)


@cache
def _market() -> tuple[Priceable, dict[str, float]]:
    """Return the instruments as they are valued, and today's spreads in bp."""
    made = book()
    spreads = {each.code: float(spread) for each, spread in zip(made.instruments, made.spreads_bp, strict=True)}
    laid = priceable(made.instruments[:INSTRUMENTS], spreads_bp=spreads, market=Market(made.curve, tokyo()))
    return laid.value, spreads


def _blocks(scenarios: int) -> Iterator[NDArray[np.float64]]:
    laid, spreads = _market()
    today, rng = np.array([[spreads[each.code]] for each in laid.instruments]), np.random.default_rng(SEED)
    for first in range(0, scenarios, VALUED):
        yield today * np.exp(rng.standard_normal((INSTRUMENTS, min(VALUED, scenarios - first))) * 0.12)


def _parts(accounts: int) -> Iterator[AccountPart]:
    rng = np.random.default_rng(SEED)
    for first in range(0, accounts, READ):
        names = tuple(f"A{row:06d}" for row in range(first, min(accounts, first + READ)))
        yield AccountPart(names, rng.integers(-50, 51, (len(names), INSTRUMENTS)).astype(np.float64) * 1e8)
