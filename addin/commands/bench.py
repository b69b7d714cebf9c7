"""`hikae bench`: how fast this machine is, against the bars."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from addin.commands.output import json_line


def bench(
    json: Annotated[bool, typer.Option("--json", help="結果をJSONで / print the result as JSON")] = False,  # noqa: FBT002
) -> None:
    """速さを測る / Measure speed in one run, candidates in turn, medians."""
    from addin.bench.run import rows  # noqa: PLC0415 - kernels load only when needed

    measured = rows()
    if json:
        json_line({"rows": [{**asdict(row), "passes": row.passes} for row in measured]})
        return
    for row in measured:
        held = "" if row.bar is None else f"  bar {row.bar:g}"
        aimed = "" if row.aim is None else f"  aim {row.aim:g}"
        mark = "○" if row.passes else "×"
        sys.stdout.write(f"{mark} {row.work:<40} {row.measured:>10.2f} {row.unit:<3}{held}{aimed}\n")
