"""The one reader of the tables that ship inside the packages: clauses, findings, holidays, settings."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(package: str, name: str) -> dict[str, Any]:
    """Return the TOML table `name` of an import package, e.g. `packaged("calc.days", "japan.toml")`."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


@cache
def packaged_names(package: str, folder: str) -> tuple[str, ...]:
    """Return the names of the TOML tables in a folder of an import package, in order."""
    found = (entry.name for entry in files(package).joinpath(folder).iterdir())
    return tuple(sorted(f"{folder}/{name}" for name in found if name.endswith(".toml")))
