"""Worksheet functions of days: a day in, a day out."""

from datetime import date

from addin.app.days_cell import business_day_of, maturity_of, previous_day_of
from calc.outcome import Finding


def business_day(day: date) -> date:
    """Return the day itself when it is a business day, else the next one."""
    return business_day_of(day)


def previous_day(day: date) -> date:
    """Return the business day before the day."""
    return previous_day_of(day)


def maturity(day: date, tenor: str) -> date | Finding:
    """Return the standard maturity of a tenor dealt on the day."""
    return maturity_of(day, tenor)
