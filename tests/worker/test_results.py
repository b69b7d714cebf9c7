import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.worker.frames import FEWEST, packed
from addin.worker.results import ENTRY, Results

ALIKE = [1.0, 1, True, "1", "1.0", [1.0], [[1.0]], 0.0, -0.0, 0, False, "", None, [], [[]], [[""]], [[None]], [""]]
SCALARS = st.sampled_from([each for each in ALIKE if not isinstance(each, list)])


def asked(*arguments):
    return packed({"call": "NAME", "arguments": list(arguments)})


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(range(len(ALIKE)), 2)))
def test_alike_arguments_have_results_of_their_own(one, other):
    """Values that Python or a sheet may take for equal never share a result, alone or in a large range."""
    for first, second in ((ALIKE[one], ALIKE[other]), ([[ALIKE[one]] * FEWEST], [[ALIKE[other]] * FEWEST])):
        kept = Results()
        kept.keep(asked(first), b"answer")
        assert kept.get(asked(second)) is None


@given(st.lists(SCALARS, max_size=3), st.lists(SCALARS, max_size=3))
def test_a_result_is_shared_by_equal_arguments_only(one, other):
    """Two lists of arguments share a result exactly when they are the same values of the same types."""
    kept = Results()
    kept.keep(asked(*one), b"answer")
    assert (kept.get(asked(*other)) is not None) == (repr(one) == repr(other))


def test_the_split_of_arguments_counts():
    """The same cells as one range, as two, or as another function's are different questions."""
    kept = Results()
    kept.keep(asked([["a"], ["b"]]), b"answer")
    others = (asked([["a", "b"]]), asked([["a"]], [["b"]]), packed({"call": "OTHER", "arguments": [[["a"], ["b"]]]}))
    assert [kept.get(each) for each in others] == [None] * 3


def test_tuples_and_lists_of_the_same_cells_share_a_result():
    """A range asked for as the office's tuples is found as lists, for the worker is sent the same bytes."""
    kept = Results()
    kept.keep(asked(((1.0, "a"),)), b"answer")
    assert kept.get(asked([[1.0, "a"]])) == b"answer"


def test_what_was_not_used_for_longest_makes_room():
    """A full store forgets the answer that was asked for least lately, and stays within its limit."""
    kept = Results(limit=3 * (ENTRY + 2))
    for name in (b"a", b"b", b"c"):
        kept.keep(name, b"1")
    assert kept.get(b"a") == b"1"
    kept.keep(b"d", b"1")
    assert [kept.get(name) for name in (b"a", b"b", b"c", b"d")] == [b"1", None, b"1", b"1"]


def test_an_answer_kept_again_counts_once():
    """The same question answered often takes the room of one."""
    kept = Results(limit=2 * (ENTRY + 2))
    kept.keep(b"a", b"1")
    for number in b"23456":
        kept.keep(b"b", bytes([number]))
    assert (kept.get(b"a"), kept.get(b"b")) == (b"1", b"6")


def test_an_answer_larger_than_the_store_is_not_kept():
    """An answer above the whole limit is forgotten at once, and the store works on."""
    kept = Results(limit=2 * (ENTRY + 2))
    kept.keep(b"a", b"1" * 1000)
    kept.keep(b"b", b"1")
    assert (kept.get(b"a"), kept.get(b"b")) == (None, b"1")


def test_a_cleared_store_has_its_whole_room():
    """After everything was forgotten nothing is found, and as much fits as before."""
    kept = Results(limit=2 * (ENTRY + 2))
    for name in (b"a", b"b"):
        kept.keep(name, b"1")
    kept.clear()
    assert kept.get(b"a") is None
    for name in (b"c", b"d"):
        kept.keep(name, b"1")
    assert (kept.get(b"c"), kept.get(b"d")) == (b"1", b"1")
