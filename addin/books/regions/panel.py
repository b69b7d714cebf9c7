"""The fields at the head of every book's main sheet: what buttons read of the day, and what the add-in keeps there."""

from addin.books.regions.region import Region

ABOUT = "説明 About"
MAIN = ""  # the sheet in front when a book is opened; each book has its own

BOOK = Region("HIKAE_BOOK", ABOUT, 4, 2)  # which of our books it is
STATUS = Region("HIKAE_STATUS", MAIN, 3)
BANNER = Region("HIKAE_BANNER", MAIN, 4)
DATE = Region("HIKAE_DATE", MAIN, 5, 2)
PARTICIPANT = Region("HIKAE_PARTICIPANT", MAIN, 6, 2)
INITIALS = Region("HIKAE_INITIALS", MAIN, 7, 2)
IMPORTED = Region("HIKAE_IMPORTED", MAIN, 9, 2)
ASOF = Region("HIKAE_ASOF", MAIN, 5, 5)
CLOCK = Region("HIKAE_CLOCK", MAIN, 6, 5)
FRESH = Region("HIKAE_FRESH", MAIN, 7, 5)
LOOK_AT = Region("HIKAE_AT", MAIN, 8, 5)
RECORD = Region("HIKAE_RECORD", MAIN, 9, 5)
SEEN = Region("HIKAE_SEEN", MAIN, 10, 5)  # the instant that rulings are for: the fixed one, else the as-of
TIMER = Region("HIKAE_TIMER", MAIN, 10, 8)  # the instant that countdowns run from: the fixed one, else the clock
FOLDER = Region("HIKAE_FOLDER", MAIN, 5, 8)
REASON = Region("HIKAE_REASON", MAIN, 8, 8)
SUMMARY_LINE = Region("HIKAE_SUMMARY", MAIN, 11, 2)

FIELDS = (
    BOOK, STATUS, BANNER, DATE, PARTICIPANT, INITIALS, IMPORTED, ASOF, CLOCK, FRESH, LOOK_AT, RECORD, SEEN, TIMER,
    FOLDER, REASON, SUMMARY_LINE,
)  # fmt: skip
