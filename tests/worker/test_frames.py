import io
import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.worker.frames import LIMIT, FrameError, packed, read_message

NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
MESSAGES = st.dictionaries(TEXTS, VALUES, max_size=5)


def frame(body, length=None):
    return struct.pack(">I", len(body) if length is None else length) + body


@settings(max_examples=100, deadline=None)
@given(st.lists(MESSAGES, max_size=4))
def test_messages_come_out_as_they_went_in(messages):
    """Any messages written one after another are read back one by one, and then the pipe is at its end."""
    pipe = io.BytesIO(b"".join(packed(message) for message in messages))
    assert [read_message(pipe) for _ in messages] == messages
    assert read_message(pipe) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_bit(number):
    """A double crosses the pipe without losing a bit."""
    assert read_message(io.BytesIO(packed({"value": number})))["value"].hex() == number.hex()


def test_bytes_may_come_in_pieces():
    """A message that a pipe hands over one byte at a time is still one message."""

    class Drip(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1))

    assert read_message(Drip(packed({"text": "控え"}))) == {"text": "控え"}


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=60))
def test_garbage_is_an_error_and_never_anything_else(body):
    """Whatever bytes stand on the pipe, they give a message, its end, or the one error."""
    try:
        read = read_message(io.BytesIO(body))
    except FrameError:
        return
    assert read is None or isinstance(read, dict)


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x00", frame(b"{}", 3), frame(b"{}", LIMIT + 1), frame(b"\xff\xfe"), frame(b"{"), frame(b"[1]"),
        frame(b"7"), frame(b'{"value":NaN}'), frame(b'{"value":-Infinity}'), frame(b"[" * 100_000), frame(b""),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(body):
    """A cut, oversized, wrongly encoded, too deep or foreign frame is refused before anything acts on it."""
    with pytest.raises(FrameError):
        read_message(io.BytesIO(body))


def test_a_giant_length_reserves_no_memory():
    """A length above the limit is refused from its four bytes alone."""

    class Counting(io.BytesIO):
        asked = 0

        def read(self, size=-1):
            self.asked += size
            return super().read(size)

    pipe = Counting(struct.pack(">I", 2**32 - 1))
    with pytest.raises(FrameError):
        read_message(pipe)
    assert pipe.asked == 4


def test_a_message_of_exactly_the_limit_passes():
    """The limit itself is allowed in both directions, one byte more in neither."""
    room = LIMIT - len(json.dumps({"t": ""}, separators=(",", ":")))
    assert read_message(io.BytesIO(packed({"t": "a" * room}))) == {"t": "a" * room}
    with pytest.raises(FrameError):
        packed({"t": "a" * (room + 1)})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), "\ud800"])
def test_what_json_cannot_carry_is_not_sent(value):
    """A value without a JSON form is refused where it is written, not where it is read."""
    with pytest.raises(FrameError):
        packed({"value": value})
