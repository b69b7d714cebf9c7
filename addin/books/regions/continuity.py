"""The continuity book (事業継続): what its buttons read and what they write.

Of a form the first columns say what a row is about, a person fills the next ones, and the last one says what was
recorded. A register stays as it was typed; what was recorded of it stands beside it, for the sheet to compare.
"""

from collections.abc import Mapping

from addin.books.regions.region import Region
from calc.plan.clauses import book

HEADQUARTERS = "本部 Headquarters"
INCIDENT = "発災 Incident"
REPORTS = "報告 Reports"
CALLS_PAGE = "連絡網 Calls"
CONTACTS_PAGE = "連絡先 Contacts"
ROSTER_PAGE = "要員 Roster"
MOVERS_PAGE = "移動 Movers"
CENTRE = "センター Centre"
DECISIONS_PAGE = "判断 Decisions"
DRILLS_PAGE = "訓練 Drills"
BOARD_PAGE = "控え Board"
CLAUSES = "計画 Plan"

# How many rows each section of the board has on a page; what does not fit is told in the last of them.
ROOM: Mapping[str, int] = {
    "incident": 6,
    "steps": 7,
    "services": 5,
    "centre": 4,
    "cutoffs": 5,
    "bodies": 8,
    "calls": 8,
    "roster": 6,
    "movers": 8,
    "decisions": 8,
    "readiness": 10,
    "contacts": 6,
}
MOST_SHOWN = max(ROOM.values())

MOST_CONTACTS, MOST_DAYS, MOST_MOVERS, MOST_BODIES, MOST_LOGGED = 60, 62, 14, 24, 60

INCIDENT_FORM = Region("HIKAE_INCIDENT", INCIDENT, 7, 2, ("field", "first", "second", "third", "fourth"), 9)
INCIDENT_LOG = Region("HIKAE_INCIDENT_LOG", INCIDENT, 29, 1, ("at", "report", "by", "entry", "said"), 12)

STEPS = Region("HIKAE_STEPS", REPORTS, 7, 1, ("step", "state", "lead", "at", "note", "recorded"), 7)
SERVICES = Region("HIKAE_SERVICES", REPORTS, 18, 1, ("service", "state", "by", "at", "note", "recorded"), 5)
POLLS = Region("HIKAE_POLLS", REPORTS, 27, 1, ("body", "reached", "kind", "at", "status", "recorded"), MOST_BODIES)

CALLS = Region(
    "HIKAE_CALLS",
    CALLS_PAGE,
    9,
    1,
    ("contact", "role", "state", "next", "address", "tries", "last", "means", "reached", "at", "note", "recorded"),
    MOST_CONTACTS,
)
CONTACT_COLUMNS = (
    "name",
    "role",
    "landline",
    "disaster_priority_phone",
    "mobile",
    "email",
    "fax",
    "target_jscc_site",
    "verified",
    "exchanged",
    "withdrawn",
)
CONTACTS = Region("HIKAE_CONTACTS", CONTACTS_PAGE, 17, 2, CONTACT_COLUMNS, MOST_CONTACTS)
CONTACTS_KEPT = Region("HIKAE_CONTACTS_KEPT", CONTACTS_PAGE, 17, 14, ("recorded", *CONTACT_COLUMNS), MOST_CONTACTS)

SHIFT_COLUMNS = ("day", "first", "second", "third")
ROSTER = Region("HIKAE_ROSTER", ROSTER_PAGE, 17, 2, SHIFT_COLUMNS, MOST_DAYS)
ROSTER_KEPT = Region("HIKAE_ROSTER_KEPT", ROSTER_PAGE, 17, 9, ("recorded", *SHIFT_COLUMNS), MOST_DAYS)

MOVER_COLUMNS = ("task", "person", "deputy", "withdrawn")
MOVERS = Region("HIKAE_MOVERS", MOVERS_PAGE, 19, 2, MOVER_COLUMNS, MOST_MOVERS)
MOVERS_KEPT = Region("HIKAE_MOVERS_KEPT", MOVERS_PAGE, 19, 8, ("recorded", *MOVER_COLUMNS), MOST_MOVERS)
ABSENCES = Region("HIKAE_ABSENCES", MOVERS_PAGE, 39, 2, ("person", "absent", "at", "recorded"), 8)

CENTRE_FORM = Region("HIKAE_CENTRE", CENTRE, 16, 1, ("word", "by", "at", "reason", "recorded"), 6)
CENTRE_LOG = Region("HIKAE_CENTRE_LOG", CENTRE, 27, 1, ("at", "word", "by", "reason", "entry"), 20)

DECISION_FORM = Region("HIKAE_DECIDE", DECISIONS_PAGE, 7, 1, ("what", "reason", "by", "amends", "at", "recorded"), 5)
DECISION_LOG = Region(
    "HIKAE_DECISIONS", DECISIONS_PAGE, 17, 1, ("what", "reason", "by", "id", "at", "state", "amends"), MOST_LOGGED
)

DRILL_FORM = Region(
    "HIKAE_DRILL", DRILLS_PAGE, 7, 1, ("on", "register", "kind", "by", "note", "clauses", "recorded"), 5
)
DRILL_LOG = Region(
    "HIKAE_DRILLS", DRILLS_PAGE, 31, 1, ("on", "register", "kind", "by", "note", "clauses", "entry"), MOST_LOGGED
)

CLAUSE_TABLE = Region(
    "HIKAE_CLAUSES",
    CLAUSES,
    7,
    1,
    ("clause", "side", "ja", "en", "strength", "gaps"),
    sum(each.startswith("BCP") for each in book().clauses),
)

BOARD = Region("HIKAE_BOARD", BOARD_PAGE, 8, 1, ("section", "subject", "state", "told", "since", "until"), 90)

REGISTERS = ((CONTACTS, CONTACTS_KEPT), (ROSTER, ROSTER_KEPT), (MOVERS, MOVERS_KEPT))
FORMS = (STEPS, SERVICES, POLLS, CALLS, ABSENCES, CENTRE_FORM, DECISION_FORM, DRILL_FORM)
LOGS = (INCIDENT_LOG, CENTRE_LOG, DECISION_LOG, DRILL_LOG, BOARD)
