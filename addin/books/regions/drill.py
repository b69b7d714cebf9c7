"""Where the report of a drill has its tables."""

from addin.books.regions.region import Region

_BELOW_HEADING = 6

SUMMARY = Region("DRILL_SUMMARY", "総括 Summary", _BELOW_HEADING)
TRACE = Region("DRILL_TRACE", "経過 Trace", _BELOW_HEADING)
EVENTS = Region("DRILL_EVENTS", "筋書き Script", _BELOW_HEADING)
