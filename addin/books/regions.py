"""Where things stand in our workbooks: the only place that knows sheet titles, defined names and cell addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a sheet under a defined name; `row` and `column` are of its top left cell, from 1."""

    name: str
    sheet: str
    row: int
    column: int = 1


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
