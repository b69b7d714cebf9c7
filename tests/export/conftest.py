"""One good row of every template, as a use case hands it over: dates and codes as texts, numbers as decimals."""

from decimal import Decimal

import pytest

from addin.export.template import TEMPLATES, template

DAY = "2026-11-20"
QUOTE = {
    "business_date": DAY,
    "participant": "P01",
    "instrument": "ITXJS4605",
    "bid_bp": Decimal("53.9"),
    "offer_bp": Decimal("57.25"),
    "as_of": f"{DAY}T15:17:00+09:00",
}
ACCOUNT = {"business_date": DAY, "account": "P01H", "participant": "P01", "kind": "house"}
ROWS = {
    "quotes_direct": QUOTE,
    "quotes_tool": QUOTE,
    "quotes_proxy": QUOTE,
    "quotes_upload": QUOTE,
    "requirements_upload": {**ACCOUNT, "measure": "im", "component": "base", "amount": Decimal(-25)},
    "intraday_upload": {
        **ACCOUNT,
        "as_of": f"{DAY}T11:30:00+09:00",
        "required": Decimal(120000000),
        "deposited": Decimal(100000000),
    },
    "shortfall_messages": {
        "business_date": DAY,
        "participant": "P01",
        "participant_name": "髙橋ＡＢＣ証券（株）",
        "shortfall": Decimal(20000000),
        "due_at": f"{DAY}T14:00:00+09:00",
    },
    "settlement_prices": {
        "business_date": DAY,
        "instrument": "ITXJS4605",
        "price_bp": 55.5,
        "applies": "previous_day",
        "clause": "CP-1.3.1",
    },
}


@pytest.fixture(params=TEMPLATES)
def form(request):
    """Return each template in turn."""
    return template(request.param)


@pytest.fixture
def good(form):
    """Return a good row of the template."""
    return ROWS[form.code]


@pytest.fixture(scope="session")
def good_rows():
    """Return a good row of every template by its name."""
    return ROWS
