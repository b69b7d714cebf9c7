"""Every button once: its words, and the work behind it.

The office hands over `title` and `sheet` of the book in front, and answers what the work asks of it; the work answers
with what to say (`said`, in both languages) and a `mark` that names what was done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from addin.books.asked import Ask, AskedSheet
from addin.functions.invoke import Answer, answer_of, refused
from addin.functions.registry import target_of
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Severity, Words, severity, where

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
        "IMPORT",
        Words("取込", "Import"),
        Words(
            "日次フォルダから前日の清算値段・提出銘柄・気配値を読み込み、控えに残す",
            "Read yesterday's prices, what is owed and any quotes from a day's folder; kept in the record",
        ),
        "addin.functions.desk:import_day",
    ),
    Action(
        "CHECK",
        Words("確認", "Check"),
        Words("入力した気配値をすべて点検し、行ごとに状態を示す", "Check every quote and show a state beside each row"),
        "addin.functions.desk:check",
    ),
    Action(
        "CALCULATE",
        Words("計算", "Calculate"),
        Words(
            "気配合成値（参考値）と清算値段を計算し、控えに残す",
            "Compute the control composite and the settlement prices; kept in the record",
        ),
        "addin.functions.desk:calculate",
    ),
    Action(
        "APPLY",
        Words("適用", "Apply"),
        Words(
            "時点欄の時刻に何が適用されるかを、条項と理由とともに示す",
            "Show what applies at the as-of, by which clause and why",
        ),
        "addin.functions.desk:apply_plan",
    ),
    Action(
        "SEND",
        Words("送信", "Send"),
        Words(
            "気配値を入力済みにし、二人目の承認を求める。承認後にもう一度押すと送る形になる",
            "Enter the quotes and ask for a second person's approval; pressed again once approved, they leave",
        ),
        "addin.functions.desk:send",
    ),
    Action(
        "EXPORT",
        Words("出力", "Export"),
        Words(
            "点検済みの行からアップロード用ファイルを作り、承認を求める",
            "Make the upload file from checked rows and ask for its approval",
        ),
        "addin.functions.desk:export",
    ),
    Action(
        "RECORD",
        Words("控え", "Record"),
        Words("いま表示しているシートを控え（後から直せない記録）に残す", "Put the sheet as shown into the journal"),
        "addin.functions.desk:record",
    ),
    Action(
        "DRILL",
        Words("訓練", "Drill"),
        Words(
            "いまの控えが訓練用か本番かを示し、訓練用の控えを用意する",
            "Say whether this record is a drill's or live, and make the home of a drill",
        ),
        "addin.functions.desk:drill",
    ),
)


def perform(name: Json, book: Json, ask: Ask) -> Answer:
    """Return the answer of one action on the book in front; `ask` puts a question to the office (`books.asked`).

    An error says where: the first of what was found, errors before warnings, and how much more there is.
    """
    action = next((each for each in ACTIONS if each.name == name), None)
    if action is None or not isinstance(book, Mapping):
        return refused(finding("function_unknown", function=str(name)[:40]))
    found = list[Finding]()

    def work() -> Json:
        try:
            return target_of(action.target)(AskedSheet(book, ask))
        except RefusedError as refusal:
            found.extend(sorted(refusal.findings, key=_gravest_first))
            raise RefusedError(found[:1]) from None

    made = answer_of(work, name=action.name)
    return {"error": _with_place(made["error"], found)} if found else made


def _gravest_first(found: Finding) -> int:
    return list(Severity).index(severity(found))


def _with_place(error: dict[str, Json], found: Sequence[Finding]) -> dict[str, Json]:
    """Return an error that says where, and how many other findings there are."""
    place, more = where(found[0].place), len(found) - 1
    ja, en = (f"（他{more}件）", f" (+{more} more)") if more else ("", "")
    said = {"ja": f"{place} {error['ja']}{ja}".strip(), "en": f"{place} {error['en']}{en}".strip()}
    return {**error, **said}
