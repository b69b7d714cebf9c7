"""What a stress run shows: stress.csv and stress.json, written account by account; JSON data; words."""

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from addin.app.drill_wall import banner_lines, output_name, refuse_other_folder
from addin.app.stress_inputs import StressFiles, StressInputs
from addin.app.stress_run import Stressed
from addin.app.versions import versions
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, replace_file_by
from addin.home import BANNER, Mode
from calc.outcome import Place, RefusedError, finding
from calc.text.wording import Words

RESULTS = ("stress.csv", "stress.json")
COLUMNS = ("account", "participant", "kind", "base", "margin", "uncovered")
LARGEST_GROUPS = 2  # whose default together a clearing house is to survive
ABREAST = 1_000  # accounts written at once
A_ROW = 200  # bytes an account takes at least, for who must know what room is needed

Json = dict[str, Any]


def refuse_folder(files: StressFiles, folder: Path, mode: Mode) -> None:
    """Refuse a folder before a long run: one of the other mode, or where a result would replace one of its tables.

    Raises RefusedError `drill_folder`, `output_is_input`.
    """
    refuse_other_folder(folder, mode)
    results = {(folder / output_name(name, mode)).resolve() for name in RESULTS}
    for given in files.named().values():
        if given.resolve() in results:
            raise RefusedError([finding("output_is_input", Place(str(given)), path=given)])


def written(made: Stressed, given: StressInputs, folder: Path, *, mode: Mode) -> tuple[Path, ...]:
    """Write stress.csv, one row an account, and stress.json; a drill's bear its banner.

    Raises RefusedError `drill_folder`, or what writing raises.
    """
    refuse_other_folder(folder, mode)
    ensure_folder(folder)
    paths = tuple(folder / output_name(name, mode) for name in RESULTS)
    for path, pieces in zip(paths, (_table, _text), strict=True):
        replace_file_by(path, partial(pieces, made, given, mode), needed=A_ROW * len(made.accounts))
    return paths


def _table(made: Stressed, _: StressInputs, mode: Mode) -> Iterator[bytes]:
    """Yield stress.csv: what is not known is an empty cell, never zero."""
    worst = [name for place in range(1, made.losses.shape[1] + 1) for name in (f"scenario_{place}", f"loss_{place}")]
    yield "".join(f"{line}\r\n" for line in banner_lines(mode)).encode()
    yield csv_bytes((*COLUMNS, *worst), [])
    rows = (_row(each) for each in _told(made))
    while some := list(islice(rows, ABREAST)):
        yield csv_bytes(some[0], some[1:])


def _row(told: Json) -> list[str]:
    cells = ["" if told[name] is None else str(told[name]) for name in COLUMNS]
    for each in told["worst"]:
        cells += [each["scenario"], format(each["loss"], ".17g")]
    return cells


def _text(made: Stressed, given: StressInputs, mode: Mode) -> Iterator[bytes]:
    """Yield stress.json: what the figures rest on, then a line for each account."""
    about = {**({"drill": BANNER} if mode is Mode.DRILL else {}), **summary(made, given)}
    yield (_dumped(about, indent=1).removesuffix("\n}") + ',\n "accounts": [').encode()
    before = "\n  "
    for each in _told(made):
        yield (before + _dumped(each)).encode()
        before = ",\n  "
    yield b"\n ]\n}\n"


def _dumped(data: Json, indent: int | None = None) -> str:
    return json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)


def stress_json(made: Stressed, given: StressInputs) -> Json:
    """Return what stress.json holds as JSON data."""
    return {**summary(made, given), "accounts": list(_told(made))}


def summary(made: Stressed, given: StressInputs) -> Json:
    """Return what the figures rest on, and those of the whole house; None where nobody said what margin is held."""
    stress = int(given.scenarios.is_stress.sum())
    groups = made.groups if made.margin else ()
    return {
        "trade_date": given.trade_date.isoformat(),
        "versions": versions(),
        "inputs": dict(sorted(given.hashes.items())),
        "settings": {row.name: row.text for row in given.settings.rows()},
        "scenarios": {"reference": len(made.scenarios) - stress, "stress": stress},
        "number_of_accounts": len(made.accounts),
        "base": sum(made.base),
        "margin_held": None if made.margin is None else made.margin.source,
        "uncovered": None if made.margin is None else sum(each or 0 for each in made.uncovered),
        "gaps": list(made.gaps),
        "largest_groups": [
            {"members": list(each.members), "uncovered": each.uncovered} for each in groups[:LARGEST_GROUPS]
        ],
    }


def _told(made: Stressed) -> Iterator[Json]:
    """Yield what stands in an account's row."""
    uncovered = made.uncovered or (None,) * len(made.accounts)
    for row, account in enumerate(made.accounts):
        worst = zip(made.places[row].tolist(), made.losses[row].tolist(), strict=True)
        yield {
            "account": account.code,
            "participant": account.participant,
            "kind": account.kind.value,
            "base": made.base[row],
            "margin": made.margin.amounts.get(account.code) if made.margin else None,
            "uncovered": uncovered[row],
            "worst": [{"scenario": made.scenarios[place], "loss": loss} for place, loss in worst],
        }


_HEAD = (
    "ストレス: {0:,} 口座、{1:,} シナリオ。基礎基準額の合計 {2:,} 円",
    "Stress: {0:,} accounts, {1:,} scenarios. Base amounts JPY {2:,} in all",
)
_WORST = (
    "  損失が最大の口座 {0}: {1:,.0f} 円（{2}）",
    "  The largest loss, account {0}: JPY {1:,.0f} ({2})",
)
_SOURCES = {
    "notified": ("通知額", "the notified amounts"),
    "previous": ("前日の適用額", "the amounts applied the day before"),
    "deposited": ("預託額", "the deposits"),
}
_UNCOVERED = (
    "  {0}を超える額の合計（口座ごとの最悪のシナリオ）: {1:,} 円",
    "  Beyond {0}, each account in its own worst scenario: JPY {1:,} in all",
)
_GROUP = (
    "    {0} 位 {1}: {2:,} 円以下",
    "    {0}. {1}: JPY {2:,} at most",
)
_UNKNOWN = (
    "  不足額は計算していません。証拠金の額を --notified か --previous、または口座の表の deposited_im で渡してください",
    "  What is uncovered is not known: --notified, --previous or deposited_im of the accounts say what margin is held",
)
_BOUND = (
    "  二位までの合計は、同じシナリオで起きる損失の上限です。口座の間では相殺しません",
    "  Added, the two bound what can happen in one scenario; no account covers another",
)


def stress_words(made: Stressed) -> Words:
    """Return the house at a glance: the total, the account that loses most, and the two groups that cost most."""
    ja, en = ("\n".join(_lines(made, lang)) for lang in (0, 1))
    return Words(ja, en)


def _lines(made: Stressed, lang: int) -> Iterator[str]:
    yield _HEAD[lang].format(len(made.accounts), len(made.scenarios), sum(made.base))
    row = int(made.losses[:, 0].argmax())
    name = made.scenarios[made.places[row, 0]]
    yield _WORST[lang].format(made.accounts[row].code, made.losses[row, 0], name)
    if made.margin is None:
        yield _UNKNOWN[lang]
        return
    yield _UNCOVERED[lang].format(_SOURCES[made.margin.source][lang], sum(each or 0 for each in made.uncovered))
    largest = [group for group in made.groups[:LARGEST_GROUPS] if group.uncovered]
    for place, group in enumerate(largest, start=1):
        yield _GROUP[lang].format(place, " ".join(group.members), group.uncovered)
    if largest:
        yield _BOUND[lang]
