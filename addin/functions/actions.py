"""Every button once: its words, and the work behind it.

The office reads the active sheet on its own thread and hands over `title, sheet, cells`; the work answers with what
to say (`said`, in both languages) and a `mark` that names what was done.
"""

from dataclasses import dataclass
from typing import Any

from addin.functions.invoke import Answer, answer_of, refused
from addin.functions.registry import target_of
from calc.outcome import finding
from calc.text.wording import Words

Json = Any


@dataclass(frozen=True, slots=True)
class Action:
    """One button; `target` is `module:function` and is imported when it is pressed first."""

    name: str
    label: Words
    help: Words
    target: str


ACTIONS = (
    Action(
        "RECORD",
        Words("記録", "Record"),
        Words("いま表示しているシートを控え（後から直せない記録）に残す", "Put the sheet as shown into the journal"),
        "addin.functions.desk:record",
    ),
)


def perform(name: Json, arguments: Json) -> Answer:
    """Return the answer of one action."""
    action = next((each for each in ACTIONS if each.name == name), None)
    if action is None or not isinstance(arguments, list):
        return refused(finding("function_unknown", function=str(name)[:40]))
    return answer_of(lambda: target_of(action.target)(*arguments), name=action.name)
