import pytest

from addin.checks.catalogue import CHECKS
from addin.checks.check import Check, State, could_look, looked_at
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

LABEL = Words("札", "Label")


def good(home):
    """Find the home."""
    return Words(f"良 {home}", f"good {home}")


def warned(_home):
    """Find something that work can go on without."""
    raise RefusedError([finding("fonts_missing")])


def refused(_home):
    """Find something that is missing."""
    raise RefusedError([finding("fonts_missing"), finding("office_missing", needed="1", variable="X")])


def broken(_home):
    """Stand for a check with a fault of its own."""
    raise ZeroDivisionError


def states(*looks, home=None):
    """Return the state of each check; each needs the one before."""
    names = [str(number) for number in range(len(looks))]
    checks = [
        Check(name, LABEL, look, needs=before) for name, look, before in zip(names, looks, ["", *names], strict=False)
    ]
    return [each.state for each in looked_at(checks, home)]


def test_a_check_tells_what_it_found(tmp_path):
    """A check that finds all well gives its words, no finding, and how long it took."""
    (looked,) = looked_at([Check("a", LABEL, good)], tmp_path)
    assert (looked.state, looked.fact.en, looked.findings) == (State.GOOD, f"good {tmp_path}", ())
    assert 0 <= looked.seconds < 5


@pytest.mark.parametrize(
    ("look", "state", "code"),
    [
        (warned, State.WARNING, "fonts_missing"),
        (refused, State.BAD, "office_missing"),
        (broken, State.BAD, "internal_fault"),
    ],
)
def test_what_is_wrong_is_kept_with_its_check(look, state, code):
    """A refusal is a warning or bad by its worst finding, and a fault of the check itself is bad."""
    (looked,) = looked_at([Check("a", LABEL, look)], None)
    assert (looked.state, looked.findings[-1].code) == (state, code)


def test_a_failed_check_does_not_hide_the_others():
    """Every check is looked at, whatever came of those before."""
    checks = [Check(str(n), LABEL, look) for n, look in enumerate((broken, refused, good))]
    assert [each.state for each in looked_at(checks, "x")] == [State.BAD, State.BAD, State.GOOD]


def test_what_needs_a_missing_thing_is_left_out():
    """A check whose need went wrong is skipped, and so is one that needs that one; a warning is no reason."""
    assert states(refused, good, good) == [State.BAD, State.SKIPPED, State.SKIPPED]
    assert states(warned, good) == [State.WARNING, State.GOOD]


def test_nothing_was_looked_at_when_every_check_broke():
    """Only where no check came to its own end is there nothing to tell."""
    assert not could_look(looked_at([Check("a", LABEL, broken), Check("b", LABEL, good, needs="a")], None))
    assert could_look(looked_at([Check("a", LABEL, broken), Check("b", LABEL, refused)], None))
    assert could_look(looked_at([Check("a", LABEL, good)], None))


def test_every_need_stands_before_what_needs_it():
    """The checks have names of their own, and each comes after the one it needs."""
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(not check.needs or check.needs in names[: names.index(check.name)] for check in CHECKS)
