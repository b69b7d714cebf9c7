"""`hikae bench`: how fast this machine is, against the bars."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, json_line

if TYPE_CHECKING:
    from addin.bench.run import Row


def bench(
    *,
    json: Annotated[bool, typer.Option("--json", help="結果をJSONで / print the result as JSON")] = False,
    house: Annotated[bool, typer.Option("--house", help="全口座の測定 / measure runs over a whole house")] = False,
    scale: Annotated[bool, typer.Option("--scale", help="大きな計算の測定 / measure runs in parts")] = False,
    page: Annotated[Lang | None, typer.Option(help="そのヘルプの頁 / the help page on such runs")] = None,
) -> None:
    """速さを測る / Measure speed in one run, candidates in turn, medians."""
    if page is not None:
        _print_page(page)
        return
    if house:
        _print_house()
        return
    measured = _scale_rows() if scale else _rows()
    if json:
        json_line({"rows": [{**asdict(row), "passes": row.passes} for row in measured]})
        return
    for row in measured:
        held = "" if row.bar is None else f"  bar {row.bar:g}"
        aimed = "" if row.aim is None else f"  aim {row.aim:g}"
        mark = "○" if row.passes else "×"
        sys.stdout.write(f"{mark} {row.work:<40} {row.measured:>10.2f} {row.unit:<3}{held}{aimed}\n")


def _rows() -> "list[Row]":
    from addin.bench.run import rows  # noqa: PLC0415 - kernels load only when needed

    return [*rows(), *excel_rows()]


def _scale_rows() -> "list[Row]":
    from addin.bench.scale import scale_rows  # noqa: PLC0415 - kernels load only when needed

    return scale_rows()


def _print_page(page: Lang) -> None:
    """Print the help page on runs over a whole house, computed from the figures that are shipped."""
    from addin.bench.scale_page import Language, scale_page  # noqa: PLC0415 - kernels load only when needed

    for language in Language if page is Lang.BOTH else [Language(page.value)]:
        sys.stdout.writelines(f"{line}\n" for line in scale_page(language))


def _print_house() -> None:
    """Print the figures of runs over a whole house, measured now, as they are shipped."""
    from addin.bench.house import figures_now, figures_text  # noqa: PLC0415 - kernels load only when needed

    sys.stdout.write(figures_text(figures_now()))


def excel_rows() -> "list[Row]":
    """Return how long Excel waits for a worksheet function, on Windows alone."""
    if sys.platform != "win32":
        return []
    from addin.bench.run import Row  # noqa: PLC0415 - kernels load only when needed
    from addin.excel.client import round_trip  # noqa: PLC0415 - same

    return [Row("Excel function, COM round trip", round_trip() * 1e3, "ms", 2.0, 1.0)]
