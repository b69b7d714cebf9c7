"""Every button once: its words, and the work behind it.

The office hands over `title` and `sheet` of the book in front, and answers what the work asks of it; the work answers
with what to say (`said`, in both languages) and a `mark` that names what was done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from addin.app.desk_labels import LABELS
from addin.books.asked import Ask, AskedSheet
from addin.books.port import Sheet
from addin.functions.invoke import Answer, answer_of, refused
from addin.functions.next_step import words_at_the_desk
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Severity, Words, severity, where

Json = Any


@dataclass(frozen=True, slots=True)
class Action:
    """One button; what it does in which book stands in `addin.functions.desk`."""

    name: str
    label: Words
    help: Words


ACTIONS = (
    Action(
        "IMPORT",
        LABELS["IMPORT"],
        Words(
            "日次フォルダから前日の清算値段・提出銘柄・気配値を読み込み、控えに残す",
            "Read yesterday's prices, what is owed and any quotes from a day's folder; kept in the record",
        ),
    ),
    Action(
        "CHECK",
        LABELS["CHECK"],
        Words("入力した気配値をすべて点検し、行ごとに状態を示す", "Check every quote and show a state beside each row"),
    ),
    Action(
        "CALCULATE",
        LABELS["CALCULATE"],
        Words(
            "気配合成値（参考値）と清算値段を計算し、控えに残す",
            "Compute the control composite and the settlement prices; kept in the record",
        ),
    ),
    Action(
        "APPLY",
        LABELS["APPLY"],
        Words(
            "時点欄の時刻に何が適用されるかを、条項と理由とともに示す",
            "Show what applies at the as-of, by which clause and why",
        ),
    ),
    Action(
        "SEND",
        LABELS["SEND"],
        Words(
            "気配値を入力済みにし、二人目の承認を求める。承認後にもう一度押すと送る形になる",
            "Enter the quotes and ask for a second person's approval; pressed again once approved, they leave",
        ),
    ),
    Action(
        "EXPORT",
        LABELS["EXPORT"],
        Words(
            "点検済みの行からアップロード用ファイルを作り、承認を求める",
            "Make the upload file from checked rows and ask for its approval",
        ),
    ),
    Action(
        "RECORD",
        LABELS["RECORD"],
        Words("いま表示しているシートを控え（後から直せない記録）に残す", "Put the sheet as shown into the journal"),
    ),
    Action(
        "DECLARE",
        LABELS["DECLARE"],
        Words(
            "シートに記入した事実（障害・復旧・連絡・安否など）を控えに残す。判定に使われる",
            "Record the facts filled in on this sheet: failures, recoveries, contacts …; rulings use them",
        ),
    ),
    Action(
        "DRILL",
        LABELS["DRILL"],
        Words(
            "いまの控えが訓練用か本番かを示し、訓練用の控えを用意する",
            "Say whether this record is a drill's or live, and make the home of a drill",
        ),
    ),
)


def perform(name: Json, book: Json, ask: Ask) -> Answer:
    """Return the answer of one action on the book in front; `ask` puts a question to the office (`books.asked`)."""
    if not isinstance(book, Mapping):
        return refused(finding("function_unknown", function=str(name)[:40]))
    return performed(name, lambda: AskedSheet(book, ask))


def performed(name: Json, book: Callable[[], Sheet]) -> Answer:
    """Return the answer of one action on the book in front, which is asked for once the action is known.

    An error says where: the first of what was found, errors before warnings, and how much more there is.
    """
    action = next((each for each in ACTIONS if each.name == name), None)
    if action is None:
        return refused(finding("function_unknown", function=str(name)[:40]))
    found = list[Finding]()

    def work() -> Json:
        from addin.functions.desk import done  # noqa: PLC0415 - what describes the buttons needs none of their work

        try:
            return done(action.name, book())
        except RefusedError as refusal:
            found.extend(sorted(refusal.findings, key=_gravest_first))
            raise RefusedError(found[:1]) from None

    made = answer_of(work, name=action.name)
    return {"error": _with_place(made["error"], found)} if found else made


def _gravest_first(found: Finding) -> int:
    return list(Severity).index(severity(found))


def _with_place(error: dict[str, Json], found: Sequence[Finding]) -> dict[str, Json]:
    """Return an error that says where, what next at the desk, and how many other findings there are."""
    place, more = where(found[0].place), len(found) - 1
    ja, en = (f"（他{more}件）", f" (+{more} more)") if more else ("", "")
    words = words_at_the_desk(found[0])
    told = {"ja": error["ja"], "en": error["en"]} if words is None else {"ja": words.ja, "en": words.en}
    said = {"ja": f"{place} {told['ja']}{ja}".strip(), "en": f"{place} {told['en']}{en}".strip()}
    return {**error, **said}
