"""The last errors of an office, which a person may ask for: when, where, which, and what to do next.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KEPT = 50


class LastErrors:
    """What failed, newest last; what fails again moves to the end. `now` says what time it is."""

    def __init__(self, now: Callable[[], str]) -> None:
        self._now = now
        self._errors: dict[tuple[str, ...], dict[str, str]] = {}

    @property
    def all(self) -> list[dict[str, str]]:
        """Each error as `time`, `where`, `code`, `ja`, `en`."""
        return list(self._errors.values())

    def keep(self, where: str, error: Mapping[str, str]) -> dict[str, str]:
        """Keep an error with its time and return it; the oldest one makes room."""
        kept = {"time": self._now(), "where": where, **error}
        same = (where, error["code"], error["ja"])
        self._errors.pop(same, None)
        self._errors[same] = kept
        while len(self._errors) > KEPT:
            del self._errors[next(iter(self._errors))]
        return kept

    def last_words(self) -> str:
        """Return where the last error was and its words in both languages, or nothing."""
        if not self._errors:
            return ""
        error = self.all[-1]
        return f"{error['where']}: {error['ja']} / {error['en']}"


def listed(errors: Sequence[Mapping[str, str]]) -> str:
    """Return errors as text, the newest first: when, where and which, then the words in both languages."""
    told = (f"{each['time']}  {each['where']}  [{each['code']}]\n{each['ja']}\n{each['en']}" for each in errors[::-1])
    return "\n\n".join(told)
