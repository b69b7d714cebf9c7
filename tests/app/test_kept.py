import pytest

from addin.app.kept import good, kept
from calc.outcome import RefusedError, finding


def test_a_result_is_made_once():
    """The same arguments are computed once, others again."""
    made = []

    @kept(4)
    def double(number, *, more=0):
        made.append((number, more))
        return 2 * number + more

    assert [double(1), double(1), double(2), double(1, more=5)] == [2, 2, 4, 7]
    assert made == [(1, 0), (2, 0), (1, 5)]


def test_a_refusal_is_kept_too():
    """What was refused is refused again with the same findings, and not tried again."""
    tried = []

    @kept(4)
    def refuse(number):
        tried.append(number)
        raise RefusedError([finding("number_missing"), finding("cell_empty", column="x")])

    for _ in range(2):
        with pytest.raises(RefusedError) as caught:
            refuse(1)
        assert [each.code for each in caught.value.findings] == ["number_missing", "cell_empty"]
    assert tried == [1]


def test_a_fault_is_not_kept():
    """A fault of ours is raised each time: the next call may succeed."""
    tried = []

    @kept(4)
    def fail(number):
        tried.append(number)
        raise ValueError(number)

    for _ in range(2):
        with pytest.raises(ValueError, match="1"):
            fail(1)
    assert tried == [1, 1]


def test_only_the_last_results_are_kept():
    """Beyond the size what was asked longest ago is made again."""
    made = []

    @kept(2)
    def same(number):
        made.append(number)
        return number

    assert [same(each) for each in (1, 2, 3, 1)] == [1, 2, 3, 1]
    assert made == [1, 2, 3, 1]


def test_what_is_good_comes_back_and_a_finding_is_raised():
    """A value passes, a finding becomes a refusal that carries it."""
    assert good(7) == 7
    wrong = finding("number_missing")
    with pytest.raises(RefusedError) as caught:
        good(wrong)
    assert caught.value.findings == (wrong,)
