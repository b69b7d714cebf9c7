"""A day's result in the shapes people read: traces in both languages, and the rows of the workbook."""

from collections import defaultdict

from addin.app.day.labels import COMPONENTS, ITEMS, STEPS, applies_label
from addin.app.day.run import DayResult
from addin.books.margin_book import STEP_MARKS, MarginBook, RequirementLine
from calc.days.cutoff import iso
from calc.margin.compare import Comparison, Verdict
from calc.margin.requirement import Component
from calc.plan.types import Item
from calc.text.wording import severity, where, words


def trace(result: DayResult, lang: str, head: str) -> str:
    """Return why each item stands as it does, then every finding, in one language."""
    pick = {"ja": 0, "en": 1}[lang]
    lines = [
        ("理由書", "TRACE")[pick] + f"  {result.business_date}  {iso(result.at)}",
        "  ".join(f"{name} {value}" for name, value in result.versions.items()),
        ("記録", "record")[pick] + f" {head}",
        "",
    ]
    for name, item in result.plan.items.items():
        lines += [f"■ {ITEMS[name][pick]}: {applies_label(item.applies)[pick]}  {item.clause or item.gap or ''}"]
        lines += [f"  {getattr(item.trace, lang)}"]
        if item.if_nothing is not None:
            lines += [f"  {getattr(item.if_nothing.words, lang)}"]
        lines += [f"  {line}" for line in _exceptions(item, pick)]
        lines += [""]
    lines += [("指摘", "Findings")[pick] + f" ({len(result.findings)})"]
    for each in result.findings:
        lines += [f"- {where(each.place)} [{each.code}] {getattr(words(each), lang)}".replace("-  [", "- [")]
    return "\n".join(lines) + "\n"


def _exceptions(item: Item, pick: int) -> list[str]:
    """Return one line for each ruling that only some names have."""
    groups: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for name, ruling in sorted(item.exceptions.items()):
        groups[(ruling.applies, ruling.clause)].append(name)
    return [
        f"{applies_label(applies)[pick]} {clause or ''} ({len(names)}): {' '.join(names)}"
        for (applies, clause), names in groups.items()
    ]


def margin_content(result: DayResult, head: str) -> MarginBook:
    """Return everything the margin workbook shows."""
    context = (
        f"業務日 business date {result.business_date}   時点 as of {iso(result.at)}   記録 record {head}",
        "  ".join(f"{name} {value}" for name, value in result.versions.items()),
    )
    return MarginBook(
        context=context,
        rulings=[_ruling_row(name, item) for name, item in result.plan.items.items()],
        steps=[
            (" ".join(STEPS[step.name]), STEP_MARKS[step.state], len(step.findings), step_result(result, step.name))
            for step in result.steps
        ],
        components=[COMPONENTS[component] for component in Component],
        requirements=_requirement_lines(result),
        prices=[_price_row(result, place) for place in range(len(result.prices))],
        positions=[(each.account, each.instrument, each.notional) for each in result.inputs.positions or ()],
        files=dict(sorted(result.inputs.hashes.items())),
        settings=[
            (row.name, row.text, row.unit, row.source, row.set_by, row.at or "") for row in result.settings.rows()
        ],
        findings=[
            (severity(each).value, where(each.place), each.code, words(each).ja, words(each).en)
            for each in result.findings
        ],
    )


def _ruling_row(name: str, item: Item) -> tuple[str, str, str, str, str]:
    label = " / ".join(applies_label(item.applies))
    clause = " ".join(part for part in (item.clause, item.gap) if part)
    until = "確定 final" if item.final else iso(item.valid_until) if item.valid_until else "－"
    return (" ".join(ITEMS[name]), label, clause, f"{item.trace.ja}\n{item.trace.en}", until)


def step_result(result: DayResult, step: str) -> str:
    """Return a step's result in one line of both languages."""
    margin = result.margin
    differing = sorted(
        {row.account for rows in result.comparisons.values() for row in rows if row.verdict is Verdict.DIFFERS}
    )
    said = {
        "read": f"{len(result.inputs.hashes)}ファイル files",
        "prices": f"{sum(p.price_bp is not None for p in result.prices)}/{len(result.prices)}銘柄 instruments priced",
        "margin": f"{len(margin.requirements)}口座 accounts, ¥{sum(r.total for r in margin.requirements):,}"
        if margin
        else "",
        "compare": f"相違 differ: {' '.join(differing) or 'なし none'}",
        "rule": f"連絡の待ち notices due: {len(result.plan.due)}",
    }
    return said.get(step, "")


def _price_row(result: DayResult, place: int) -> tuple[object, ...]:
    price = result.prices[place]
    row = place + 6
    return (
        price.instrument,
        " / ".join(applies_label(price.ruling.applies)),
        price.ruling.clause or price.ruling.gap or "",
        price.price_bp,
        price.vendor_bp,
        price.composite.level_bp,
        price.previous_bp,
        f"=D{row}-G{row}" if price.price_bp is not None and price.previous_bp is not None else None,
        len(price.composite.contributors),
    )


def _requirement_lines(result: DayResult) -> list[RequirementLine]:
    own = {each.account: each for each in result.margin.requirements} if result.margin else {}
    rows = {
        (version, row.account): row
        for version, all_ in result.comparisons.items()
        for row in all_
        if row.measure == "im"
    }
    first, last = min(result.comparisons, default=0), max(result.comparisons, default=0)
    applied = {row.account: row.amount for row in result.plan.items["margin"].amounts if row.measure == "im"}
    lines = []
    for account in result.inputs.accounts or ():
        made = own.get(account.code)
        components = [made.amounts[component] if made else None for component in Component]
        original, newest = rows.get((first, account.code)), rows.get((last, account.code))
        lines.append(
            RequirementLine(
                account=account.code,
                participant=account.participant,
                kind=account.kind.value,
                components=components,
                notified_first=original.notified if original else None,
                verdict_first=_verdict(original),
                notified_last=newest.notified if newest else None,
                verdict_last=_verdict(newest),
                applied=applied.get(account.code),
            )
        )
    return lines


def _verdict(row: Comparison | None) -> str:
    return (row.verdict if row else Verdict.CANNOT_CHECK).value
