"""照合 / Every notified amount beside our own and the previous day's, with the probable cause and what to say of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from addin.app.accounts_cell import BookRun
from addin.app.day.labels import COMPONENTS
from addin.app.margin_check import CheckRow, Outside, check_rows
from addin.books.desk_cells import is_blank
from addin.books.inputs import NotifiedAmount
from addin.books.port import Cell
from addin.books.regions import margin
from calc.margin.challenge import Challenged
from calc.margin.compare import Tolerance, Verdict
from calc.margin.requirement import Component
from calc.outcome import Finding
from calc.text.columns import whole
from calc.text.wording import Words

Row = Sequence[Cell]
Typed = Mapping[str, Any]

IM, TOTAL = "im", Component.TOTAL.value
FIRST, LAST = 1, 2  # versions, as the book knows them: notified first, notified last
MEASURES = {
    "im": "当初証拠金 Initial margin",
    "vm": "変動証拠金 Variation margin",
    "vm_stock": "変動証拠金 Variation margin",
    "vm_flow": "変動証拠金の受払 Transfer",
    "clearing_fund": "清算基金 Clearing fund",
    "intraday_im": "日中当初証拠金 Intraday margin",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.AGREES: "● 一致 agrees",
    Verdict.DIFFERS: "✗ 相違 differs",
    Verdict.CANNOT_CHECK: "－ 確認不可 cannot check",
}
NOT_CHECKED = {  # why our own amount of a measure is not there to check by
    "intraday_im": Words(
        "基準時刻の建玉と値段がない",
        "No positions and prices of then",
    ),
    "clearing_fund": Words(
        "計算できない理由は「清算基金」に",
        "Not computed: page Fund says why",
    ),
}
NOT_COMPUTED = Words(
    "当方の計算なし。理由はその頁に",
    "Not computed: its page says why",
)
NOT_NOTIFIED = Words("通知がない", "None notified")
FROM_BOOK = "確認（ブックの額） checked in the book"
FROM_DAY = "計算（日次フォルダ） computed from the folder"


def newest_checks(checks: Sequence[CheckRow], accounts: Collection[str]) -> list[CheckRow]:
    """Return the newest row of each amount of these accounts, those first in which something is wrong."""
    newest = {
        (each.account, each.measure, each.component): each
        for each in sorted(checks, key=lambda each: each.version)
        if each.account in accounts
    }
    wrong = {each.account for each in newest.values() if each.explained is not None}
    return sorted(newest.values(), key=lambda each: (each.account not in wrong, each.explained is None))


def compared_rows(checks: Sequence[CheckRow]) -> list[Row]:
    """Return verdict, account, measure, component, version, and own, notified and previous amount of each row."""
    return [
        (
            VERDICTS[each.verdict],
            each.account,
            MEASURES.get(each.measure, each.measure),
            _component(each.component),
            each.version,
            each.own,
            each.notified,
            each.previous,
        )
        for each in checks
    ]


def word_rows(checks: Sequence[CheckRow]) -> list[Row]:
    """Return, in the same order, the probable cause, or why a row cannot be checked.

    Beside an account's first wrong row stands the challenge, too.
    """
    told, rows = challenges(checks), list[Row]()
    for each in checks:
        rows.append((_cause(each), "" if each.explained is None else told.pop(each.account, "")))
    return rows


def _cause(row: CheckRow) -> str:
    if row.explained is not None:
        return _both(row.explained.words)
    if row.verdict is not Verdict.CANNOT_CHECK:
        return ""
    return _both(NOT_NOTIFIED if row.notified is None else NOT_CHECKED.get(row.measure, NOT_COMPUTED))


def challenges(checks: Sequence[CheckRow]) -> dict[str, str]:
    """Return by account what is said to challenge its initial margin, in both languages.

    An account without own or notified total has none: there is nothing to say it with.
    """
    made = dict[str, str]()
    totals = {each.account: each for each in checks if (each.measure, each.component) == (IM, TOTAL)}
    for name, each in totals.items():
        if each.verdict is not Verdict.DIFFERS or each.own is None or each.notified is None:
            continue
        parts = {
            Words(*COMPONENTS[Component(row.component)]): (row.notified, row.own)
            for row in checks
            if (row.account, row.measure, row.verdict) == (name, IM, Verdict.DIFFERS)
            and row.component != TOTAL
            and row.own is not None
            and row.notified is not None
        }
        made[name] = _both(Challenged(name, each.version, each.notified, each.own, parts).text).strip()
    return made


def typed_checks(
    notified: Sequence[Typed], parts: Sequence[Typed], run: BookRun, *, within: Tolerance
) -> list[CheckRow]:
    """Return the check of what stands in the book: typed totals and components beside the book's own run."""
    if run.run is None:
        return []
    told = _told(notified, parts)
    newest = {str(each["account"]).strip(): FIRST if is_blank(each["last"]) else LAST for each in notified}
    late = {each.account for each in told if each.version == LAST}
    rows = check_rows(Outside(told, _previous(notified)), run.run.book, within=within)
    return [
        replace(each, version=newest.get(each.account, FIRST))
        for each in rows
        if each.version == LAST or each.account not in late
    ]


def _told(notified: Sequence[Typed], parts: Sequence[Typed]) -> list[NotifiedAmount]:
    """Return the newest total of each account, and its components where they are of the same version.

    Totals alone, beside accounts that have components, count as a version of their own: nothing is missing in them.
    """
    known, rows = {str(each["account"]).strip(): each for each in parts}, list[NotifiedAmount]()
    totals = {str(each["account"]).strip(): (each, _amount(_newest(each))) for each in notified}
    said = {name: _of_version(known.get(name, {}), each) for name, (each, _) in totals.items()}
    for name, (_, total) in totals.items():
        if total is not None:
            version = FIRST if said[name] or not any(said.values()) else LAST
            rows += [_row(version, name, part, amount) for part, amount in {**said[name], TOTAL: total}.items()]
    return rows


def _newest(said: Typed) -> Cell:
    cell: Cell = said["first"] if is_blank(said["last"]) else said["last"]
    return cell


def _of_version(parts: Typed, said: Typed) -> dict[str, int]:
    """Return an account's components, none where they came with another version than its newest total."""
    version = _amount(parts.get("version", ""))
    if not parts or not (version is None or (version <= FIRST) == is_blank(said["last"])):
        return {}
    amounts = {part: _amount(parts[part]) for part in margin.PARTS_OF}
    return {part: amount for part, amount in amounts.items() if amount is not None}


def _previous(notified: Sequence[Typed]) -> list[NotifiedAmount]:
    before = {str(each["account"]).strip(): _amount(each["previous"]) for each in notified}
    return [_row(FIRST, name, TOTAL, amount) for name, amount in before.items() if amount is not None]


def _row(version: int, account: str, component: str, amount: int) -> NotifiedAmount:
    return NotifiedAmount(version, account, IM, component, amount, None, 0)


def _amount(cell: Cell) -> int | None:
    """Return a typed amount, None for a blank cell or one that is no amount, which the check says at its row."""
    if is_blank(cell):
        return None
    read = whole(cell)
    return None if isinstance(read, Finding) else read


def _component(name: str) -> str:
    found = [each for each in Component if each.value == name]
    return " ".join(COMPONENTS[found[0]]) if found else name


def _both(told: Words) -> str:
    return f"{told.ja.strip()}\n{told.en.strip()}"
