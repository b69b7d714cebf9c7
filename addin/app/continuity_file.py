"""The registers of a folder's `continuity.toml`: contacts, duty roster, movers; the example has one, a desk its own."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from addin.app.continuity_contacts import means_in_order, roles
from addin.files import is_there, read_limited
from calc.continuity.contacts import Contact
from calc.continuity.roster import Mover, Shift
from calc.outcome import Place, RefusedError, finding

T = TypeVar("T")

FILE_NAME = "continuity.toml"
FILE_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Registers:
    """The three registers that a desk keeps."""

    contacts: tuple[Contact, ...] = ()
    shifts: tuple[Shift, ...] = ()
    movers: tuple[Mover, ...] = ()


def registers_of_folder(folder: Path) -> Registers:
    """Return the registers of a folder, empty ones where it has none. Raises RefusedError `register_unreadable`."""
    path = folder / FILE_NAME
    if not is_there(path):
        return Registers()
    try:
        table = tomllib.loads(read_limited(path, FILE_LIMIT).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, ja=f"{error}", en=f"{error}") from error
    return Registers(
        _each(table, "contact", make=_contact, path=path),
        _each(table, "shift", make=_shift, path=path),
        _each(table, "mover", make=_mover, path=path),
    )


def _each(table: Mapping[str, Any], name: str, *, make: Callable[[Mapping[str, Any]], T], path: Path) -> tuple[T, ...]:
    made, given = list[T](), table.get(name, [])
    for number, each in enumerate(given if isinstance(given, list) else [given], start=1):
        try:
            made.append(make(each))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unreadable(path, ja=f"{name} の{number}番目", en=f"{name} number {number}") from error
    return tuple(made)


def _contact(each: Mapping[str, Any]) -> Contact:
    if each["role"] not in roles():
        raise ValueError(each["role"])
    means = {name: str(each[name]) for name in means_in_order() if each.get(name)}
    return Contact(str(each["name"]), str(each["role"]), means, _day(each, "verified"), _day(each, "exchanged"))


def _day(each: Mapping[str, Any], name: str) -> date | None:
    day = each.get(name)
    if day is not None and type(day) is not date:
        raise TypeError(name)
    return day


def _shift(each: Mapping[str, Any]) -> Shift:
    day = _day(each, "day")
    if day is None:
        raise ValueError("day")
    return Shift(day, tuple(str(name) for name in each["people"]))


def _mover(each: Mapping[str, Any]) -> Mover:
    return Mover(str(each["person"]), str(each["task"]), each.get("deputy"))


def _unreadable(path: Path, *, ja: str, en: str) -> RefusedError:
    return RefusedError([finding("register_unreadable", Place(path.name), path=path, reason_ja=ja, reason_en=en)])
