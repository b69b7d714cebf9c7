"""The office's half that needs no office: the two workers, the words of their failures, the last errors.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any

from ..worker.client import Client, WorkerError  # noqa: TID252 - the package has another name in the .oxt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Json = Any

ACTION_SECONDS = 10.0
ERRORS_KEPT = 50
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
    """What functions and buttons of one office share. `words` are the sentences of what can fail on this side."""

    def __init__(self, words: Mapping[str, Mapping[str, str]], command: Callable[[], str]) -> None:
        self._words = words
        self._functions, self._actions = Client("functions", command), Client("actions", command)
        self.last_errors: deque[dict[str, str]] = deque(maxlen=ERRORS_KEPT)

    def value(self, function: str, arguments: list[Json]) -> Json:
        """Return the value of a worksheet function; RefusalError or NoAnswerError, kept among the last errors."""
        return self._kept_answer(function, lambda: self._functions.call(function, arguments))

    def done(self, action: str, arguments: list[Json]) -> dict[str, Json]:
        """Return what an action says it did; RefusalError or NoAnswerError, kept among the last errors."""
        return dict(self._kept_answer(action, lambda: self._actions.act(action, arguments, ACTION_SECONDS)))

    def last_words(self) -> str:
        """Return where the last error was and its words in both languages, or nothing."""
        if not self.last_errors:
            return ""
        error = self.last_errors[-1]
        return f"{error['where']}: {error['ja']} / {error['en']}"

    def refusal(self, where: str, code: str, detail: str) -> RefusalError:
        """Return a refusal of the office's own side, kept among the last errors."""
        return RefusalError(self._kept(where, self._said(code, detail)))

    def _kept_answer(self, where: str, ask: Callable[[], dict[str, Json]]) -> Json:
        try:
            answer = ask()
        except WorkerError as fault:
            raise NoAnswerError(self._kept(where, self._said(fault.code, fault.detail))) from fault
        if "error" in answer:
            raise RefusalError(self._kept(where, answer["error"]))
        return answer.get("value")

    def _said(self, code: str, detail: str) -> dict[str, str]:
        words = self._words[code]
        return {"code": code, **{language: words[language].replace("{detail}", detail) for language in ("ja", "en")}}

    def _kept(self, where: str, error: Mapping[str, str]) -> dict[str, str]:
        kept = {"where": where, **error}
        self.last_errors.append(kept)
        return kept
