"""Typed settings: value, unit, source, who set it and when; `load_settings` says what beats what, a workbook never."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TypeVar

from addin.files import is_there, read_limited
from calc.days.cutoff import JST, iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.tables import packaged
from calc.text.numeral import bounds

SCHEMA = 1
FILE_NAME, PROFILE_FILE = "settings.toml", "settings.profile.toml"  # the desk's own, and those of where it is now
FILE_LIMIT = 1_000_000

SettingValue = bool | int | float | str | time
T = TypeVar("T")

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,17})?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_LINE = re.compile(r"at line ([0-9]+)")
_LARGEST_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Spec:
    """One setting; `default` "" means that it may stay empty, `here` that each computer has its own."""

    name: str
    type: str
    default: object
    unit: str
    source: str
    ja: str
    en: str
    choices: tuple[str, ...] = ()
    here: bool = False
    least: float = -_LARGEST_EXACT
    most: float = _LARGEST_EXACT

    @property
    def may_be_empty(self) -> bool:
        """Whether the setting may have no value at all."""
        return self.default == "" and self.type != "text"

    @property
    def allowed(self) -> str:
        """The allowed values in signs that need no translation."""
        forms = {"bool": "true | false", "time": "HH:MM:SS", "text": "“…”", "choice": " | ".join(self.choices)}
        range_ = f"{self.type} {bounds(self.least, self.most, free=_LARGEST_EXACT)}".rstrip()
        return forms.get(self.type, range_) + (' | ""' if self.may_be_empty else "")


@dataclass(frozen=True, slots=True)
class Override:
    """A value somebody set in the record, with who and when."""

    value: object
    user: str
    at: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting in force, as a workbook or a person sees it; `at` is None for what came with the product or the run."""

    name: str
    value: SettingValue | None
    unit: str
    source: str
    set_by: str
    at: str | None

    @property
    def text(self) -> str:
        """The value as `--set` takes it; empty when there is none."""
        if self.value is None:
            return ""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force for one run."""

    in_force: Mapping[str, SettingRow]

    def value(self, name: str) -> SettingValue | None:
        """Return the value; None where the setting is empty."""
        return self.in_force[name].value

    def rows(self) -> tuple[SettingRow, ...]:
        """Return every setting in the catalogue's order."""
        return tuple(self.in_force.values())

    def recorded(self) -> dict[str, str]:
        """Return the values that figures rest on, as texts by name."""
        return {row.name: row.text for row in self.rows() if not catalogue()[row.name].here}

    def flag(self, name: str) -> bool:
        """Return a `bool` setting."""
        return self._typed(name, bool)

    def whole(self, name: str) -> int:
        """Return an `int` setting."""
        return self._typed(name, int)

    def number(self, name: str) -> float:
        """Return a `float` setting."""
        return self._typed(name, float)

    def text(self, name: str) -> str:
        """Return a `text` or `choice` setting."""
        return self._typed(name, str)

    def local_time(self, name: str) -> time | None:
        """Return a `time` setting, None when it is empty."""
        return None if self.value(name) is None else self._typed(name, time)

    def _typed(self, name: str, kind: type[T]) -> T:
        value = self.value(name)
        if type(value) is not kind:
            raise TypeError(f"setting {name} is {value!r}, not {kind.__name__}")
        return value


@dataclass(frozen=True, slots=True)
class _Given:
    """One value somebody gave, not yet judged."""

    name: str
    value: object
    set_by: str
    place: Place
    at: str | None = None


@cache
def catalogue() -> dict[str, Spec]:
    """Return every setting by name, in the order of `addin/settings.toml`; the plan's keep their defaults with it."""
    plan, own = packaged("calc.plan", FILE_NAME), packaged("addin", FILE_NAME)
    return {name: _spec(name, entry | (_of_plan(plan[name]) if name in plan else {})) for name, entry in own.items()}


def _of_plan(entry: Mapping[str, object]) -> dict[str, object]:
    """Return what the plan's own table says of its setting; no default: it may stay empty."""
    return {"default": entry.get("default", ""), "choices": entry.get("words", ())}


def load_settings(
    home: Path,
    *,
    overrides: Mapping[str, object] | None = None,
    day: Mapping[str, object] | None = None,
    file: Path | None = None,
    sets: Sequence[str] = (),
) -> Settings:
    """Return the settings in force; `overrides` holds values or `Override`s, `sets` texts `name=value`.

    Each beats those before it: default, HOME/settings.toml, overrides, day, file, sets.

    Raises RefusedError: `settings_unreadable`, `settings_schema_newer`, or one `setting_unknown`, `setting_refused`
    or `setting_form` for each bad entry.
    """
    rows = {spec.name: _default_row(spec) for spec in catalogue().values()}
    refused: list[Finding] = []
    of_file = () if file is None else tuple(_of_file(file))
    for given in (*_of_home(home), *_of_record(overrides or {}), *_of_day(day or {}), *of_file, *_of_command(sets)):
        judged = _judged(given)
        if isinstance(judged, Finding):
            refused.append(judged.at(given.place))
        else:
            rows[given.name] = replace(judged, set_by=given.set_by, at=given.at)
    if refused:
        raise RefusedError(refused)
    return Settings(rows)


def _judged(given: _Given) -> SettingRow | Finding:
    """Return the setting's row with the given value, or why it is refused."""
    spec = catalogue().get(given.name)
    if given.value is None:
        return finding("setting_form", given=given.name)
    if spec is None:
        near = get_close_matches(given.name, catalogue(), n=3) or list(catalogue())
        return finding("setting_unknown", key=given.name, given=given.value, allowed=", ".join(near))
    if given.value == "" and spec.may_be_empty:
        return replace(_default_row(spec), value=None)
    value = _read(spec, given.value)
    if value is None:
        return finding("setting_refused", key=given.name, given=given.value, allowed=spec.allowed)
    return replace(_default_row(spec), value=value)


def _read(spec: Spec, given: object) -> SettingValue | None:
    """Return a TOML value or a typed text as the setting's type, None when it is not one of the allowed."""
    match spec.type:
        case "bool":
            return _bool(given)
        case "int" | "float":
            return _number(spec, given)
        case "time":
            return _time(given)
        case "choice":
            return given if isinstance(given, str) and given in spec.choices else None
        case _:
            return given if isinstance(given, str) and given.isprintable() else None


def _bool(given: object) -> bool | None:
    return given if isinstance(given, bool) else {"true": True, "false": False}.get(str(given))


def _number(spec: Spec, given: object) -> int | float | None:
    """Return the number inside its bounds; a text is plain ASCII decimal, an int setting takes whole numbers only."""
    grammar, kind = (_WHOLE, int) if spec.type == "int" else (_DECIMAL, float)
    if isinstance(given, str):
        given = kind(given) if grammar.fullmatch(given) else None
    if isinstance(given, bool) or not isinstance(given, int | kind) or not spec.least <= given <= spec.most:
        return None  # NaN and infinity are inside no bounds
    return kind(given)


def _time(given: object) -> time | None:
    if isinstance(given, str):
        return time.fromisoformat(given) if _TIME.fullmatch(given) else None
    return given if isinstance(given, time) and given.tzinfo is None and not given.microsecond else None


def _spec(name: str, entry: Mapping[str, object]) -> Spec:
    """Return a catalogue entry; an unknown key in it is a mistake of ours and raises TypeError."""
    fields = {**entry, "choices": tuple(entry.get("choices", ()))}  # type: ignore[arg-type] # TOML array of text
    return Spec(name=name, **fields)  # type: ignore[arg-type] # tests check every entry's types


def _default_row(spec: Spec) -> SettingRow:
    value = None if spec.may_be_empty else _read(spec, spec.default)
    return SettingRow(spec.name, value, spec.unit, spec.source, set_by="default", at=None)


def _of_home(home: Path) -> Iterator[_Given]:
    """Yield what HOME/settings.toml gives, if it is there, then what the profile in use gives."""
    for path in filter(is_there, (home / FILE_NAME, home / PROFILE_FILE)):
        yield from _of_file(path)


def _of_file(path: Path) -> Iterator[_Given]:
    """Yield what a settings file gives, dated by the file."""
    data = read_limited(path, FILE_LIMIT)
    entries, lines = _toml(path, data=data), data.splitlines()
    found = entries.pop("schema", SCHEMA)
    if type(found) is not int or not 1 <= found <= SCHEMA:
        raise RefusedError([finding("settings_schema_newer", path=path, found=found, known=SCHEMA)])
    at = iso(datetime.fromtimestamp(path.stat().st_mtime, JST))
    for name, value in entries.items():
        yield _Given(name, value, set_by=path.name, place=Place(str(path), _row_of(name, lines), name), at=at)


def _row_of(name: str, lines: Sequence[bytes]) -> int | None:
    begin = re.compile(rb"\s*[\"']?" + re.escape(name.encode()) + rb"[\"']?\s*[=.]")
    return next((row for row, line in enumerate(lines, 1) if begin.match(line)), None)


def _toml(path: Path, *, data: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    except tomllib.TOMLDecodeError as error:
        named = _LINE.search(str(error))  # at the end of the document it names none
        line = int(named[1]) if named else data.count(b"\n") + 1
    raise RefusedError([finding("settings_unreadable", Place(str(path), line), path=path, line=line)])


def _of_record(overrides: Mapping[str, object]) -> Iterator[_Given]:
    for name, given in overrides.items():
        if isinstance(given, Override):
            yield _Given(name, given.value, set_by=given.user, place=Place("journal", column=name), at=given.at)
        else:
            yield _Given(name, given, set_by="journal", place=Place("journal", column=name))


def _of_day(day: Mapping[str, object]) -> Iterator[_Given]:
    for name, value in day.items():
        yield _Given(name, value, set_by="day", place=Place("[settings]", column=name))


def _of_command(sets: Sequence[str]) -> Iterator[_Given]:
    for text in sets:
        name, equals, value = text.partition("=")
        yield _Given(name if equals else text, value if equals else None, set_by="--set", place=Place("--set"))
