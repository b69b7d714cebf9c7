import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.store.chain import canonical, checked_kind, hash_of, key_of, short_head

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
BODIES = st.dictionaries(st.text(), st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3)), max_size=4)


def test_the_key_is_the_published_formula():
    """The idempotency key is SHA-256 over the key's own word, the kind and the canonical body."""
    expected = hashlib.sha256(b'hikae-journal-key-v1\x00quote.entered\n{"a":1}').hexdigest()
    assert key_of(b"quote.entered", b'{"a":1}') == expected


def test_the_hash_is_the_published_formula():
    """The chain hash is SHA-256 over the entry's own word and its fields, one a line."""
    fields = [b"1", b"2026-11-20T18:40:00+09:00", b"sato", b"a.b", b"k" * 64, b"0" * 64, b"{}"]
    assert hash_of(fields) == hashlib.sha256(b"hikae-journal-entry-v1\x00" + b"\n".join(fields)).hexdigest()


def test_key_and_hash_cannot_stand_for_each_other():
    """The same bytes under the two leading words give different digests."""
    assert key_of(b"a", b"b") != hash_of([b"a", b"b"])


def test_the_order_of_names_does_not_matter():
    """Two bodies with the same content have the same canonical text, whatever the order of their names."""
    assert canonical({"b": 1, "a": [1.5, "値"]}) == canonical({"a": [1.5, "値"], "b": 1}) == '{"a":[1.5,"値"],"b":1}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_recorded(value):
    """NaN and infinity have no canonical text."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"amount": value})


def test_half_a_character_can_be_recorded():
    """A lone surrogate, which a spreadsheet cell may hold, is written as its escape and stays UTF-8."""
    assert canonical({"cell": "\ud83d"}).encode() == b'{"cell":"\\ud83d"}'


@given(BODIES)
def test_no_field_of_an_entry_can_hold_a_line_feed(body):
    """The canonical body is one line of UTF-8, so the hashed fields cannot run into each other."""
    assert b"\n" not in canonical(body).encode()


@pytest.mark.parametrize("kind", ["", "Quote", "quote entered", "quote\nentered", ".quote", "q" * 65, "気配"])
def test_a_kind_is_lower_case_words(kind):
    """A kind of entry is lower-case ASCII words with dots, at most 64 signs."""
    with pytest.raises(ValueError, match="kind"):
        checked_kind(kind)


def test_the_short_head_has_twelve_digits():
    """The head on sheets and sidecars is the first twelve digits."""
    assert short_head("0123456789abcdef" * 4) == "0123456789ab"
