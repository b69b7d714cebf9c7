"""The example day's participants, cleared positions and quotes, with the deliberate faults in the quotes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from workbooks.example_day_market import BUSINESS_DATE, SERIES, Draw, Instrument, decimals, instruments, spreads

TRADE_SEED, QUOTE_SEED = 20261124, 20261125
UNIT = 100_000_000  # yen: every notional is a multiple of it
CLIENTS_BUY_INSTEAD, SHARE_OF_ACCOUNTS = 0.6, 0.85

PARTICIPANTS = tuple(f"P{number:02d}" for number in range(1, 9))
CLIENT_ACCOUNTS_OF = ("P01", "P02", "P03", "P05", "P06")
AFFILIATES = {"P02": "G1", "P05": "G1", "P04": "G2", "P08": "G2"}
MULTIPLIERS = {"P06H": "1.10"}
ADD_ONS = {"P08H": 150_000_000}
DEPOSITS = {  # yen; P06H is short of its requirement
    "P01H": 3_800_000_000,
    "P01C": 1_400_000_000,
    "P02H": 5_300_000_000,
    "P02C": 2_900_000_000,
    "P03H": 2_200_000_000,
    "P03C": 2_000_000_000,
    "P04H": 4_900_000_000,
    "P05H": 8_900_000_000,
    "P05C": 2_000_000_000,
    "P06H": 3_500_000_000,
    "P06C": 2_300_000_000,
    "P07H": 7_300_000_000,
    "P08H": 3_800_000_000,
}

NOT_PRICED = ("ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112")
SILENT_PARTICIPANT = "P07"
NOT_QUOTED = ("P03", "JP023M3112")
CROSSED = ("P03", "JP017M3112")
PER_CENT_FOR_BP = ("P02", "ITXJS4605")
FULL_WIDTH = ("P06", "ITXJS4505")
TO_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Account:
    """One margin account: a participant's own business or its clients'."""

    code: str
    participant: str
    kind: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One participant's quote as typed."""

    participant: str
    instrument: str
    bid_bp: str
    offer_bp: str
    as_of: str


def accounts() -> tuple[Account, ...]:
    """Return the thirteen accounts, house before client, participant by participant."""
    rows = []
    for participant in PARTICIPANTS:
        rows.append(Account(f"{participant}H", participant, "house"))
        if participant in CLIENT_ACCOUNTS_OF:
            rows.append(Account(f"{participant}C", participant, "client"))
    return tuple(rows)


@cache
def positions() -> Mapping[tuple[str, str], int]:
    """Return net notionals in yen by (account, instrument), protection bought positive; each instrument nets to zero.

    Each is the sum of made-up trades between two accounts, so the clearing house stands flat by construction.
    """
    draw, net = Random(TRADE_SEED).random, Counter[tuple[str, str]]()  # noqa: S311 - a reproducible example, no secret
    for instrument in instruments():
        _trade(instrument, net, draw=draw)
    order = [(account.code, instrument.code) for account in accounts() for instrument in instruments()]
    return {key: net[key] * UNIT for key in order if net[key]}


def _trade(instrument: Instrument, net: Counter[tuple[str, str]], *, draw: Draw) -> None:
    """Add one instrument's trades to the net positions, in units; clients more often buy protection."""
    traders = _traders(instrument, draw)
    count, smallest, largest = _business_in(instrument)
    for _ in range(count):
        buyer, seller = traders[_below(len(traders), draw)], traders[_below(len(traders), draw)]
        if seller.endswith("C") and draw() < CLIENTS_BUY_INSTEAD:
            buyer, seller = seller, buyer
        units = smallest + _below(largest - smallest + 1, draw)
        net[buyer, instrument.code] += units
        net[seller, instrument.code] -= units


def _business_in(instrument: Instrument) -> tuple[int, int, int]:
    """Return how many trades an instrument saw and their smallest and largest size in units."""
    if instrument.kind == "single":
        return 16, 1, 8
    age = SERIES[-1] - int(instrument.code[5:7])
    return (80, 10, 180) if age == 0 else (48 - 3 * age, 10, 130)


def _traders(instrument: Instrument, draw: Draw) -> tuple[str, ...]:
    """Return who trades it: everybody an index, five to eight participants a single name."""
    if instrument.kind == "index":
        return tuple(account.code for account in accounts())
    chosen = list(PARTICIPANTS)
    for _ in range(_below(4, draw)):
        chosen.pop(_below(len(chosen), draw))
    return tuple(account.code for account in accounts() if account.participant in chosen and draw() < SHARE_OF_ACCOUNTS)


def _below(limit: int, draw: Draw) -> int:
    return int(draw() * limit)


def open_interest(instrument: str) -> tuple[str, ...]:
    """Return the participants with a position in an instrument, in any account."""
    return tuple(sorted({account[:3] for account, code in positions() if code == instrument}))


@cache
def quotes() -> tuple[Quote, ...]:
    """Return what the participants typed: everybody an index, single names by open interest, faults included."""
    draw, rows = Random(QUOTE_SEED).random, []  # noqa: S311 - a reproducible example, no secret
    for minute, participant in enumerate(PARTICIPANTS, start=17):
        for instrument in instruments():
            bid, offer = _bid_and_offer(instrument, draw)
            if _is_quoted(participant, instrument):
                as_of = f"{BUSINESS_DATE}T15:{minute}:00+09:00"
                rows.append(_as_typed(Quote(participant, instrument.code, bid, offer, as_of)))
    return tuple(rows)


def _bid_and_offer(instrument: Instrument, draw: Draw) -> tuple[str, str]:
    """Return a quote around the day's level: up to a quarter of the width off the middle, 80 to 100 % as wide."""
    middle = spreads().today(instrument.code) + (_below(101, draw) - 50) * instrument.width // 200
    half = instrument.width * (80 + _below(21, draw)) // 200
    return decimals(middle - half), decimals(middle + half)


def _is_quoted(participant: str, instrument: Instrument) -> bool:
    """Tell whether a participant quotes: never the silent one, nor the one that forgot a name it holds."""
    if participant == SILENT_PARTICIPANT or (participant, instrument.code) == NOT_QUOTED:
        return False
    return instrument.kind == "index" or participant in open_interest(instrument.code)


def _as_typed(quote: Quote) -> Quote:
    """Return the quote with its deliberate fault, if it is one of the three."""
    bid, offer = quote.bid_bp, quote.offer_bp
    match (quote.participant, quote.instrument):
        case key if key == CROSSED:
            bid, offer = offer, bid
        case key if key == PER_CENT_FOR_BP:
            bid, offer = _per_cent(bid), _per_cent(offer)
        case key if key == FULL_WIDTH:
            bid = bid.translate(TO_FULL_WIDTH)
    return Quote(quote.participant, quote.instrument, bid, offer, quote.as_of)


def _per_cent(bp: str) -> str:
    """Return a spread in per cent where basis points are asked: the classic slip of a hundred."""
    return f"0.{int(bp.replace('.', '')):04d}"
