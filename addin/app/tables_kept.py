"""What was read of the last few files, kept by their content: buttons read one day's tables again and again.

A changed byte is another content, so nothing here can be old. All that is kept is never changed by anyone.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

from calc.outcome import Outcome
from calc.text.columns import Table

T = TypeVar("T")

LARGEST, ALTOGETHER = 4_000_000, 16_000_000  # bytes of files; what is read of them takes some ten times as much
READINGS = 8  # of one table: it is read anew when the tables beside it change


@dataclass(slots=True)
class Kept:
    """A table and what readers have made of it; `size` is that of its file in bytes."""

    table: Outcome[Table | None]
    size: int
    readings: OrderedDict[Hashable, Outcome[Any]] = field(default_factory=OrderedDict)


@dataclass(slots=True)
class Keeper:
    """The last read files within a limit of bytes; those that nobody has asked for longest go first."""

    largest: int = LARGEST
    altogether: int = ALTOGETHER
    _kept: OrderedDict[tuple[str, str], Kept] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def table(self, data: bytes, source: str, read: Callable[[bytes, str], Outcome[Table | None]]) -> Kept:
        """Return a file's rows; read again where they are not kept, or gave no table: that may have been bad luck."""
        key = source, hashlib.sha256(data).hexdigest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = Kept(read(data, source), len(data))
        if made.table.value is not None and made.size <= self.largest:
            with self._lock:
                self._kept[key] = made
                while sum(each.size for each in self._kept.values()) > self.altogether:
                    self._kept.popitem(last=False)
        return made

    def reading(self, kept: Kept, reader: Callable[..., Outcome[T]], known: Mapping[str, Any]) -> Outcome[T]:
        """Return what a reader makes of a kept table by what else is known; the same question has the same answer."""
        key = reader, tuple((name, _fixed(value)) for name, value in sorted(known.items()))
        with self._lock:
            if key in kept.readings:
                kept.readings.move_to_end(key)
                return cast("Outcome[T]", kept.readings[key])
        made = reader(kept.table.value, **known)
        with self._lock:
            kept.readings[key] = made
            if len(kept.readings) > READINGS:
                kept.readings.popitem(last=False)
        return made


def _fixed(value: Any) -> Hashable:  # noqa: ANN401 - whatever a reader is told
    """Return what tells a value from others and cannot be changed any more."""
    if isinstance(value, Mapping):
        return frozenset(value.items())
    return frozenset(value) if isinstance(value, AbstractSet) else cast("Hashable", value)


LAST_READ = Keeper()
