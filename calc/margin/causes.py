"""What is probably wrong where a notified requirement is not our own: the one slip that explains an account's rows.

Source: CP-2.2.R1 (a participant may point out an error by 19:00) and CP-2.2.R2 (the clearing house judges it). A cause
is named only where it gives back every row that was notified to the account, within the tolerance of the comparison.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from calc.margin.compare import Tolerance, Verdict, comparison
from calc.margin.readings import Amounts
from calc.margin.requirement import Component
from calc.tables import packaged
from calc.text.wording import Words

PACKAGE, TABLE = "calc.margin", "causes.toml"
POWERS = tuple(power for size in range(1, 10) for power in (size, -size))
TOTAL = Component.TOTAL.value


class Cause(StrEnum):
    """What may be wrong; of two that explain the rows equally well the one that stands first here is named."""

    REPEATED_ROWS = "repeated_rows"
    MISSING_ACCOUNT = "missing_account"
    MISSING_ROWS = "missing_rows"
    YESTERDAYS_FILE = "yesterdays_file"
    STALE_POSITIONS = "stale_positions"
    LOOK_THROUGH = "look_through"
    TAIL_RULE = "tail_rule"
    SWAPPED_ACCOUNTS = "swapped_accounts"
    UNIT = "unit"
    SIGN = "sign"
    WRONG_SUM = "wrong_sum"
    UNKNOWN = "unknown"


class Alternative(NamedTuple):
    """What every account would require were the cause true; `name` says which reading, power or account."""

    cause: Cause
    name: str
    amounts: Mapping[str, Amounts]


@dataclass(frozen=True, slots=True)
class Explained:
    """An account with a probable cause, and the components whose amounts differ or are not there."""

    account: str
    cause: Cause
    name: str
    components: tuple[str, ...]

    @property
    def words(self) -> Words:
        """Return the cause in both languages."""
        said = packaged(PACKAGE, TABLE)[self.cause.value]
        return Words(said["ja"].format(name=self.name), said["en"].format(name=self.name))


def probable_causes(
    notified: Mapping[str, Amounts],
    own: Mapping[str, Amounts],
    *,
    alternatives: Callable[[], Sequence[Alternative]],
    repeated: Collection[str],
    expected: Collection[str],
    within: Tolerance,
) -> dict[str, Explained]:
    """Return each account in which something is wrong with its probable cause; amounts are yen by component.

    `repeated` are accounts a row of which stands twice, `expected` those that must have been notified. Accounts without
    an own requirement are not judged; `alternatives` are asked for once something differs. A component counts as
    missing where another account was notified of it.
    """
    parts = tuple(dict.fromkeys(part for amounts in notified.values() for part in amounts))
    lost = [name for name in expected if name not in notified and name in own]
    partly = {name for name, told in notified.items() if len(told) < len(parts)}
    cut = _is_cut(lost, [name for name in expected if name in own], partly)
    found = dict[str, Explained]()
    for name in own:
        told = notified.get(name)
        if told is None:
            if name in lost:
                found[name] = Explained(name, Cause.MISSING_ROWS if cut else Cause.MISSING_ACCOUNT, "", parts)
            continue
        missing = tuple(part for part in parts if part not in told)
        wrong = _differing(told, own[name], within)
        if name in repeated:
            found[name] = Explained(name, Cause.REPEATED_ROWS, "", wrong)
        elif missing:
            found[name] = Explained(name, Cause.MISSING_ROWS, "", (*wrong, *missing))
        elif wrong:
            others = (*alternatives(), *_swaps(name, own))
            found[name] = Explained(name, *_best(told, name, own=own[name], others=others, within=within), wrong)
    return found


def _is_cut(lost: Sequence[str], expected: Sequence[str], partly: set[str]) -> bool:
    """Return whether what is missing stands at the end, an account and a part of another: as in a file cut off."""
    if not lost or set(lost) != set(expected[-len(lost) :]):
        return False
    return len(lost) > 1 or bool(partly.intersection(expected[-2:-1]))


def _differing(told: Amounts, own: Amounts, within: Tolerance) -> tuple[str, ...]:
    return tuple(part for part in told if part in own and not _agrees(told[part], own[part], within))


def _agrees(told: int, own: int, within: Tolerance) -> bool:
    return comparison("", "", own=own, notified=told, within=within).verdict is Verdict.AGREES


def _swaps(account: str, own: Mapping[str, Amounts]) -> list[Alternative]:
    """Return every other account's amounts as if they had been told to this one."""
    return [
        Alternative(Cause.SWAPPED_ACCOUNTS, other, {account: amounts})
        for other, amounts in own.items()
        if other != account
    ]


def _best(
    told: Amounts, account: str, *, own: Amounts, others: Iterable[Alternative], within: Tolerance
) -> tuple[Cause, str]:
    """Return the cause that comes nearest to what was told, of those within the tolerance."""
    whole = [
        (_distance(told, each.amounts[account]), list(Cause).index(each.cause), each.cause, each.name)
        for each in others
        if account in each.amounts and not _differing(told, each.amounts[account], within)
    ]
    whole += [
        (0, list(Cause).index(cause), cause, name) for cause, name, slip in _SLIPS if _is_slip(told, own, slip, within)
    ]
    if whole:
        _, _, cause, name = min(whole)
        return cause, name
    parts = [amount for part, amount in told.items() if part != TOTAL]
    return (Cause.WRONG_SUM if parts and sum(parts) != told.get(TOTAL, sum(parts)) else Cause.UNKNOWN), ""


def _distance(told: Amounts, amounts: Amounts) -> int:
    return sum(abs(told[part] - amounts[part]) for part in told if part in amounts)


Slip = Callable[[int, int, Tolerance], bool]


def _is_slip(told: Amounts, own: Amounts, slip: Slip, within: Tolerance) -> bool:
    """Return whether one slip made every component that differs, and the total is right, slipped too, or their sum."""
    wrong = _differing(told, own, within)
    parts = [part for part in wrong if part != TOTAL] or [TOTAL]
    if not all(slip(told[part], own[part], within) for part in parts):
        return False
    if TOTAL not in wrong or parts == [TOTAL]:
        return True
    added = sum(amount for part, amount in told.items() if part != TOTAL)
    return abs(told[TOTAL] - added) <= 1 or slip(told[TOTAL], own[TOTAL], within)


def _in_power(power: int) -> Slip:
    """Return whether one amount is the other in a unit so many powers of ten away, its last digits perhaps cut off."""

    def slip(told: int, own: int, within: Tolerance) -> bool:
        many, few = (told, own) if power > 0 else (own, told)
        noise = max(within.yen, within.ratio * abs(own))
        scale = 10 ** abs(power)
        return own != 0 and abs(many - few * scale) <= (noise * scale if power > 0 else noise + scale)

    return slip


def _turned(told: int, own: int, within: Tolerance) -> bool:
    return own != 0 and _agrees(-told, own, within)


def _doubled(told: int, own: int, within: Tolerance) -> bool:
    return abs(told - 2 * own) <= 2 * max(within.yen, within.ratio * abs(own)) and own != 0


def _blank(told: int, own: int, within: Tolerance) -> bool:
    return told == 0 and not _agrees(told, own, within)


_SLIPS: tuple[tuple[Cause, str, Slip], ...] = (
    (Cause.MISSING_ROWS, "", _blank),
    *((Cause.UNIT, f"×10^{power}", _in_power(power)) for power in POWERS),
    (Cause.SIGN, "", _turned),
    (Cause.REPEATED_ROWS, "", _doubled),
)
