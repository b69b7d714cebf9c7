"""check.csv: every notified row beside our own and the previous day's, with the verdict and what is probably wrong.

Initial and variation margin are judged, on the clearing house's side the clearing fund, too; what a desk cannot know is
shown with what was applied before, as evidence for who judges (CP-2.2.R2), and the verdict "cannot check".
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from addin.app.day.labels import COMPONENTS, MEASURES
from addin.app.margin_run import MarginResult, tolerance
from addin.app.measure_check import NOTHING_OWN, OwnMeasures
from addin.app.measures import VM, Past
from addin.app.tables_read import DeskBook, Tables
from addin.books.inputs import NotifiedAmount
from addin.export.rows import csv_bytes
from addin.settings import Settings
from calc.margin.causes import Alternative, Cause, Explained, probable_causes
from calc.margin.compare import Comparison, Tolerance, Verdict, comparison, comparisons
from calc.margin.readings import Amounts, Book, other_look_through, tail_readings
from calc.margin.requirement import Component
from calc.margin.variation import before_trades
from calc.outcome import Finding, Place, finding
from calc.text.wording import Words
from calc.types import Position

CHECK = "check.csv"
IM, TOTAL = "im", Component.TOTAL.value
FIRST = 1  # a later version may renotify some accounts only
COLUMNS = (
    "version",
    "account",
    "measure",
    "component",
    "own",
    "notified",
    "difference",
    "verdict",
    "previous",
    "notified_to_previous",
    "notified_to_own",
    "cause",
    "cause_ja",
    "cause_en",
)


@dataclass(frozen=True, slots=True)
class Outside:
    """What came from outside: notified, applied on the previous day, and what has a row twice.

    `before` are the previous day's positions, None where nobody knows them; `repeated` names version, account, measure.
    """

    notified: Sequence[NotifiedAmount]
    previous: Sequence[NotifiedAmount] = ()
    before: Sequence[Position] | None = None
    repeated: frozenset[tuple[int, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of check.csv; None where an amount is not known."""

    version: int
    account: str
    measure: str
    component: str
    own: int | None
    notified: int | None
    previous: int | None
    verdict: Verdict
    explained: Explained | None

    def cells(self) -> tuple[object, ...]:
        """Return the row as it is written; what is not known is empty, never zero."""
        said = self.explained
        words = ("", "", "") if said is None else (said.cause.value, said.words.ja, said.words.en)
        difference = None if self.own is None or self.notified is None else self.notified - self.own
        amounts = (self.own, self.notified, difference, self.verdict.value, self.previous)
        ratios = (_ratio(self.notified, self.previous), _ratio(self.notified, self.own))
        head = (self.version, self.account, self.measure, self.component)
        return (*head, *("" if each is None else each for each in amounts), *ratios, *words)


def _ratio(amount: int | None, other: int | None) -> str:
    return f"{amount / other:.6g}" if amount is not None and other else ""


def repeated_accounts(found: Collection[Finding], table: str) -> frozenset[tuple[int, str, str]]:
    """Return version, account and measure of each row that stands twice in a table, named without the ending."""
    keys = [
        dict(each.details)["key"].split()
        for each in found
        if each.code == "key_repeated" and each.place.source.partition(".")[0] == table
    ]
    return frozenset((int(key[0]), key[1], key[2]) for key in keys)


def causes_of(
    outside: Outside, book: Book, *, within: Tolerance, others: OwnMeasures = NOTHING_OWN
) -> dict[int, dict[tuple[str, str], Explained]]:
    """Return account and measure in which something is wrong with the probable cause, version by version."""
    margin = judged(outside, book.amounts(), cache(lambda: alternatives(outside, book)), within=within)
    found = {version: {(name, IM): each for name, each in said.items()} for version, said in margin.items()}
    for measure, amounts in others.amounts.items():
        slips = partial(measure_alternatives, outside, measure, others)
        made = judged(outside, _totals(amounts), slips, within=within, measure=measure)
        for version, said in made.items():
            found[version] |= {(name, measure): each for name, each in said.items()}
    return found


def judged(
    outside: Outside,
    own: Mapping[str, Amounts],
    others: Callable[[], Sequence[Alternative]],
    *,
    within: Tolerance,
    measure: str = IM,
) -> dict[int, dict[str, Explained]]:
    """Return the accounts with a cause in one measure; `others` are asked for once something differs."""
    found = dict[int, dict[str, Explained]]()
    for version in sorted({each.version for each in outside.notified}):
        told = _by_account([each for each in outside.notified if each.version == version], measure)
        found[version] = probable_causes(
            told,
            own,
            alternatives=others,
            repeated={name for number, name, of in outside.repeated if (number, of) == (version, measure)},
            expected=[*own] if version == FIRST and told else [*told],
            within=within,
        )
    return found


def alternatives(outside: Outside, book: Book) -> list[Alternative]:
    """Return what would have been notified under each cause that changes the whole file."""
    found = [Alternative(Cause.YESTERDAYS_FILE, "", _by_account(outside.previous, IM))]
    if outside.before is not None:
        chosen = {each.code for each in book.accounts}
        held = tuple(each for each in outside.before if each.account in chosen)
        found.append(Alternative(Cause.STALE_POSITIONS, "", replace(book, positions=held).amounts()))
    name, turned = other_look_through(book)
    found.append(Alternative(Cause.LOOK_THROUGH, name, turned.amounts()))
    found += [Alternative(Cause.TAIL_RULE, name, each.amounts()) for name, each in tail_readings(book).items()]
    return found


def measure_alternatives(outside: Outside, measure: str, others: OwnMeasures) -> list[Alternative]:
    """Return what would have been notified of another measure under each cause that changes the whole file."""
    found = [Alternative(Cause.YESTERDAYS_FILE, "", _by_account(outside.previous, measure))]
    if measure == VM:
        found.append(Alternative(Cause.STALE_POSITIONS, "", _totals(others.stale)))
    return found


def _totals(amounts: Mapping[str, int]) -> dict[str, Amounts]:
    return {name: {TOTAL: amount} for name, amount in amounts.items()}


def _by_account(rows: Sequence[NotifiedAmount], measure: str) -> dict[str, Amounts]:
    found: dict[str, dict[str, int]] = {}
    for each in rows:
        if each.measure == measure:
            found.setdefault(each.account, {})[each.component] = each.amount
    return dict(found)


def check_rows(
    outside: Outside, book: Book, *, within: Tolerance, others: OwnMeasures = NOTHING_OWN
) -> tuple[CheckRow, ...]:
    """Return every notified row, and those that should be there, in the order of the file, version by version."""
    own = {IM: book.amounts(), **{measure: _totals(amounts) for measure, amounts in others.amounts.items()}}
    before = {_key(each): each.amount for each in outside.previous}
    rows = list[CheckRow]()
    for version, wrong in causes_of(outside, book, within=within, others=others).items():
        told = {_key(each): each.amount for each in outside.notified if each.version == version}
        lost = [(*of, part) for of, each in wrong.items() for part in each.components]
        for key in dict.fromkeys([*told, *lost]):
            account, measure, part = key
            ours = own.get(measure, {}).get(account, {}).get(part)
            said = wrong.get((account, measure))
            if said is not None and part not in (said.components or (part,)):
                said = None  # this row is right
            verdict = comparison(account, measure, own=ours, notified=told.get(key), within=within).verdict
            rows.append(CheckRow(version, *key, ours, told.get(key), before.get(key), verdict, said))
    return tuple(rows)


def _key(row: NotifiedAmount) -> tuple[str, str, str]:
    return row.account, row.measure, row.component


def check_bytes(rows: Sequence[CheckRow]) -> bytes:
    """Return check.csv."""
    return csv_bytes(COLUMNS, [each.cells() for each in rows])


def explained_of(rows: Sequence[CheckRow]) -> dict[tuple[int, str, str], Explained]:
    """Return what is probably wrong by version, account and measure."""
    return {(each.version, each.account, each.measure): each.explained for each in rows if each.explained}


def cause_findings(rows: Sequence[CheckRow], source: str) -> tuple[Finding, ...]:
    """Return what is probably wrong with each account; of a version that another one followed, as information."""
    latest = max((each.version for each in rows), default=FIRST)
    found = list[Finding]()
    for (version, account, measure), each in explained_of(rows).items():
        code = "requirement_cause" if version == latest else "requirement_cause_then"
        said, of = each.words, parts_words(measure, each.components)
        found.append(
            finding(
                code, Place(source), version=version, account=account, cause_ja=said.ja, cause_en=said.en,
                parts_ja=of.ja, parts_en=of.en,
            )
        )  # fmt: skip
    return tuple(found)


def parts_words(measure: str, components: Sequence[str]) -> Words:
    """Return which amounts are meant, in both languages: the measure, of initial margin its components."""
    ja, en = MEASURES[measure]
    if measure != IM or not components:
        return Words(ja, en)
    named = [COMPONENTS[Component(part)] for part in components if part in set(Component)]
    return Words(f"{ja} {'・'.join(one for one, _ in named)}", f"{en}: {', '.join(other for _, other in named)}")


def causes_json(rows: Sequence[CheckRow]) -> list[Mapping[str, object]]:
    """Return each explained account and measure as JSON data."""
    return [
        {
            "version": version,
            "account": account,
            "measure": measure,
            "cause": each.cause.value,
            "components": list(each.components),
            "ja": each.words.ja,
            "en": each.words.en,
        }
        for (version, account, measure), each in explained_of(rows).items()
    ]


def checks_of(
    tables: Tables, book: DeskBook, again: Book, *, past: Past, others: OwnMeasures, settings: Settings
) -> tuple[CheckRow, ...]:
    """Return what was notified beside our own; the day before held what today's trades were not yet in."""
    if not book.notified:
        return ()
    held = before_trades(book.positions or (), past.trades) if past.held is None and past.trades else past.held
    repeated = repeated_accounts(tables.found, tables.paths["notified_requirements"].name.partition(".")[0])
    outside = Outside(book.notified, past.previous, held, repeated)
    return check_rows(outside, again, within=tolerance(settings), others=others)


def compared(
    result: MarginResult, notified: Sequence[NotifiedAmount], settings: Settings, *, others: OwnMeasures
) -> tuple[Comparison, ...]:
    """Return our totals beside the last notified version's, account by account; nothing when nothing was notified."""
    if not notified:
        return ()
    own: dict[tuple[str, str], int | None] = {(each.account, IM): each.total for each in result.requirements}
    totals = [row for row in sorted(notified, key=_version) if row.component == TOTAL]
    last = {(row.account, row.measure): row.amount for row in totals}
    return comparisons({**own, **others.beside(last)}, last, within=tolerance(settings))


def _version(row: NotifiedAmount) -> int:
    return row.version
