"""What is probably wrong with the notified amounts of a day: a line for people, and every row with its evidence."""

from dataclasses import dataclass

from addin.app.day.labels import COMPONENTS, MEASURES
from addin.app.day.run import DayResult
from addin.app.margin_check import IM, CheckRow, explained_of, parts_words
from calc.margin.requirement import Component
from calc.text.wording import Words

UNKNOWN = "－"


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One account and measure: which amounts are wrong, the first of them as notified and own in yen, and why."""

    version: int
    account: str
    parts: Words
    notified: int | None
    own: int | None
    cause: Words


def cause_lines(result: DayResult) -> list[CauseLine]:
    """Return a line for each account and measure that is explained, version by version."""
    rows = {(each.version, each.account, each.measure, each.component): each for each in result.checks}
    lines = list[CauseLine]()
    for (version, account, measure), each in explained_of(result.checks).items():
        first = next((rows[version, account, measure, part] for part in each.components), None)
        notified, own = (None, None) if first is None else (first.notified, first.own)
        lines.append(CauseLine(version, account, parts_words(measure, each.components), notified, own, each.words))
    return lines


def cause_rows(result: DayResult) -> list[tuple[int | str | None, ...]]:
    """Return every explained row: version, account, what, notified, own, previous, and the cause in both languages."""
    return [
        (each.version, each.account, _what(each), each.notified, each.own, each.previous, _both(each.explained.words))
        for each in result.checks
        if each.explained is not None
    ]


def cause_line(each: CauseLine, lang: str) -> str:
    """Return a line in one language: account and version, what is wrong, notified and own, and why."""
    notified, own = yen_text(each.notified), yen_text(each.own)
    if lang == "ja":
        head = f"{each.account} 第{each.version}版 {each.parts.ja}"
        return f"{head}: {each.cause.ja}（通知額 {notified} 円、当方 {own} 円）"
    head = f"{each.account} version {each.version}, {each.parts.en}"
    return f"{head}: {each.cause.en} (notified JPY {notified}, own {own})"


def yen_text(amount: int | None) -> str:
    """Return an amount of yen with its thousands apart, a dash where it is not known."""
    return UNKNOWN if amount is None else f"{amount:,}"


def _what(row: CheckRow) -> str:
    ja, en = MEASURES[row.measure]
    if row.measure != IM or row.component not in set(Component):
        return f"{ja}\n{en}"
    part_ja, part_en = COMPONENTS[Component(row.component)]
    return f"{ja} {part_ja}\n{en}: {part_en}"


def _both(words: Words) -> str:
    return f"{words.ja}\n{words.en}"
