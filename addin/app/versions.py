"""What runs here: product, engine, plans and calendar; also recorded beside every computed figure."""

from importlib.metadata import version

from calc import ENGINE_VERSION
from calc.days.business_day import calendar_version
from calc.plan.clauses import PLANS


def versions() -> dict[str, str]:
    """Return each version by its name."""
    return {
        "hikae": version("hikae"),
        "engine": ENGINE_VERSION,
        "plan": " ".join(PLANS.values()),
        "calendar": calendar_version(),
    }
