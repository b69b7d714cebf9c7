"""What runs here: product, engine, plans and calendar; also recorded beside every computed figure."""

from importlib.metadata import version

from calc import ENGINE_VERSION
from calc.days.business_day import calendar_version
from calc.plan.vocabulary import PLAN_VERSIONS


def versions() -> dict[str, str]:
    """Return each version by its name."""
    return {
        "hikae": version("hikae"),
        "engine": ENGINE_VERSION,
        "plan": " ".join(PLAN_VERSIONS),
        "calendar": calendar_version(),
    }
