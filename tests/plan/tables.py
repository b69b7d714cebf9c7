"""The raw tables of both plans, as written, for the tests that alter them."""

import tomllib
from importlib.resources import files
from pathlib import Path

from calc.plan.clauses import PACKAGE, PARTS

IDS = Path(__file__).with_name("clause_ids.txt").read_text(encoding="utf-8").split()


def raw(name):
    """Return one table file, read anew so that it may be altered."""
    return tomllib.loads(files(PACKAGE).joinpath(name).read_text(encoding="utf-8"))


def raw_clauses():
    """Return all clause tables in plan order."""
    return [table for part in PARTS for table in raw(f"clauses/{part}.toml")["clause"]]


def raw_gaps():
    """Return the table of gaps."""
    return raw("gaps.toml")
