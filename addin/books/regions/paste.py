"""貼付 / The page for a table from a terminal screen, a mail or a FAX: shared by the quotes and the margin book."""

from addin.books.regions.region import Region

PASTE = "貼付 Paste"

LAYOUT = Region("HIKAE_PASTE_AS", PASTE, 5, 2)
SOURCE = Region("HIKAE_PASTE_FROM", PASTE, 5, 5)
AS_OF = Region("HIKAE_PASTE_AT", PASTE, 5, 8)
COUNT = Region("HIKAE_PASTE_COUNT", PASTE, 8, 2)
TOTALS = (Region("HIKAE_PASTE_TOTAL_1", PASTE, 9, 2), Region("HIKAE_PASTE_TOTAL_2", PASTE, 10, 2))
RESULT = Region("HIKAE_PASTE_RESULT", PASTE, 11, 2)

FIELDS = (LAYOUT, SOURCE, AS_OF, COUNT, *TOTALS, RESULT)
WIDTH, MOST_ROWS = 12, 200
PASTED = Region("HIKAE_PASTED", PASTE, 15, 1, tuple(f"{place}" for place in range(1, WIDTH + 1)), MOST_ROWS)

FROM_TERMINAL, FROM_MAIL, FROM_FAX, FROM_TELEPHONE = "端末 terminal", "メール mail", "FAX fax", "電話 telephone"
