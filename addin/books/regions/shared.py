"""Regions that more than one book has: what applies, and the discount curve."""

from addin.books.regions.region import Region

PLAN = "適用 Plan"
REFERENCE = "参照 Reference"

APPLIED = Region("HIKAE_RULINGS", PLAN, 15, 1, ("item", "applies", "clause", "why", "until", "at"), 40)
CURVE = Region(
    "HIKAE_CURVE",
    REFERENCE,
    8,
    9,
    (
        "kind",
        "tenor",
        "rate",
        "mm_day_count",
        "fixed_frequency",
        "fixed_day_count",
        "float_frequency",
        "float_day_count",
        "spot_lag_days",
    ),
    30,
)
