"""Why an account's requirement is what it is: explain.csv, and the same for one account as JSON or as lines."""

from collections.abc import Sequence
from typing import Any

from addin.app.day.labels import COMPONENTS
from addin.export.rows import csv_bytes
from calc.margin.explain import ATTRIBUTED, Explanation
from calc.margin.requirement import Component
from calc.text.wording import Words

EXPLAIN = "explain.csv"
COLUMNS = ("account", "kind", "name", "component", "amount", "share")
WORST = 10


def explain_bytes(made: Sequence[Explanation]) -> bytes:
    """Return explain.csv: contributions (yen), worst scenarios (loss and share), totals under other readings."""
    rows = [row for each in sorted(made, key=lambda each: each.requirement.account) for row in _rows(each)]
    return csv_bytes(COLUMNS, rows)


def _rows(each: Explanation) -> list[tuple[object, ...]]:
    account = each.requirement.account
    rows: list[tuple[object, ...]] = [
        (account, "contribution", code, part.value, parts[part], "")
        for code, parts in each.contributions.items()
        for part in ATTRIBUTED
        if parts[part]
    ]
    rows.append((account, "account", "", Component.ADD_ON.value, each.requirement.amounts[Component.ADD_ON], ""))
    rows += [
        (account, "scenario", worst.name, Component.BASE.value, format(worst.loss, ".17g"), format(worst.share, ".17g"))
        for worst in each.worst
    ]
    rows += [(account, "reading", name, Component.TOTAL.value, total, "") for name, total in each.readings.items()]
    rows += [(account, "effect", name, Component.TOTAL.value, change, "") for name, change in each.effects.items()]
    return rows


def explain_json(each: Explanation) -> dict[str, Any]:
    """Return one account's explanation as JSON data."""
    made = each.requirement
    return {
        "account": made.account,
        "most_sold": made.most_sold,
        "components": {part.value: made.amounts[part] for part in Component},
        "contributions": [
            {"instrument": code, **{part.value: parts[part] for part in ATTRIBUTED}, "total": sum(parts.values())}
            for code, parts in each.contributions.items()
        ],
        "worst": [{"scenario": worst.name, "loss": worst.loss, "share": worst.share} for worst in each.worst],
        "readings": [
            {"reading": name, "total": total, "effect": each.effects[name]} for name, total in each.readings.items()
        ],
    }


def explain_words(each: Explanation) -> Words:
    """Return one account's explanation as lines a person reads: the largest contributions first."""
    return Words("\n".join(_lines(each, 0)), "\n".join(_lines(each, 1)))


_HEADS = {
    "account": ("口座 {0}: 所要額 {1:,} 円（最大の売り越し: {2}）", "Account {0}: JPY {1:,} (most sold: {2})"),
    "contribution": ("建玉ごとの寄与（円）", "What each position brings (JPY)"),
    "worst": (
        "損失の大きいシナリオ（円、基礎基準額での割合）",
        "Worst scenarios (loss in JPY, share in the base amount)",
    ),
    "reading": ("別の読み方での差（円）", "Change under another reading (JPY)"),
}


def _lines(each: Explanation, lang: int) -> list[str]:
    made = each.requirement
    said = [_HEADS["account"][lang].format(made.account, made.total, made.most_sold or "-")]
    said += [f"  {COMPONENTS[part][lang]}: {made.amounts[part]:,}" for part in Component]
    said.append(_HEADS["contribution"][lang])
    ordered = sorted(each.contributions.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    for code, parts in ordered:
        of_parts = ", ".join(f"{COMPONENTS[part][lang]} {parts[part]:+,}" for part in ATTRIBUTED if parts[part])
        said.append(f"  {code}: {sum(parts.values()):+,}" + (f" ({of_parts})" if of_parts else ""))
    said.append(_HEADS["worst"][lang])
    said += [f"  {worst.name}: {worst.loss:,.0f} ({worst.share:.2%})" for worst in each.worst]
    said.append(_HEADS["reading"][lang])
    return said + [f"  {name}: {change:+,}" for name, change in each.effects.items()]
