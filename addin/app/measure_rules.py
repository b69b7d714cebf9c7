"""The desk's settings of variation margin, clearing fund, intraday margin and deposits, as the core takes them."""

from datetime import date

from addin.app.margin_run import margin_rules
from addin.settings import Settings
from calc.margin.cash import DepositTerms
from calc.margin.fund_rules import FundRule, fund_rule
from calc.margin.intraday import IntradayAccounts, IntradayPrice, IntradayRules, UnsettledVariation
from calc.margin.marks import PreviousPrice
from calc.margin.variation import VariationRules
from calc.outcome import Finding, finding
from calc.plan.types import PARTICIPANT

STOCK = "stock"


def previous_price(settings: Settings) -> PreviousPrice:
    """Return what stays of a price that is the previous day's."""
    return PreviousPrice(settings.text("px_prev_kind"))


def variation_rules(settings: Settings) -> VariationRules:
    """Return the rules of variation margin; without a rate no interest is counted, see `rate_missing`."""
    rate = settings.value("pai_rate")
    return VariationRules(
        pai_rate=0.0 if rate is None else settings.number("pai_rate"),
        pai_daycount=settings.text("pai_daycount"),
        rounding=margin_rules(settings).rounding,
    )


def rate_missing(settings: Settings) -> Finding | None:
    """Return that no interest is counted, where the desk has set no rate."""
    if settings.value("pai_rate") is not None:
        return None
    return finding("price_alignment_missing", reference=settings.text("pai_rate_source"))


def vm_is_stock(settings: Settings) -> bool:
    """Return whether the previous day's variation margin is read as a level (gap G6), from which a transfer is told."""
    return settings.text("vm_fallback_mode") == STOCK


def fund_rule_of(settings: Settings, day: date) -> FundRule:
    """Return the clearing fund's rule in force on a day."""
    return fund_rule(day, settings.text("cf_rule_version"))


def knows_only_itself(settings: Settings) -> bool:
    """Return whether the desk is a participant's, which cannot compute a fund that others share."""
    return settings.text("role") == PARTICIPANT


def intraday_rules(settings: Settings) -> IntradayRules:
    """Return the rules of intraday margin."""
    return IntradayRules(
        snapshot=settings.local_time("idm_snapshot_time"),
        accounts=IntradayAccounts(settings.text("idm_accounts")),
        price=IntradayPrice(settings.text("idm_price")),
        unsettled=UnsettledVariation(settings.text("idm_unsettled_vm")),
    )


def intraday_terms(settings: Settings) -> DepositTerms:
    """Return until when, on the same day, intraday margin is deposited, and in what."""
    return DepositTerms(settings.local_time("idm_deposit_deadline"), settings.text("deposit_collateral"))


def deposit_terms(settings: Settings) -> DepositTerms:
    """Return until when, on the next business day, margin is deposited, and in what."""
    return DepositTerms(settings.local_time("eod_deposit_deadline"), settings.text("deposit_collateral"))
