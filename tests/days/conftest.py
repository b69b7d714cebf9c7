from datetime import date

import jpholiday
import pytest

from calc.tables import packaged


@pytest.fixture(scope="session")
def holiday_names() -> dict[date, str]:
    """Return every national holiday of the shipped table with its name."""
    years = packaged("calc.days", "japan.toml")["year"]
    return {date.fromisoformat(day): name for year in years for day, name in year["closed"].items()}


@pytest.fixture(scope="session")
def jpholiday_names() -> dict[date, str]:
    """Return the same as a second library has it."""
    return dict(holiday for year in range(2007, 2061) for holiday in jpholiday.year_holidays(year))


@pytest.fixture(scope="session")
def shipped_days() -> tuple[date, ...]:
    """Return every calendar day of the shipped range."""
    return tuple(map(date.fromordinal, range(date(2007, 1, 1).toordinal(), date(2060, 12, 31).toordinal() + 1)))
