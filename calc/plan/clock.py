"""One business day's clock: cut-offs as instants, with the boundary the desk has set."""

from dataclasses import dataclass
from datetime import date, datetime, time

from calc.days.cutoff import instant


@dataclass(frozen=True, slots=True)
class Clock:
    """The instant of a ruling, its business date, and whether the very instant of a cut-off is in time."""

    at: datetime
    day: date
    inclusive: bool = True

    def instant(self, cut: time) -> datetime:
        """Return a cut-off of the business day as an instant."""
        return instant(self.day, cut)

    def in_time(self, moment: datetime, cut: time) -> bool:
        """Return whether something of that moment made the cut-off."""
        limit = self.instant(cut)
        return moment <= limit if self.inclusive else moment < limit

    def past(self, cut: time) -> bool:
        """Return whether nothing can make the cut-off any more."""
        return not self.in_time(self.at, cut)
