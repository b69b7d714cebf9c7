"""`hikae call`: one worksheet function from a shell, or a stream of calls; an answer for every call, always exit 0."""

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from addin.commands.output import json_line
from calc.outcome import finding

STREAM = "-"
LONGEST_WHOLE = 400  # digits: more than any float holds
_LINE = {"reason_ja": '1行は ["関数名", [引数]] の形です', "reason_en": 'a line is ["NAME", [arguments]]'}


class Page(StrEnum):
    """The language of the page of all functions."""

    JA = "ja"
    EN = "en"


def _print_page(page: Page | None) -> None:
    if page is None:
        return
    from addin.functions.help_page import Language, help_page  # noqa: PLC0415 - its examples are computed

    sys.stdout.writelines(f"{line}\n" for line in help_page(Language(page.value)))
    raise typer.Exit


def call(
    name: Annotated[str, typer.Argument(help="関数名、または - / function name, or -")],
    arguments: Annotated[str, typer.Argument(help="引数のJSON / arguments as a JSON list")] = "[]",
    _page: Annotated[
        Page | None,
        typer.Option("--list", callback=_print_page, is_eager=True, help="全関数の説明 / the page of all functions"),
    ] = None,
) -> None:
    """ワークシート関数を呼ぶ / Call a worksheet function: dates as ISO text, ranges as lists of rows.

    With - each line of standard input is ["NAME", [arguments]], and each gets one line of answer, in order.
    """
    if name != STREAM:
        json_line(_answered(name, arguments))
        return
    for line in sys.stdin.buffer:
        json_line(_answered_line(line))
        sys.stdout.flush()


def _answered(name: object, text: str) -> dict[str, Any]:
    from addin.functions.invoke import answer  # noqa: PLC0415 - loaded when it is asked for

    return answer(name, _read(text))


def _answered_line(line: bytes) -> dict[str, Any]:
    from addin.functions.invoke import answer, refused  # noqa: PLC0415 - loaded when it is asked for

    match _read(line.decode("utf-8-sig", "replace")):
        case [name, arguments]:
            return answer(name, arguments)
        case _:
            return refused(finding("arguments", function="hikae call -", **_LINE))


def _read(text: str) -> object:
    """Return the JSON value of a text; None when it is none, which no call takes for its arguments."""
    try:
        return json.loads(text, parse_int=_whole)
    except (ValueError, RecursionError):
        return None


def _whole(digits: str) -> int | float:
    """Return a whole number; beyond every float it is infinite, as 1e999 is, and no function takes that for one."""
    return int(digits) if len(digits) <= LONGEST_WHOLE else float(digits)
