"""Makes the example day's files from fixed seeds, the same bytes on every machine.

    python -m workbooks.example_day OUT_DIR                     the inputs
    python -m workbooks.example_day OUT_DIR REQUIREMENTS.csv    the inputs, and what was notified and applied before

REQUIREMENTS.csv is what `hikae margin -o DIR` writes for those inputs: account,measure,component,amount.
"""

import argparse
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from addin.files import read_limited, replace_file
from workbooks.example_day_accounts import (
    ADD_ONS,
    AFFILIATES,
    DEPOSITS,
    MULTIPLIERS,
    NOT_PRICED,
    Account,
    accounts,
    positions,
    quotes,
)
from workbooks.example_day_continuity import continuity_toml
from workbooks.example_day_facts import day_toml
from workbooks.example_day_market import (
    BUSINESS_DATE,
    FALLBACK_DAY,
    Instrument,
    constituents,
    decimals,
    instruments,
    shipped_days,
    spreads,
)
from workbooks.example_day_requirements import Figures, notified_rows, previous_rows

LARGEST_REQUIREMENTS_FILE = 1_000_000

NOTE = (
    "合成データです。実際の価格・建玉・所要額ではありません / "
    "SYNTHETIC data, not real prices, positions or requirements\n"
)
CURVE_ID = "JPY-TONA"
DEPOSIT_RATES = {"1M": "0.00985", "3M": "0.01035", "6M": "0.01110", "9M": "0.01175"}
SWAP_RATES = {
    "1Y": "0.01230", "2Y": "0.01390", "3Y": "0.01500", "4Y": "0.01590", "5Y": "0.01670", "6Y": "0.01745",
    "7Y": "0.01820", "8Y": "0.01895", "9Y": "0.01970", "10Y": "0.02045", "12Y": "0.02190", "15Y": "0.02400",
    "20Y": "0.02690", "25Y": "0.02880", "30Y": "0.02990",
}  # fmt: skip


def input_files() -> dict[str, bytes]:
    """Return the files that need no requirement figure, by name."""
    return {
        "instruments.csv": _instruments(),
        "constituents.csv": _constituents(),
        "accounts.csv": _accounts(),
        "positions.csv": _positions(),
        "history.csv": _history(),
        "fallback_days.csv": _fallback_days(),
        "vendor_prices.csv": _vendor_prices(),
        "quotes.csv": _quotes(),
        "curves.csv": _curves(),
        "day.toml": day_toml().encode(),
        "continuity.toml": continuity_toml().encode(),
        "note.txt": NOTE.encode(),
    }


def example_day(figures: Figures) -> dict[str, bytes]:
    """Return all generated files by name, given what the engine computed from the inputs."""
    return {
        **input_files(),
        "previous_requirements.csv": table_bytes(
            ("account", "measure", "component", "amount", "date", "chain"), previous_rows(figures)
        ),
        "notified_requirements.csv": table_bytes(
            ("version", "account", "measure", "component", "amount"), notified_rows(figures)
        ),
    }


def figures_in(data: bytes) -> Figures:
    """Return the initial margin, levels and fund of a requirements file of `hikae margin`."""
    margins: dict[str, dict[str, int]] = {}
    totals: dict[str, dict[str, int]] = {"vm_stock": {}, "clearing_fund": {}}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        if row["measure"] == "im":
            margins.setdefault(row["account"], {})[row["component"]] = int(row["amount"])
        elif row["measure"] in totals:
            totals[row["measure"]][row["account"]] = int(row["amount"])
    return Figures({each.code: margins[each.code] for each in accounts()}, totals["vm_stock"], totals["clearing_fund"])


def table_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as UTF-8 CSV with LF line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _instruments() -> bytes:
    header = ("instrument", "entity", "kind", "maturity", "coupon_bp", "recovery", "index_factor")
    more = ("bid_offer_width_bp", "history_from", "history_proxy", "name")
    return table_bytes(header + more, (_instrument_row(instrument) for instrument in instruments()))


def _instrument_row(it: Instrument) -> tuple[object, ...]:
    factor = {1000: "1", 975: "0.975"}[it.factor_thousandths]
    terms = (it.code, it.entity, it.kind, it.maturity, "100", "0.35", factor)
    return (*terms, decimals(it.width), it.history_from or "", it.history_proxy, it.name)


def _constituents() -> bytes:
    return table_bytes(("index", "entity", "weight"), ((index, entity, "0.025") for index, entity in constituents()))


def _accounts() -> bytes:
    header = ("account", "participant", "kind", "affiliate_group", "deposited_im", "multiplier", "add_on")
    return table_bytes(header, (_account_row(account) for account in accounts()))


def _account_row(it: Account) -> tuple[object, ...]:
    holder = (it.code, it.participant, it.kind, AFFILIATES.get(it.participant, ""))
    return (*holder, DEPOSITS[it.code], MULTIPLIERS.get(it.code, "1.00"), ADD_ONS.get(it.code, 0))


def _positions() -> bytes:
    rows = ((account, code, notional) for (account, code), notional in positions().items())
    return table_bytes(("account", "instrument", "notional"), rows)


def _history() -> bytes:
    codes = [instrument.code for instrument in instruments()]
    columns = [spreads().columns[code][:-1] for code in codes]
    rows = zip(shipped_days()[:-1], *(map(_cell, column) for column in columns), strict=True)
    return table_bytes(("date", *codes), rows)


def _cell(cents: int | None) -> str:
    return "" if cents is None else decimals(cents)


def _fallback_days() -> bytes:
    reason = "CP-1.3.1 全銘柄に前日値を適用（合成） / previous day's prices applied to all instruments (synthetic)"
    return table_bytes(("date", "reason"), [(FALLBACK_DAY, reason)])


def _vendor_prices() -> bytes:
    as_of = f"{BUSINESS_DATE}T16:30:00+09:00"
    priced = (instrument.code for instrument in instruments() if instrument.code not in NOT_PRICED)
    rows = ((code, decimals(spreads().today(code)), as_of) for code in priced)
    return table_bytes(("instrument", "price_bp", "as_of"), rows)


def _quotes() -> bytes:
    rows = ((quote.participant, quote.instrument, quote.bid_bp, quote.offer_bp, quote.as_of) for quote in quotes())
    return table_bytes(("participant", "instrument", "bid_bp", "offer_bp", "as_of"), rows)


def _curves() -> bytes:
    header = ("curve_id", "trade_date", "kind", "tenor", "rate", "mm_day_count", "fixed_frequency")
    more = ("fixed_day_count", "float_frequency", "float_day_count", "spot_lag_days")
    curve = (CURVE_ID, BUSINESS_DATE)
    deposits = [(*curve, "deposit", *quote, "ACT/365F", "", "", "", "", 2) for quote in DEPOSIT_RATES.items()]
    swaps = [(*curve, "swap", *quote, "", 1, "ACT/365F", 1, "ACT/365F", 2) for quote in SWAP_RATES.items()]
    return table_bytes(header + more, [*deposits, *swaps])


def main() -> None:
    """Write the example day into a folder, with the requirement files when a requirements file is named."""
    said = argparse.ArgumentParser("workbooks.example_day", description="例示日を作る / make the example day")
    said.add_argument("folder", type=Path, help="書き出し先 / where to write")
    said.add_argument("requirements", type=Path, nargs="?", help="hikae margin の requirements.csv / its result")
    arguments = said.parse_args()
    files = input_files()
    if arguments.requirements:
        files = example_day(figures_in(read_limited(arguments.requirements, LARGEST_REQUIREMENTS_FILE)))
    for name, data in files.items():
        replace_file(arguments.folder / name, data)


if __name__ == "__main__":
    main()
