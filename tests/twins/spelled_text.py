"""How Visual Basic spells a text of ours out, independent of the product."""

import re


def spelled(pieces):
    """Return the text that VBA makes of the pieces of a string expression and of their coded characters."""
    joined = "".join(piece[1:-1].replace('""', '"') for piece in pieces)
    return re.sub(r"\{([0-9A-F]*)\}", lambda run: bytes.fromhex(run[1]).decode("utf-16-be"), joined)
