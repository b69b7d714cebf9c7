"""Run as a program: computes with every kernel and prints what came of it as JSON, the machine code's registers too.

The code is only there with an empty kernel cache: what comes out of a cache cannot be looked at. With `few` two small
kernels are compiled, of which only the registers are told.
"""

import hashlib
import json
import sys
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import numpy as np

from addin import runtime

runtime.prepare()

from datetime import date  # noqa: E402

import calc  # noqa: E402 - the process is set up first, as the program does it
from addin.app.warm import warmed  # noqa: E402
from calc.days.business_day import tokyo  # noqa: E402
from calc.margin.base import BaseRules, StressMode, TailRule  # noqa: E402
from calc.margin.kernels import account_moves, tail_mean  # noqa: E402
from calc.margin.tails import Sample, blocks_of  # noqa: E402
from calc.margin.tails import tails as streamed_tails  # noqa: E402
from calc.outcome import Finding  # noqa: E402
from calc.pricing.curve import discount_curve  # noqa: E402
from calc.pricing.hazard import Quotes  # noqa: E402
from calc.pricing.isda import Contract, Market, price  # noqa: E402
from calc.pricing.kernels import legs  # noqa: E402
from calc.pricing.revaluation import instrument_legs, revaluation  # noqa: E402
from calc.types import CurveQuote, Instrument, InstrumentKind  # noqa: E402

DAY = date(2026, 11, 20)
RULES = BaseRules(TailRule.FRACTIONAL, StressMode.FLOOR, 0.01)
SWAPS = {"1Y": 0.0065, "2Y": 0.0081, "3Y": 0.0092, "5Y": 0.0112, "7Y": 0.0131, "10Y": 0.0158}


def figures() -> list[bytes]:
    """Return the bytes of figures that touch every kernel: bulk values, gains, a tail, a price from pillars."""
    random = np.random.default_rng(20261120)
    curve = discount_curve([CurveQuote("swap", t, r, "", 1, "ACT/365F", 2) for t, r in SWAPS.items()], DAY)
    assert not isinstance(curve, Finding)
    market = Market(curve, tokyo())
    listed = [
        Instrument(f"I{n}", "E", InstrumentKind.SINGLE, date(2027 + n % 9, 6, 20), 100.0, 0.35, 1.0, 0.0)
        for n in range(40)
    ]
    levels = np.exp(random.normal(4.5, 1.0, (40, 1)))
    spreads = levels * np.exp(random.standard_t(4, (40, 150)) * 0.15)
    made = revaluation(listed, [instrument_legs(each, market) for each in listed], spreads_bp=spreads)
    assert not isinstance(made, Finding)
    gains = account_moves(random.normal(0, 1e9, (20, 40)), np.ascontiguousarray(made.values))
    tails = np.array([tail_mean(np.ascontiguousarray(row), 1.5) for row in gains])
    blocks = blocks_of(made.values, 0, np.arange(150) < 2, rules=RULES)
    streamed = streamed_tails(random.normal(0, 1e9, (20, 40)), blocks, Sample(150, 2, RULES, 3))
    pillars = Quotes((60.0, 120.0, 150.0), (date(2027, 12, 20), date(2029, 12, 20), date(2031, 12, 20)))
    priced = price(Contract(date(2030, 6, 20), 100.0, 0.35), pillars, market=market)
    return [made.values.tobytes(), gains.tobytes(), tails.tobytes(), streamed.amounts.tobytes(), repr(priced).encode()]


def kernels() -> dict[str, Any]:
    """Return every kernel of the core by its module and name."""
    modules = [each.name for each in walk_packages(calc.__path__, "calc.") if each.name.endswith(".kernels")]
    members = ((module, name, value) for module in modules for name, value in vars(import_module(module)).items())
    return {f"{module}.{name}": value for module, name, value in members if hasattr(value, "inspect_asm")}


def compiled() -> dict[str, int]:
    """Return how many forms each kernel has been compiled to."""
    return {name: len(kernel.signatures) for name, kernel in kernels().items()}


def registers() -> dict[str, list[int]]:
    """Return how often each compiled kernel's code names 512-bit and 256-bit registers, and how long it is."""
    codes = {name: "".join(kernel.inspect_asm().values()) for name, kernel in kernels().items()}
    return {name: [code.count("zmm"), code.count("ymm"), len(code)] for name, code in codes.items() if code}


def few() -> dict[str, Any]:
    """Return what is told of two small kernels, one of them parallel."""
    legs(np.zeros(1), np.array([[0.01], [1.0], [0.0], [1.0]]), 1.0)
    account_moves(np.ones((1, 1)), np.ones((1, 1)))
    return {"kernels": 2, "registers": registers()}


def every() -> dict[str, Any]:
    """Return what is told of all kernels."""
    told: dict[str, Any] = {"kernels": warmed()}
    ready = compiled()
    told["bits"] = hashlib.sha256(b"".join(figures())).hexdigest()
    told["late"] = [name for name, number in compiled().items() if number != ready[name]]
    return {**told, "registers": registers()} if "registers" in sys.argv else told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(few() if "few" in sys.argv else every()))
