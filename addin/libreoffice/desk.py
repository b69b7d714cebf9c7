"""The office's half that needs no office: the two workers, the words of their failures, the last errors.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..last_errors import LastErrors  # noqa: TID252 - the package has another name in the .oxt
from ..worker.child import WorkerError  # noqa: TID252 - same
from ..worker.client import Client  # noqa: TID252 - same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Json = Any

COMMAND_FILE = "hikae.json"


class RefusalError(Exception):
    """A call or an action was refused: its code and words, as the last-errors list keeps them."""

    def __init__(self, error: Mapping[str, str]) -> None:
        self.error = dict(error)
        super().__init__(error["en"])


class NoAnswerError(RefusalError):
    """No worker answered: the value is not known, which is not the same as a wrong input."""


def hikae_command(environment: Mapping[str, str], profile: Path) -> str:
    """Return the path of the `hikae` command: from HIKAE_COMMAND, else from the file `hikae open` left in the profile.

    Never from a workbook and never from PATH: a mailed workbook or a folder must not choose the code.
    """
    named = environment.get("HIKAE_COMMAND")
    if named:
        return named
    try:
        return str(json.loads((profile / COMMAND_FILE).read_text("utf-8"))["command"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class Desk:
    """What functions and buttons of one office share.

    `words` are the sentences of what can fail on this side, `command` says where `hikae` is, `now` what time it is.
    """

    def __init__(
        self, words: Mapping[str, Mapping[str, str]], command: Callable[[], str], now: Callable[[], str] = str
    ) -> None:
        self._words = words
        self._functions, self._actions = Client("functions", command), Client("actions", command)
        self._errors = LastErrors(now)

    @property
    def last_errors(self) -> list[dict[str, str]]:
        """What failed, newest last: `time`, `where`, `code`, `ja`, `en`; what fails again moves to the end."""
        return self._errors.all

    def value(self, function: str, arguments: list[Json], *, cached: bool = True) -> Json:
        """Return the value of a worksheet function; RefusalError or NoAnswerError, kept among the last errors."""
        return self._kept_answer(function, lambda: self._functions.call(function, arguments, cached=cached))

    def recalculated(self) -> None:
        """Take note that a recalculation is over, so that the next one may wait anew."""
        self._functions.recalculated()

    def retry(self) -> None:
        """Ask again at once, of new workers; an action that is under way is left alone."""
        self._functions.retry()
        self._actions.retry()

    def act(
        self, action: str, book: dict[str, str], host: Callable[[dict[str, Json]], dict[str, Json] | None]
    ) -> dict[str, Json]:
        """Return what an action says it did; RefusalError or NoAnswerError, kept among the last errors.

        Waits on the thread it is called on. `host` is called there with each `{"ask": …}` and `{"progress": …}` of the
        action and returns `{"answer": …}`, `{"refused": {"code", "detail"}}`, or None where no reply is due.
        """
        try:
            return dict(self._kept_answer(action, lambda: self._actions.act(action, book, host)))
        finally:
            self._functions.forget()  # what was recorded may change what functions say

    def cancel(self) -> bool:
        """End the action that is under way, from any thread; returns whether there was one."""
        return self._actions.cancel()

    def end(self) -> None:
        """End both workers."""
        self._functions.end()
        self._actions.end()

    def last_words(self) -> str:
        """Return where the last error was and its words in both languages, or nothing."""
        return self._errors.last_words()

    def refusal(self, where: str, code: str, detail: str) -> RefusalError:
        """Return a refusal of the office's own side, kept among the last errors."""
        return RefusalError(self._errors.keep(where, self._said(code, detail)))

    def _kept_answer(self, where: str, ask: Callable[[], dict[str, Json]]) -> Json:
        try:
            answer = ask()
        except WorkerError as fault:
            raise NoAnswerError(self._errors.keep(where, self._said(fault.code, fault.detail))) from fault
        if "error" in answer:
            raise RefusalError(self._errors.keep(where, answer["error"]))
        if answer.get("value") is None:
            raise NoAnswerError(self._errors.keep(where, self._said("worker_lost", "an answer without a value")))
        return answer["value"]

    def _said(self, code: str, detail: str) -> dict[str, str]:
        words = self._words[code]
        return {"code": code, **{language: words[language].replace("{detail}", detail) for language in ("ja", "en")}}
