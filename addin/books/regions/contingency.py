"""The contingency book (非常時対応): what its buttons read and what they write."""

from addin.books.regions.region import Region
from calc.plan.board import MEANS
from calc.plan.checklists import page_rows
from calc.plan.clauses import book
from calc.plan.declare import COLUMNS, offered

NOW = "今やること Now"
DECLARE = "宣言 Declare"
CLAUSES = "計画 Plan"
CHECKLISTS = "手順 Checklists"
NOTICES = "連絡 Notices"
TOLD = "周知 Told"
CONTACTS = "連絡先 Contacts"
LOG = "記録 Log"
HANDOVER = "引継 Handover"

DECLARED = Region("HIKAE_DECLARED", DECLARE, 7, 1, ("what", *COLUMNS, "at", "note", "state"), 10)
FACT_KINDS = Region("HIKAE_FACT_KINDS", DECLARE, 23, 1, ("what", "needs"), len(offered()))
CLAUSE_BOARD = Region(
    "HIKAE_CLAUSES",
    CLAUSES,
    7,
    1,
    ("clause", "ja", "en", "window", "consequence", "status", "at"),
    len(book().clauses),
)
CLAUSES_AT = Region("HIKAE_CLAUSES_AT", CLAUSES, 5, 2)
TICKS = Region("HIKAE_TICKS", CHECKLISTS, 7, 6, ("item", "done_at", "initials", "state"), len(page_rows()))
NOTICE_BOARD = Region(
    "HIKAE_NOTICES",
    NOTICES,
    9,
    1,
    ("state", "until", "clause", "what", "participant", "channel", "text", "sent_at", "initials", "recorded"),
    60,
)
NOTICES_AT = Region("HIKAE_NOTICES_AT", NOTICES, 5, 2)
TOLD_GRID = Region("HIKAE_TOLD", TOLD, 9, 1, ("participant", "role", *MEANS, "initials", "recorded"), 40)
CONTACT_LIST = Region(
    "HIKAE_CONTACTS",
    CONTACTS,
    9,
    1,
    (
        "name",
        "role",
        "landline",
        "disaster_priority_phone",
        "mobile",
        "email",
        "fax",
        "target_jscc_site",
        "verified",
        "recorded",
    ),
    50,
)
LOG_LINES = Region("HIKAE_LOG", LOG, 8, 1, ("n", "at", "kind", "what", "who", "hash"), 300)
LOG_MORE = Region("HIKAE_LOG_MORE", LOG, 5, 2)
SHIFT = Region("HIKAE_SHIFT", HANDOVER, 12, 1, ("section", "what", "who", "until", "clause"), 32)
SHIFT_FROM = Region("HIKAE_SHIFT_FROM", HANDOVER, 5, 2)
SHIFT_TO = Region("HIKAE_SHIFT_TO", HANDOVER, 6, 2)
SHIFT_AT = Region("HIKAE_SHIFT_AT", HANDOVER, 7, 2)
SHIFT_HEAD = Region("HIKAE_SHIFT_HEAD", HANDOVER, 8, 2)
SHIFT_BASIS = Region("HIKAE_SHIFT_BASIS", HANDOVER, 9, 2)

TABLES = (
    DECLARED, FACT_KINDS, CLAUSE_BOARD, TICKS, NOTICE_BOARD, TOLD_GRID, CONTACT_LIST, LOG_LINES, SHIFT,
)  # fmt: skip
FIELDS = (CLAUSES_AT, NOTICES_AT, LOG_MORE, SHIFT_FROM, SHIFT_TO, SHIFT_AT, SHIFT_HEAD, SHIFT_BASIS)
