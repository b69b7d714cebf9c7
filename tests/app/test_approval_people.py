"""Initials: the grammar, and the one form two spellings of the same initials share."""

import pytest

from addin.app.approval.people import initials_of, person_at_desk
from calc.outcome import RefusedError


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("SK", "SK"), ("sk", "SK"), (" ｓｋ ", "SK"), ("ABCD", "ABCD"), ("佐藤", "佐藤"), ("さとう", "さとう"),
        ("ｻﾄｳ", "サトウ"), ("佐々木", "佐々木"), ("ジョー", "ジョー"),
        ("S", None), ("ABCDE", None), ("", None), ("S1", None), ("S K", None), ("佐藤SK", None), ("佐", None),
        ("Ωπ", None), ("=1", None), ("SK\n", "SK"), ("é", None),
    ],
)  # fmt: skip
def test_initials_have_one_form(typed, read):
    """Two to four letters of one kind, Latin or Japanese, in one form whatever the width they were typed in."""
    assert initials_of(typed) == read
    assert read is None or initials_of(read) == read


def test_other_initials_are_refused():
    """What are no initials is refused by name before anything is recorded."""
    with pytest.raises(RefusedError) as refused:
        person_at_desk("7")
    assert [found.code for found in refused.value.findings] == ["initials_refused"]
