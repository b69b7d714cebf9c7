"""Checks of figures: a published value met by the compiled kernels, and a file for upload that survives the disk."""

import hashlib
import struct
from importlib.resources import files
from pathlib import Path

from addin.books import inputs
from addin.books.tables import table_of
from addin.export.template import TEMPLATES, template
from addin.export.upload import reread, upload
from addin.files import replace_file
from addin.store.chain import short_head
from calc.days.business_day import tokyo
from calc.outcome import Finding, Outcome, RefusedError, finding
from calc.text.columns import Table
from calc.text.wording import Words

# A flat 120 bp on 16 October 2013, coupon 100 bp, recovery 35 %, in yen: the JPY case of the ISDA model as OpenGamma's
# Strata publishes it in its CdsJapanTest (Apache-2.0; figures alone).
CASH_YEN, CS01_YEN = 91_814_571_779, 4_924_458_158
TOLERANCE_YEN = 1.0
MARGIN_LOSSES, MARGIN_NUMBER, MARGIN_TAIL = (5.0, -1.0, 8.0, 2.0, 7.0), 2.5, 7.0
PROBE = ".check.csv"
# One cell of every form, as a run of the day gives it; the label has letters that only some encodings carry.
SAMPLES: dict[str, object] = {
    "date": "2026-11-20",
    "instant": "2026-11-20T15:16:00+09:00",
    "code": "P01H",
    "word": "house",
    "clause": "CP-1.3.1",
    "label": "控え",
    "spread": 60.5,
    "yen": -123_456_789_012,
    "amount": 123_456_789_012,
}


def golden(_home: Path) -> Words:
    """Return that the kernels give the published value, and short digits by which two computers compare every bit.

    Raises RefusedError `golden_differs` with both figures, or what pricing refuses.
    """
    cash, cs01 = _published()
    tail = _tail()
    known = (("cash upfront", cash, CASH_YEN), ("CS01", cs01, CS01_YEN), ("tail mean", tail, MARGIN_TAIL))
    wrong = [
        finding("golden_differs", name=name, found=f"{own:.6f}", expected=value)
        for name, own, value in known
        if not abs(own - value) <= TOLERANCE_YEN * (name != "tail mean")
    ]
    if wrong:
        raise RefusedError(wrong)
    digits = short_head(hashlib.sha256(struct.pack("<3d", cash, cs01, tail)).hexdigest())
    return Words(f"公表値 {CASH_YEN:,} 円に一致、照合 {digits}", f"JPY {CASH_YEN:,} as published; bits {digits}")


def csv(home: Path) -> Words:
    """Return how many layouts of upload files came back from the disk as they were written, cell for cell.

    Raises RefusedError as writing and reading files does, or `export_not_read_back`.
    """
    place = home if home.is_dir() else next(each for each in home.parents if each.is_dir())
    path = place / PROBE
    try:
        for name in TEMPLATES:
            form = template(name)
            made = upload(form, [{column.name: SAMPLES[column.form] for column in form.columns}])
            replace_file(path, made.data)
            if reread(form, path.read_bytes()).sha256 != made.sha256:
                raise RefusedError([finding("export_not_read_back")])
    finally:
        path.unlink(missing_ok=True)
    return Words(f"書式 {len(TEMPLATES)} 種が往復", f"{len(TEMPLATES)} layouts, there and back")


def _published() -> tuple[float, float]:
    from addin.app.price_contracts import price_contracts  # noqa: PLC0415 - loads the compiler

    curves = inputs.curves(_packaged("golden-curves.csv")).value
    (priced,) = price_contracts(_packaged("golden-contracts.csv"), curves, tokyo_days=tokyo()).value
    if isinstance(priced.price, Finding):
        raise RefusedError([priced.price])
    return priced.price.cash_upfront, priced.price.cs01


def _tail() -> float:
    import numpy as np  # noqa: PLC0415

    from calc.margin.kernels import tail_mean  # noqa: PLC0415

    return float(tail_mean(np.array(MARGIN_LOSSES), MARGIN_NUMBER))


def _packaged(name: str) -> Table:
    data = files("addin.checks").joinpath(name).read_bytes()
    read: Outcome[Table | None] = table_of(data, name)
    if read.value is None:
        raise RefusedError(read.findings)
    return read.value
