"""The incident block of the contract's JSON."""

from typing import Any

from calc.continuity.incident import Response
from calc.days.cutoff import iso


def as_json(response: Response) -> dict[str, Any]:
    """Return what the continuity plan says as JSON data; nulls and empty lists where no incident is open."""
    return {
        "class": response.incident_class,
        "gap": response.gap,
        "headquarters": response.headquarters,
        "follows": response.follows,
        "poll_external": response.poll_external,
        "steps": list(response.steps),
        "points_to": list(response.points_to),
        "recovery_target": None if response.recovery_target is None else iso(response.recovery_target),
        "cutoffs_inside": [{"at": iso(cut.at), "clause": cut.clause} for cut in response.cutoffs_inside],
    }
