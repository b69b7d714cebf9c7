"""The committed example day as read from its folder."""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from workbooks import example_day


@pytest.fixture(scope="session")
def folder():
    return Path(example_day.__file__).with_name("example-day")


@pytest.fixture(scope="session")
def business_date():
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def rows(folder):
    """Return a function that reads a table of the example day as dictionaries."""
    return lambda name: list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))


@pytest.fixture(scope="session")
def instruments(rows):
    return {row["instrument"]: row for row in rows("instruments.csv")}


@pytest.fixture(scope="session")
def history(rows):
    """Return the days as text and each instrument's spreads in bp, NaN where it has none."""
    table = rows("history.csv")
    values = {name: np.array([float(row[name] or "nan") for row in table]) for name in table[0] if name != "date"}
    return [row["date"] for row in table], values


@pytest.fixture(scope="session")
def quotes(rows):
    return {(row["participant"], row["instrument"]): row for row in rows("quotes.csv")}


@pytest.fixture(scope="session")
def day(folder):
    return tomllib.loads((folder / "day.toml").read_text("utf-8"))
