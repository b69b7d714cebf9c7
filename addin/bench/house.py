"""What a stress run over a whole house takes, step by step: tables from Parquet, the computation, the results.

The figures that are shipped in `house.toml` were measured so; the help page `scale.md` is computed from them.
"""

import os
import platform
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from addin.app.stress_inputs import StressFiles, stress_inputs
from addin.app.stress_run import stressed
from addin.app.stress_show import written
from addin.bench.book import TRADE_DATE, curve_quotes
from addin.bench.memory import most_memory
from addin.books.parquet import needing_parts
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, replace_file
from addin.home import Mode
from addin.now import now
from addin.scale.crew import crew_of
from addin.settings import load_settings
from calc.tables import packaged

SEED = 20261122
WORST = 5
MEGABYTE = 1_000_000
ROUNDS = 3
STEPS = ("reading", "computing", "writing")


@dataclass(frozen=True, slots=True)
class Size:
    """How many accounts, each with positions in so many of the instruments, and how many scenarios."""

    accounts: int
    instruments: int
    held: int
    scenarios: int

    @property
    def cells(self) -> int:
        """Return accounts x instruments x scenarios."""
        return self.accounts * self.instruments * self.scenarios

    @property
    def positions(self) -> int:
        """Return how many rows the table of positions has."""
        return self.accounts * self.held


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each step of a run of this size, and the most memory that its process had."""

    size: Size
    reading: float
    computing: float
    writing: float
    megabytes: int


WARM, FEW, MANY = Size(100, 10, 5, 1_000), Size(10_000, 100, 100, 100_000), Size(100_000, 100, 20, 1_000)


def measured(size: Size) -> Measured:
    """Return what a run of a house of this size takes in a process of its own, on all processors.

    A small house is run before, and does not count: it loads the kernels.
    """
    with tempfile.TemporaryDirectory(prefix="hikae-bench-") as name:
        houses = {each: made(ensure_folder(Path(name) / f"{each.accounts}"), each) for each in (WARM, size)}
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
            seconds, most = child.submit(stepped, [*houses.values()]).result()
    reading, computing, writing = seconds
    return Measured(size, reading, computing, writing, most // MEGABYTE)


def stepped(houses: Sequence[StressFiles]) -> tuple[list[float], int]:
    """Return the seconds of each step for the last of these houses, and the most memory this process had, in bytes."""
    for files in houses:
        folder = files.positions.parent
        times = [time.perf_counter()]
        given = stress_inputs(files, trade_date=TRADE_DATE, curve_id=None, settings=load_settings(folder / "home"))
        times.append(time.perf_counter())
        with closing(given.held.held), crew_of() as crew:
            told = stressed(given, most=WORST, crew=crew).value
        times.append(time.perf_counter())
        written(told, given, folder / "out", mode=Mode.LIVE)
        times.append(time.perf_counter())
    return [later - earlier for earlier, later in pairwise(times)], most_memory()


def made(folder: Path, size: Size) -> StressFiles:
    """Write the tables of a house of this size into a folder: small ones as CSV, the others as Parquet.

    Raises RefusedError `parquet_missing` without the extra.
    """
    rng = np.random.default_rng(SEED)
    codes = [f"N{place:04d}" for place in range(size.instruments)]
    spreads = rng.uniform(20.0, 400.0, size.instruments)
    listed = [(code, "single", f"{2027 + i % 10}-12-20", 100, spreads[i]) for i, code in enumerate(codes)]
    head = ("instrument", "kind", "maturity", "coupon_bp", "spread_bp")
    replace_file(folder / "instruments.csv", csv_bytes(head, listed))
    quotes = [("JPY", TRADE_DATE, each.kind, each.tenor, each.rate, "JPY") for each in curve_quotes()]
    terms = ("curve_id", "trade_date", "kind", "tenor", "rate", "convention")
    replace_file(folder / "curves.csv", csv_bytes(terms, quotes))
    names = np.array([f"A{place:07d}" for place in range(size.accounts)], dtype=object)
    chosen = rng.random((size.accounts, size.instruments)).argsort(axis=1)[:, : size.held]
    tables: dict[str, dict[str, Any]] = {
        "positions": {
            "account": np.repeat(names, size.held),
            "instrument": np.array(codes, dtype=object)[chosen.ravel()],
            "notional": rng.integers(-50, 51, size.positions) * 1e8,
        },
        "scenarios": {
            "scenario": [f"S{place:06d}" for place in range(size.scenarios)],
            "kind": ["reference"] * size.scenarios,
            **{code: s * np.exp(rng.normal(0.0, 0.2, size.scenarios)) for code, s in zip(codes, spreads, strict=True)},
        },
    }
    places = {name: _parquet(folder / f"{name}.parquet", columns) for name, columns in tables.items()}
    return StressFiles(instruments=folder / "instruments.csv", curves=folder / "curves.csv", **places)


@needing_parts
def _parquet(path: Path, columns: dict[str, Any]) -> Path:
    import pyarrow as pa  # noqa: PLC0415 - in the extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - same

    text = BytesIO()
    pq.write_table(pa.table(columns), text)
    replace_file(path, text.getvalue())
    return path


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, on which day and machine."""

    date: str
    machine: str
    runs: tuple[Measured, ...]


def figures_now(sizes: Sequence[Size] = (FEW, MANY)) -> Figures:
    """Return what this machine takes today for houses of these sizes."""
    machine = f"{_processor()}, {os.cpu_count()} CPUs, {platform.system()}"
    runs = tuple(_best([measured(size) for _ in range(ROUNDS)]) for size in sizes)
    return Figures(now().date().isoformat(), machine, runs)


def _best(runs: Sequence[Measured]) -> Measured:
    """Return the least time of each step, and the most memory: other work on the machine only ever adds to a time."""
    reading, computing, writing = (min(getattr(run, step) for run in runs) for step in STEPS)
    return Measured(runs[0].size, reading, computing, writing, max(run.megabytes for run in runs))


def _processor() -> str:
    """Return the name of the processor as the system tells it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()


def figures_text(figures: Figures) -> str:
    """Return figures as the text of `house.toml`."""
    runs = [
        f"[[runs]]\nsize = [{size.accounts}, {size.instruments}, {size.held}, {size.scenarios}]\n"
        f"reading = {run.reading:.2f}\ncomputing = {run.computing:.2f}\nwriting = {run.writing:.2f}\n"
        f"megabytes = {run.megabytes}\n"
        for run in figures.runs
        for size in (run.size,)
    ]
    head = "# Seconds and memory of stress runs, one computer: `hikae bench --house > addin/bench/house.toml`.\n"
    about = f'# size: accounts, instruments, positions of each, scenarios.\ndate = "{figures.date}"\n'
    return "\n".join([f'{head}{about}machine = "{figures.machine}"\n', *runs])


def shipped_figures() -> Figures:
    """Return the figures that are shipped."""
    said = packaged("addin.bench", "house.toml")
    runs = [{**each, "size": Size(*each["size"])} for each in said["runs"]]
    return Figures(said["date"], said["machine"], tuple(Measured(**each) for each in runs))
