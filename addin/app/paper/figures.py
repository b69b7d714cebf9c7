"""最後の適用額と値段 / The last applied amounts of each account in yen and the prices in bp: tomorrow's fallback.

Where nothing applies yet, what applied on the previous day stands, and says so: no figure is silently old.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.app.day.labels import applies_label
from addin.app.day.prices import SettlementPrice
from addin.app.paper.day import Figures
from addin.export.paper import Column, Kind, Section, Table
from calc.plan.types import INTRADAY_MEASURES, MARGIN_MEASURES, MEASURES
from calc.text.wording import Words

SETS = {
    "previous": "前日適用額",
    "uploaded": "通知額",
    "renotified": "再通知額",
}
LEGEND = """\
前日適用額 applied on the previous day、通知額 notified、再通知額 renotified
v 版 version、▲ 前日のもの the previous day's"""
NONE = "－"
NO_FIGURES = "－ 実行した日がなく、額も値段もありません\nno day was run: there are no amounts and no prices"

AMOUNTS = (
    Column(Words("口座", "Account"), 15),
    Column(Words("当初証拠金 円", "Initial margin JPY"), 30, Kind.NUMBER),
    Column(Words("変動証拠金 円", "Variation JPY"), 30, Kind.NUMBER),
    Column(Words("清算基金 円", "Clearing fund JPY"), 29, Kind.NUMBER),
    Column(Words("日中当初 円", "Intraday JPY"), 29, Kind.NUMBER),
    Column(Words("根拠と日付", "Basis, date")),
)
PRICES = (
    Column(Words("銘柄", "Instrument"), 26),
    Column(Words("値段 bp", "Price bp"), 20, Kind.NUMBER),
    Column(Words("日付", "Date"), 23),
    Column(Words("適用と条項", "Applies, clause"), 54),
    Column(Words("参照先と満期", "Entity, maturity")),
)


@dataclass(frozen=True, slots=True)
class LastAmount:
    """One amount in integer yen with the date it is of and the set it came in; `is_old` where nothing newer applies."""

    amount: int
    date: date
    set: str
    version: int | None
    is_old: bool


def figures_section(figures: Figures | None) -> Section:
    """Return the pages of amounts and prices, with the date of each; without a day they say that there are none."""
    title = Words("最後の適用額と値段", "Last applied amounts and prices")
    if figures is None:
        return Section(title, lead=(NO_FIGURES,))
    day, at = figures.answer.day.business_date, figures.answer.plan.at
    return Section(
        title,
        lead=(f"業務日 {day}、{at:%Y-%m-%d %H:%M} 時点 / business date {day}, as of then", LEGEND, *_margin(figures)),
        tables=(
            Table(Words("口座ごとの適用額", "Amounts by account"), AMOUNTS, tuple(_amounts(figures))),
            Table(Words("銘柄ごとの清算値段", "Settlement prices"), PRICES, tuple(_prices(figures))),
        ),
    )


def last_amounts(figures: Figures) -> Mapping[tuple[str, str], LastAmount]:
    """Return what applied last by account and measure: what the plan says applies, else the previous day's."""
    held = {
        (each.account, each.measure): LastAmount(
            each.amount, each.date or figures.previous, each.set, each.version, is_old=True
        )
        for each in figures.answer.day.amounts
        if each.set == "previous"
    }
    for item in figures.answer.plan.items.values():
        for row in item.amounts:
            if row.account is not None and row.amount is not None:
                held[row.account, row.measure] = LastAmount(
                    row.amount, row.date, row.set, row.version, is_old=row.date != figures.answer.day.business_date
                )
    return held


def _margin(figures: Figures) -> Iterator[str]:
    """Yield a line that tells where the previous day's figures stand in for today's."""
    old = sum(each.is_old for each in last_amounts(figures).values())
    if old:
        yield f"▲ 前日の額 {old}件を含む\n{old} amounts are the previous day's"


def _amounts(figures: Figures) -> Iterator[tuple[str, ...]]:
    held = last_amounts(figures)
    for account in sorted({account for account, _ in held}):
        of_account = {measure: each for (name, measure), each in held.items() if name == account}
        cells = [f"{of_account[each].amount:,}" if each in of_account else NONE for each in MEASURES]
        groups = (("証拠金等 margin", MARGIN_MEASURES), ("日中 intraday", INTRADAY_MEASURES))
        told = [_bases(name, [of_account[each] for each in of if each in of_account]) for name, of in groups]
        yield (account, *cells, "\n".join(filter(None, told)))


def _bases(name: str, amounts: Sequence[LastAmount]) -> str:
    """Return what a group of measures rests on, each basis once; nothing for a group that the account has not."""
    told = dict.fromkeys(_basis(each) for each in amounts)
    return f"{name}\n{'、'.join(told)}" if told else ""


def _basis(each: LastAmount) -> str:
    version = f" v{each.version}" if each.version else ""
    return f"{'▲ ' if each.is_old else ''}{SETS[each.set]}{version} {each.date:%m-%d}"


def _prices(figures: Figures) -> Iterator[tuple[str, ...]]:
    terms = {each.code: f"{each.entity} {each.maturity}" for each in figures.inputs.instruments or ()}
    for each in figures.prices:
        yield (each.instrument, *_price(each, figures), terms[each.instrument])


def _price(each: SettlementPrice, figures: Figures) -> tuple[str, str, str]:
    """Return a price with its date and why it applies; an open one is yesterday's, and says so."""
    ruling, today = each.ruling, figures.answer.day.business_date
    ja, en = applies_label(ruling.applies)
    clause = " ".join(part for part in (ruling.clause, ruling.gap) if part)
    if each.price_bp is not None:
        of = figures.previous if ruling.applies == "previous_day" else today
        return f"{each.price_bp:.2f}", f"{of}", f"{'▲ ' if of != today else ''}{ja} {en} {clause}".rstrip()
    if each.previous_bp is not None:
        return f"{each.previous_bp:.2f}", f"{figures.previous}", f"▲ {ja}（前日値） {en}"
    return NONE, NONE, f"✗ {ja} {en}"
