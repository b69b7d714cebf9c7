"""Every worksheet function once, in the order in which hosts and help show them."""

from addin.functions.declared import continuity, days, desk, margin, measures, plan, pricing, quotes
from addin.functions.registry import Function

FUNCTIONS: tuple[Function, ...] = (
    desk.STATUS,
    *days.FUNCTIONS,
    *pricing.FUNCTIONS,
    *quotes.FUNCTIONS,
    *margin.FUNCTIONS,
    *measures.FUNCTIONS,
    *plan.FUNCTIONS,
    *continuity.FUNCTIONS,
    desk.NUMBER,
)
BY_NAME = {function.name: function for function in FUNCTIONS}


def function_named(name: str) -> Function | None:
    """Return the function of that name, in either case, or None."""
    return BY_NAME.get(name.upper())
