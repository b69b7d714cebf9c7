"""The help page of all worksheet functions, made from the catalogue in one of two languages.

`addin/help/ja/functions.md` and `addin/help/en/functions.md` are these pages; a test compares.
"""

import json
import shlex
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from addin.functions.catalogue import FUNCTIONS
from addin.functions.examples import EXAMPLES
from addin.functions.invoke import answer
from addin.functions.registry import Argument, Block, Function, Kind
from calc.text.wording import Words

Json = Any

SHOWN_ROWS = 4  # of a block in an example
DIGITS = 10  # of a number in an example: what every processor agrees on


class Language(StrEnum):
    """The language of a page."""

    JA = "ja"
    EN = "en"


_TITLE = Words("# ワークシート関数", "# Worksheet functions")
_INTRODUCTION = Words(
    """日付はシートの日付、スプレッドとクーポンは bp、回収率は小数です。金額は想定元本の単位で、プロテクションの買い手
から見た額（アップフロントが正なら買い手が支払う）です。計算できないときは本当のエラー値になり、理由は「エラー一覧」に出ます。

空欄のセルは 0、論理値は 1 と 0 です。0 に意味のない引数では、空欄はエラー（省略できる引数では省略）になります。表の中の
エラー値は、その行と列を示して拒みます。結果が表になる関数は、書いてある大きさの配列数式で入力してください。余りは空白になります。

コマンドラインでは `hikae call 関数名 '[引数のJSON]'` で同じ値になります。日付は `2026-11-20`、日時は
`2026-11-20T19:00:00+09:00`、セル範囲は行の並び、空欄は `null` です。""",
    """Dates are the sheet's dates, spreads and coupons are in bp, recoveries are fractions. Amounts have the unit of
the notional and are those of the protection buyer: an upfront above zero is paid by the buyer. What cannot be computed
is a true error value; the list of errors says why.

A blank cell is 0, a logical value 1 or 0. Where 0 means nothing, a blank cell is an error, or counts as left out where
the argument may be. An error value inside a table is refused with its row and column. A function that returns a table
is entered as an array formula of the size given here; what is left over stays blank.

On the command line `hikae call NAME '[arguments as JSON]'` has the same value: dates as `2026-11-20`, instants as
`2026-11-20T19:00:00+09:00`, a range of cells as a list of rows, a blank cell as `null`.""",
)
_HEAD = Words("| 引数 | 種類 | 単位 | 省略時 | 説明 |", "| Argument | Kind | Unit | When left out | Meaning |")
_RESULT, _EXAMPLE = Words("結果", "Result"), Words("例", "Example")
_REQUIRED = Words("省略不可", "required")
_EMPTY = Words("空", "empty")
_BLOCK = Words("{rows} 行 × {width} 列の表: {columns}", "a table of {rows} rows and {width} columns: {columns}")
_FRESH = Words("値は呼ぶたびに記録から作ります。", "The value is made from the record at every call.")
_SEPARATOR = Words("、", ", ")
_UNITS = {"1": Words("小数", "fraction")}
_KINDS = {
    Kind.DATE: Words("日付", "date"),
    Kind.INSTANT: Words("日時", "instant"),
    Kind.NUMBER: Words("数値", "number"),
    Kind.TEXT: Words("文字", "text"),
    Kind.RANGE: Words("セル範囲", "range"),
    Kind.TABLE: Words("セル範囲または保存名", "range or stored name"),
    Kind.CELL: Words("文字または数値", "text or number"),
}


def help_page(language: Language) -> Iterator[str]:
    """Yield the page's lines: what holds for all functions, then each of them with its example and the value of it."""
    yield from (_said(_TITLE, language), "", *_said(_INTRODUCTION, language).splitlines())
    for function in FUNCTIONS:
        yield from ("", f"## {function.name}", "", f"`={_signature(function)}`", "", _said(function.help, language))
        yield from _arguments(function, language)
        yield from ("", f"{_said(_RESULT, language)}: {_result(function.result, language)}")
        yield from _example(function, language)


def _said(words: Words, language: Language) -> str:
    return words.ja if language is Language.JA else words.en


def _signature(function: Function) -> str:
    names = (f"[{each.name}]" if each.optional else each.name for each in function.arguments)
    return f"{function.name}({', '.join(names)})"


def _arguments(function: Function, language: Language) -> Iterator[str]:
    if function.arguments:
        yield from ("", _said(_HEAD, language), "|---|---|---|---|---|")
    for each in function.arguments:
        unit = _said(_UNITS.get(each.unit, Words(each.unit, each.unit)), language)
        cells = (f"`{each.name}`", _said(_KINDS[each.kind], language), unit, _left_out(each, language))
        yield f"| {' | '.join(cells)} | {_said(each.help, language)} |"


def _left_out(argument: Argument, language: Language) -> str:
    if not argument.optional:
        return _said(_REQUIRED, language)
    return _said(_EMPTY, language) if argument.default in {"", None} else _shown(argument.default)


def _result(result: Kind | Block, language: Language) -> str:
    if isinstance(result, Kind):
        return _said(_KINDS[result], language)
    columns = _said(_SEPARATOR, language).join(_said(_KINDS[kind], language) for kind in result.columns)
    return _said(_BLOCK, language).format(rows=result.rows, width=len(result.columns), columns=columns)


def _example(function: Function, language: Language) -> Iterator[str]:
    arguments = json.dumps(EXAMPLES[function.name], ensure_ascii=False)
    yield from (
        "",
        f"{_said(_EXAMPLE, language)}:",
        "",
        "```sh",
        f"hikae call {function.name} {shlex.quote(arguments)}",
    )
    if not function.cached:
        yield from ("```", "", _said(_FRESH, language))
        return
    yield from (f"# {_shown(answer(function.name, list(EXAMPLES[function.name]))['value'])}", "```")


def _shown(value: Json) -> str:
    """Return a value in short: numbers with ten digits, the first rows of a block."""
    match value:
        case float():
            return f"{value:.{DIGITS}g}"
        case list():
            cells = ", ".join(_shown(each) for each in value[:SHOWN_ROWS])
            return f"[{cells}{', …' if len(value) > SHOWN_ROWS else ''}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
