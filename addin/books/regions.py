"""Where things stand in our workbooks: the only place that knows sheet titles, defined names and cell addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a sheet under a defined name; `row` and `column` are of its top left cell, from 1.

    A region that people or buttons fill has the names of its `columns` in its first row, in small print under the
    labels that people read, and room for so many `rows` beneath; one without columns is a single cell.
    """

    name: str
    sheet: str
    row: int
    column: int = 1
    columns: tuple[str, ...] = ()
    rows: int = 0

    @property
    def last(self) -> tuple[int, int]:
        """Return row and column of its bottom right cell."""
        return self.row + self.rows, self.column + max(len(self.columns), 1) - 1


SUMMARY = "総括 Summary"
MARGIN = "証拠金 Margin"
COMPARE = "照合 Compare"
PRICES = "清算値段 Prices"
POSITIONS = "建玉 Positions"
INPUTS = "入力 Inputs"
FINDINGS = "指摘 Findings"

RULINGS = Region("HIKAE_RULINGS", SUMMARY, 7)
STEPS = Region("HIKAE_STEPS", SUMMARY, 13)
APPROVALS = Region("HIKAE_APPROVALS", SUMMARY, 23)
CHART = Region("HIKAE_CHART", SUMMARY, 28)
REQUIREMENTS = Region("HIKAE_REQUIREMENTS", MARGIN, 7)
COMPARISON = Region("HIKAE_COMPARISON", COMPARE, 7)
SETTLEMENT_PRICES = Region("HIKAE_PRICES", PRICES, 7)
HOLDINGS = Region("HIKAE_POSITIONS", POSITIONS, 7)
FILES = Region("HIKAE_FILES", INPUTS, 7)
NOTES = Region("HIKAE_FINDINGS", FINDINGS, 7)
TOTAL_IM = "HIKAE_TOTAL_IM"
TOTAL_APPLIED = "HIKAE_TOTAL_APPLIED"

# The quotes book (気配値): what its buttons read and write.
ABOUT = "説明 About"
QUOTES = "気配値 Quotes"
PLAN = "適用 Plan"
REFERENCE = "参照 Reference"

MOST_QUOTES = 80
QUOTE_ENTRY = Region("HIKAE_QUOTES", QUOTES, 15, 2, ("instrument", "bid", "offer", "as_of", "confirm"), MOST_QUOTES)
QUOTE_STATES = Region(
    "HIKAE_QUOTE_STATES",
    QUOTES,
    15,
    12,
    ("words", "state", "codes", "instrument", "bid", "offer", "as_of"),  # the last four as they were checked
    MOST_QUOTES,
)
PREVIOUS = Region(
    "HIKAE_PREVIOUS",
    REFERENCE,
    8,
    1,
    ("instrument", "price_bp", "kind", "maturity", "coupon_bp", "recovery", "size"),
    100,
)
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
APPLIED = Region("HIKAE_RULINGS", PLAN, 15, 1, ("item", "applies", "clause", "why", "until", "at"), 40)
PRICED = Region(
    "HIKAE_PRICES",
    PRICES,
    8,
    1,
    ("instrument", "applies", "clause", "price", "vendor", "composite", "previous", "contributors"),
    100,
)

STATUS = Region("HIKAE_STATUS", QUOTES, 3)
DATE = Region("HIKAE_DATE", QUOTES, 5, 2)
PARTICIPANT = Region("HIKAE_PARTICIPANT", QUOTES, 6, 2)
INITIALS = Region("HIKAE_INITIALS", QUOTES, 7, 2)
ROUTE = Region("HIKAE_ROUTE", QUOTES, 8, 2)
IMPORTED = Region("HIKAE_IMPORTED", QUOTES, 9, 2)
ASOF = Region("HIKAE_ASOF", QUOTES, 5, 5)
CLOCK = Region("HIKAE_CLOCK", QUOTES, 6, 5)
FRESH = Region("HIKAE_FRESH", QUOTES, 7, 5)
LOOK_AT = Region("HIKAE_AT", QUOTES, 8, 5)
RECORD = Region("HIKAE_RECORD", QUOTES, 9, 5)
FOLDER = Region("HIKAE_FOLDER", QUOTES, 5, 8)
TEMPLATE = Region("HIKAE_TEMPLATE", QUOTES, 6, 8)
SENDER = Region("HIKAE_SENDER", QUOTES, 7, 8)
REASON = Region("HIKAE_REASON", QUOTES, 8, 8)
SENT = Region("HIKAE_SENT", QUOTES, 9, 8)
SUMMARY_LINE = Region("HIKAE_SUMMARY", QUOTES, 11, 2)
