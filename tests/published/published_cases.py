"""Reads the published cases; the files have the columns of the product's own contract and curve files."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Return the rows of one data file as text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources() -> dict[str, dict[str, str]]:
    """Return where each group of values was published, with licence and terms."""
    return tomllib.loads((DATA / "sources.toml").read_text(encoding="utf-8"))


def curve_rows(curve_id: str, trade_date: str) -> list[Row]:
    """Return the quotes of one curve on one trade date."""
    return [row for row in rows("curves") if (row["curve_id"], row["trade_date"]) == (curve_id, trade_date)]


def contract_rows() -> dict[str, Row]:
    """Return the contracts by their id."""
    return {row["contract_id"]: row for row in rows("contracts")}


def expected_rows(source: str) -> list[Row]:
    """Return the published values of one source: contract_id, column, value, tolerance."""
    return [row for row in rows("expected") if row["source"] == source]


def pillars(case: str) -> list[Row]:
    """Return the pillar contracts of one term-structure case."""
    return [row for row in rows("pillars") if row["case"] == case]


def pillar_pairs(contract: Row) -> list[tuple[date, float]]:
    """Return the maturities and spreads in bp of a contract priced from pillars; empty for a flat quote."""
    days = filter(None, contract["pillar_dates"].split(";"))
    spreads = filter(None, contract["pillar_spreads_bp"].split(";"))
    return [(date.fromisoformat(day), float(spread)) for day, spread in zip(days, spreads, strict=True)]


def day_or_none(text: str) -> date | None:
    """Return the date in a cell, or None for an empty one."""
    return date.fromisoformat(text) if text else None
