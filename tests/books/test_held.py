"""What accounts hold, from any number of rows in any order: exact sums, few at a time, and nothing left behind."""

from collections import Counter, defaultdict
from contextlib import closing
from itertools import permutations
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books import held as module
from addin.books.held import Held
from addin.streams import scratch
from calc.outcome import RefusedError


def taken(held, rows):
    """Take in rows of (account, instrument, amount)."""
    accounts, instruments, amounts = zip(*rows, strict=True)
    held.add(np.array(accounts, np.int32), np.array(instruments, np.int32), np.array(amounts, dtype=np.float64))


def whole(held):
    """Return all parts under one another, after a look that they follow each other."""
    parts = list(held.parts())
    assert [first for first, _ in parts] == np.cumsum([0, *(len(weights) for _, weights in parts)]).tolist()[:-1]
    return np.vstack([weights for _, weights in parts])


def test_every_account_has_its_row():
    """Amounts stand by account and instrument, and an account without any has zeros."""
    with closing(Held(4, 3)) as held:
        taken(held, [(3, 0, 1.0), (0, 2, 2.0), (0, 1, 3.0)])
        assert whole(held).tolist() == [[0, 3, 2], [0, 0, 0], [0, 0, 0], [1, 0, 0]]
        assert held.repeated == []


def test_rows_of_one_pair_are_added_exactly_in_any_order():
    """Amounts that a sum in their order would lose are not lost, whatever the order."""
    amounts = (1e16, 1.0, -1e16, 1e-3)
    for order in permutations(amounts):
        with closing(Held(1, 1)) as held:
            taken(held, [(0, 0, amount) for amount in order])
            assert whole(held).tolist() == [[fsum(amounts)]]
            assert held.repeated == [(0, 0)] * 3


ROWS = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 3), st.floats(-1e15, 1e15)), min_size=1, max_size=60)


@given(ROWS, st.integers(1, 8))
def test_any_rows_are_what_a_plain_sum_says(rows, steps):
    """Whatever the rows and the steps they come in, each pair has the exact sum of its rows."""
    parts = defaultdict(list)
    for account, instrument, amount in rows:
        parts[account, instrument].append(amount)
    expected = np.zeros((71, 4))
    for place, amounts in parts.items():
        expected[place] = fsum(amounts)
    with closing(Held(71, 4)) as held:
        for first in range(0, len(rows), steps):
            taken(held, rows[first : first + steps])
        assert whole(held).tolist() == expected.tolist()
        assert Counter(held.repeated) == Counter({place: len(each) - 1 for place, each in parts.items() if each[1:]})


def test_rows_may_come_in_any_number_of_steps():
    """What is added row by row is what is added at once."""
    rows = [(row % 7, row % 5, float(row)) for row in range(60)]
    with closing(Held(7, 5)) as once, closing(Held(7, 5)) as often:
        taken(once, rows)
        for row in rows[::-1]:
            taken(often, [row])
        assert whole(once).tolist() == whole(often).tolist()
        assert once.repeated == often.repeated


def test_many_accounts_come_a_thousand_at_a_time(monkeypatch):
    """However many accounts there are, a part has a thousand of them at most, and no account is missing."""
    monkeypatch.setattr(module, "ABREAST", 10)
    number = 64 * 25 + 3
    with closing(Held(number, 2)) as held:
        taken(held, [(row, row % 2, row + 1.0) for row in reversed(range(number))])
        parts = list(held.parts())
        assert max(len(weights) for _, weights in parts) == 10
        assert whole(held).sum(axis=1).tolist() == [row + 1.0 for row in range(number)]


def test_what_memory_does_not_hold_goes_to_files(monkeypatch):
    """Each block has its share of memory and is a file beyond it, and the amounts are the same."""
    shares = []
    monkeypatch.setattr(module, "IN_MEMORY", 640)
    monkeypatch.setattr(module, "scratch", lambda share: shares.append(share) or scratch(share))
    with closing(Held(3, 2)) as held:
        for row in range(300):
            taken(held, [(row % 3, row % 2, 1.0)])
        assert shares == [10] * 3
        assert whole(held).tolist() == [[50, 50]] * 3
        assert whole(held).tolist() == [[50, 50]] * 3


def test_no_room_for_them_is_told(monkeypatch):
    """Where the disk is full the run is refused with the reason."""

    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr(module, "scratch", lambda _: Full())
    with closing(Held(1, 1)) as held, pytest.raises(RefusedError, match="file_not_written"):
        taken(held, [(0, 0, 1.0)])


def test_nothing_is_left_when_it_is_closed():
    """A store that is closed holds no row any more."""
    held = Held(1, 1)
    taken(held, [(0, 0, 1.0)])
    held.close()
    assert whole(held).tolist() == [[0]]


def test_a_house_without_accounts_has_no_parts():
    """Without an account there is nothing to give."""
    assert list(Held(0, 3).parts()) == []
