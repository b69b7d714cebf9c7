"""`hikae price-day`: quotes in, a control composite for each instrument out."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, finish, json_line
from addin.home import home_folder

if TYPE_CHECKING:
    from calc.quotes.composite import Composite


def price_day(
    quotes: Annotated[Path, typer.Option(help="気配値 / quotes (CSV: instrument,participant,bid_bp,offer_bp)")],
    rule: Annotated[str, typer.Option(help="合成方法 / trimmed_mean, median, inside_market or cross_lock")] = "",
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / key=value")] = None,
    home: Annotated[Path | None, typer.Option(help="記録の場所 / folder of record and settings")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSONで表示 / as JSON")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language of messages")] = Lang.BOTH,
) -> None:
    """気配値を合成する（参考値。清算値段ではない） / Composite of quotes: a control value, never the price itself."""
    from addin.app.price_day import as_json, composites  # noqa: PLC0415 - only this command needs it
    from addin.app.settings_record import settings_in_force  # noqa: PLC0415

    chosen = [f"composite_rule={rule}"] if rule else []
    settings = settings_in_force(home_folder(home), {}, sets=[*(sets or ()), *chosen])
    made = composites(quotes, settings)
    if json:
        json_line(as_json(settings.text("composite_rule"), made.value))
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(made.value))
    finish(made.findings, lang=lang, strict=strict)


def lines(made: Mapping[str, "Composite"]) -> Iterable[str]:
    """Yield one line for each instrument: the price, the spread of the mids, who counts, and who does not and why."""
    yield f"{'銘柄':<10}{'bp':>10}{'散らばり':>8}  寄与 / contributors"
    for instrument, each in made.items():
        price = "-" if each.price is None else f"{float(each.price):.2f}"
        spread = "-" if each.dispersion is None else f"{float(each.dispersion):.2f}"
        said = each.finding or " ".join(each.contributors)
        left_out = " ".join(f"{removal.participant}:{removal.side}:{removal.code}" for removal in each.removed)
        yield f"{instrument:<12}{price:>10}{spread:>10}  {said}{f'  除外 / removed {left_out}' if left_out else ''}"
