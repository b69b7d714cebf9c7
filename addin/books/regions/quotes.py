"""The quotes book (気配値): what its buttons read and what they write."""

from addin.books.regions.region import Region
from addin.books.regions.shared import REFERENCE

QUOTES = "気配値 Quotes"
PRICES = "清算値段 Prices"

MOST_QUOTES = 80
QUOTE_ENTRY = Region("HIKAE_QUOTES", QUOTES, 15, 2, ("instrument", "bid", "offer", "as_of", "confirm"), MOST_QUOTES)
QUOTE_STATES = Region(
    "HIKAE_QUOTE_STATES",
    QUOTES,
    15,
    12,
    ("words", "state", "codes", "instrument", "bid", "offer", "as_of"),  # the last four as they were checked
    MOST_QUOTES,
)
PREVIOUS = Region(
    "HIKAE_PREVIOUS",
    REFERENCE,
    8,
    1,
    ("instrument", "price_bp", "kind", "maturity", "coupon_bp", "recovery", "size"),
    100,
)
PRICED = Region(
    "HIKAE_PRICES",
    PRICES,
    8,
    1,
    ("instrument", "applies", "clause", "price", "vendor", "composite", "previous", "contributors"),
    100,
)

ROUTE = Region("HIKAE_ROUTE", QUOTES, 8, 2)
TEMPLATE = Region("HIKAE_TEMPLATE", QUOTES, 6, 8)
SENDER = Region("HIKAE_SENDER", QUOTES, 7, 8)
SENT = Region("HIKAE_SENT", QUOTES, 9, 8)

WAYS = "送信 Ways out"
STANDINGS = Region("HIKAE_WAYS", WAYS, 9, 9, ("standing", "why", "opens", "closes"), 4)  # upload, tool, mail, report
WAYS_LINE = Region("HIKAE_WAYS_LINE", WAYS, 5, 8)
SENDINGS = Region(
    "HIKAE_SENDINGS",
    WAYS,
    17,
    1,
    ("at", "state", "way", "quotes", "by", "approved", "sheet", "confirmed", "name"),
    12,
)
CONFIRMED = Region("HIKAE_CONFIRMED", WAYS, 31, 2)

KEYED = "照合 Keyed"
KEYED_OF = Region("HIKAE_KEYED_OF", KEYED, 5, 2)
KEYED_ENTRY = Region("HIKAE_KEYED", KEYED, 10, 2, ("instrument", "bid", "offer"), MOST_QUOTES)
RECONCILED = Region(
    "HIKAE_RECONCILED",
    KEYED,
    10,
    7,
    ("sent_bid", "sent_offer", "verdict", "instrument", "bid", "offer"),  # the last three as they were reconciled
    MOST_QUOTES,
)

HEARING = "聞き取り Hearing"
EVIDENCE_AT = Region("HIKAE_EVIDENCE_AT", HEARING, 5, 2)
REFERENCE_NO = Region("HIKAE_REFERENCE", HEARING, 5, 4)
SECOND = Region("HIKAE_SECOND", HEARING, 5, 7)
DECIDED = Region("HIKAE_DECIDED", HEARING, 6, 7)
MOVES = Region("HIKAE_MOVES", HEARING, 6, 2)
DECISION = Region("HIKAE_DECISION", HEARING, 7, 2)
CONTACTS = Region(
    "HIKAE_CONTACTS", HEARING, 11, 1, ("state", "participant", "staff", "channel", "reached", "at", "heard"), 16
)
CHANNELS = ("telephone", "fax", "email")
REACHED, NOT_REACHED = "○ つながった reached", "✗ つながらず not reached"
EVIDENCE = Region(
    "HIKAE_EVIDENCE",
    HEARING,
    31,
    1,
    ("instrument", "set_bp", "previous_bp", "composite_bp", "dispersion_bp", "contributors", "removed"),
    80,
)

MEMBERS = "全気配 Members"
ALL_QUOTES = Region("HIKAE_MEMBERS", MEMBERS, 8, 1, ("instrument", "participant", "bid_bp", "offer_bp", "as_of"), 1_000)
INSPECTED = Region("HIKAE_INSPECTED", MEMBERS, 5, 8)
