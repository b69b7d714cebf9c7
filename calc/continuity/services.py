"""The businesses to keep going, one status row each (BCP-2.2): settlement, risk monitoring, collateral services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ServiceState(StrEnum):
    """How a business stands; nobody having said so is a state of its own."""

    RUNNING = "running"
    DEGRADED = "degraded"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """What a named person reported of one business."""

    service: str
    state: ServiceState
    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One business as last reported; `since` is when its present state began."""

    service: str
    state: ServiceState
    since: datetime | None
    last: ServiceReport | None


def service_board(services: Sequence[str], reports: Iterable[ServiceReport], *, at: datetime) -> tuple[ServiceRow, ...]:
    """Return one row for every business to be kept going, in the plan's order, as reported by an instant."""
    known = sorted((report for report in reports if report.at <= at), key=lambda report: report.at)
    return tuple(_row(service, [report for report in known if report.service == service]) for service in services)


def _row(service: str, reports: Sequence[ServiceReport]) -> ServiceRow:
    if not reports:
        return ServiceRow(service, ServiceState.UNKNOWN, None, None)
    last = reports[-1]
    since = last.at
    for report in reversed(reports):
        if report.state is not last.state:
            break
        since = report.at
    return ServiceRow(service, last.state, since, last)
