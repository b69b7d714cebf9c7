"""A day's result in the shapes people read: traces in both languages, and the rows of the workbook."""

from collections import defaultdict

from addin.app.approval.words import SOLO_MARK, approval_row, solo_lines, solo_row
from addin.app.day.approvals import DayApprovals
from addin.app.day.causes import cause_line, cause_lines, cause_rows
from addin.app.day.labels import COMPONENTS, ITEMS, STEPS, applies_label
from addin.app.day.prices import SettlementPrice
from addin.app.day.run import DayResult
from addin.app.drill_wall import banner_lines
from addin.books.margin_book import STEP_MARKS, MarginBook, RequirementLine
from addin.books.stamp import stamped
from calc.days.cutoff import iso
from calc.margin.compare import Comparison, Verdict
from calc.margin.requirement import Component
from calc.plan.types import Item
from calc.text.wording import severity, where, words

LONGEST_REASON = 200


def trace(result: DayResult, lang: str, head: str, held: DayApprovals) -> str:
    """Return why each item stands as it does, then every finding, in one language."""
    pick = {"ja": 0, "en": 1}[lang]
    lines = [
        *banner_lines(result.mode),
        ("理由書", "TRACE")[pick] + f"  {result.business_date}  {iso(result.at)}",
        "  ".join(f"{name} {value}" for name, value in result.versions.items()),
        ("記録", "record")[pick] + f" {head}",
        *solo_lines(held.solos),
        *([result.inputs.note] if result.inputs.note else []),
        "",
    ]
    for item in result.plan.items.values():
        lines += [f"■ {ITEMS[item.name][pick]}: {'  '.join(applied_to(result, item)[pick])}"]
        lines += [f"  {line}" for line in why(result, item)[pick]] + [""]
    if causes := cause_lines(result):
        lines += ["■ " + ("通知額の相違で考えられる原因", "What is probably wrong in the notified amounts")[pick]]
        lines += [f"  {cause_line(each, lang)}" for each in causes] + [""]
    lines += [("指摘", "Findings")[pick] + f" ({len(result.findings)})"]
    for each in result.findings:
        lines += [f"- {where(each.place)} [{each.code}] {getattr(words(each), lang)}".replace("-  [", "- [")]
    return "\n".join(lines) + "\n"


def is_settled_apart(result: DayResult, item: Item) -> bool:
    """Return whether every instrument has a ruling of its own, so that the item's general one concerns nothing."""
    codes = {instrument.code for instrument in result.inputs.instruments or ()}
    return item.name == "settlement_price" and bool(codes) and codes <= set(item.exceptions)


def applied_to(result: DayResult, item: Item) -> tuple[list[str], list[str]]:
    """Return what applies in both languages, with how many names where they differ, each with its clause."""
    ja, en = list[str](), list[str]()
    if not is_settled_apart(result, item):
        code = " ".join(part for part in (item.clause, item.gap) if part)
        ja, en = ([f"{label} {code}".strip()] for label in applies_label(item.applies))
    for (applies, clause), names in _groups(item).items():
        label = applies_label(applies)
        ja.append(f"{label[0]} {len(names)}件 {clause or ''}".strip())
        en.append(f"{label[1]} ({len(names)}) {clause or ''}".strip())
    return ja, en


def why(result: DayResult, item: Item) -> tuple[list[str], list[str]]:
    """Return the reasons in both languages: the general sentence, what the clock will do, who is under a fallback."""
    ja, en = list[str](), list[str]()
    if not is_settled_apart(result, item):
        sentences = [item.trace, *([item.if_nothing.words] if item.if_nothing else [])]
        ja, en = [words.ja for words in sentences], [words.en for words in sentences]
    for (applies, clause), names in _groups(item).items():
        if clause is not None:
            label, listed = applies_label(applies), " ".join(names)
            ja.append(f"{label[0]} {clause}: {listed}")
            en.append(f"{label[1]} {clause}: {listed}")
    return ja, en


def _groups(item: Item) -> dict[tuple[str | None, str | None], list[str]]:
    groups: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for name, ruling in sorted(item.exceptions.items()):
        groups[ruling.applies, ruling.clause].append(name)
    return dict(sorted(groups.items(), key=lambda group: len(group[1])))


def margin_content(result: DayResult, head: str, held: DayApprovals) -> MarginBook:
    """Return everything the margin workbook shows."""
    marks = (*banner_lines(result.mode), *([SOLO_MARK] if held.solos else []))
    context = (
        *([result.inputs.note] if result.inputs.note else []),
        *(["   ".join(marks)] if marks else []),
        stamped(result.business_date, result.at, head),
        "  ".join(f"{name} {value}" for name, value in result.versions.items()),
    )
    return MarginBook(
        context=context,
        rulings=[_ruling_row(result, item) for item in result.plan.items.values()],
        steps=[
            (" ".join(STEPS[step.name]), STEP_MARKS[step.state], len(step.findings), step_result(result, step.name))
            for step in result.steps
        ],
        approvals=[*map(approval_row, held.approvals), *map(solo_row, held.solos)],
        components=[COMPONENTS[component] for component in Component],
        requirements=_requirement_lines(result),
        causes=cause_rows(result),
        prices=[_price_row(price) for price in result.prices],
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


def _ruling_row(result: DayResult, item: Item) -> tuple[str, str, str, str, str]:
    applies = applied_to(result, item)
    reasons = why(result, item)
    shown = [f"{line[:LONGEST_REASON]}{'…' * (len(line) > LONGEST_REASON)}" for lang in reasons for line in lang]
    clauses = sorted({clause for clause in (item.clause, *(r.clause for r in item.exceptions.values())) if clause})
    until = "確定 final" if item.final else iso(item.valid_until) if item.valid_until else "－"
    both = "\n".join(line.split(" CP-")[0] for lang in applies for line in lang)
    return (" ".join(ITEMS[item.name]), both, " ".join(clauses), "\n".join(shown), until)


def step_result(result: DayResult, step: str) -> str:
    """Return a step's result in one line of both languages."""
    margin = result.margin
    last = max(result.comparisons, default=0)
    differing = [row.account for row in result.comparisons.get(last, ()) if row.verdict is Verdict.DIFFERS]
    version = f"第{last}版 version {last}: " if last else ""
    said = {
        "read": f"{len(result.inputs.hashes)}ファイル files",
        "prices": f"{sum(p.price_bp is not None for p in result.prices)}/{len(result.prices)}銘柄 instruments priced",
        "margin": f"{len(margin.requirements)}口座 accounts, ¥{sum(r.total for r in margin.requirements):,}"
        if margin
        else "",
        "compare": f"{version}相違 differ: {' '.join(differing) or 'なし none'}",
        "rule": f"すること・待つこと due: {len(result.plan.due)}",
    }
    return said.get(step, "")


def _price_row(price: SettlementPrice) -> tuple[str | float | None, ...]:
    return (
        price.instrument,
        " / ".join(applies_label(price.ruling.applies)),
        price.ruling.clause or price.ruling.gap or "",
        price.price_bp,
        price.vendor_bp,
        price.composite.level_bp,
        price.previous_bp,
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
