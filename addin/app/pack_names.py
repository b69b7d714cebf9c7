"""The tables of a pack by their names, and where packs are."""

FOLDER = "packs"  # in the home
REQUIREMENTS, PRICES, POSITIONS, HISTORY = "previous_requirements", "previous_prices", "previous_positions", "history"
FALLBACK_DAYS, CONTACTS = "fallback_days", "contacts"
STANDING = ("instruments", "accounts", "constituents")  # stand until others come
