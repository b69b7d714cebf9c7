"""How many examples a random search draws: a third of them in an ordinary run, all of them in the long form."""

import os

LONG = "HIKAE_LONG" in os.environ


def drawn(number):
    """Return how many of a search's examples are drawn in this run."""
    return number if LONG else number // 3


def every(number):
    """Return how far a search through all places goes at a time: every `number`th in an ordinary run, else each."""
    return 1 if LONG else number
