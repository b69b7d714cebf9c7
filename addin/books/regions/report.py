"""The day's margin report (`margin.xlsx` of a day): values only, made anew by every run."""

from addin.books.regions.region import Region

SUMMARY = "総括 Summary"
MARGIN = "証拠金 Margin"
COMPARE = "照合 Compare"
CAUSES = "原因 Causes"
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
PROBABLE_CAUSES = Region("HIKAE_CAUSES", CAUSES, 7)
SETTLEMENT_PRICES = Region("HIKAE_PRICES", PRICES, 7)
HOLDINGS = Region("HIKAE_POSITIONS", POSITIONS, 7)
FILES = Region("HIKAE_FILES", INPUTS, 7)
NOTES = Region("HIKAE_FINDINGS", FINDINGS, 7)
TOTAL_IM = "HIKAE_TOTAL_IM"
TOTAL_APPLIED = "HIKAE_TOTAL_APPLIED"
