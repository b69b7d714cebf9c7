import io
import json
import struct

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.worker import frames
from addin.worker.frames import FEWEST, LIMIT, FrameError, framed, packed, read_frame, unpacked

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.integers(-(2**53), 2**53) | FLOATS
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
MESSAGES = st.dictionaries(TEXTS, VALUES, max_size=5)
CELLS = st.none() | st.booleans() | NUMBERS | TEXTS | st.just(-0.0) | st.just({"error": "#N/A"})
BIG = [[float(row * 8 + column) for column in range(8)] for row in range(40)]


@st.composite
def ranges(draw):
    """Return rows as a sheet may hold them, large enough for a block: one kind of cell, or a mixture."""
    cells = draw(st.sampled_from([FLOATS, FLOATS | TEXTS, CELLS]))
    columns = draw(st.integers(1, 5))
    few = [draw(st.lists(cells, min_size=columns, max_size=columns)) for _ in range(draw(st.integers(1, 4)))]
    rows = few * (FEWEST // len(few) + 1)
    return draw(st.sampled_from([rows, [*rows, rows[0][1:]], [*rows, "ab"], [*rows, None], [*rows, {"a": 1.5}]]))


def told(value):
    """Return a value with every type and every bit to be seen: 1, 1.0 and True are equal, and so are 0.0 and -0.0."""
    return repr(value)


def body(text, *, length=None, doubles=b""):
    return struct.pack(">I", len(text) if length is None else length) + text + doubles


def block(path, count, columns, *, message=b'{"a":null}', numbers=2):
    """Return a body whose text tells of a block, and so many numbers."""
    text = b"[%s,[[%s,%s,%s]]]" % (message, path, count, columns)
    return body(text, doubles=struct.pack(f"<{numbers}d", *[1.5] * numbers))


@settings(max_examples=drawn(100), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), MESSAGES), max_size=4))
def test_messages_come_out_as_they_went_in(messages):
    """Any messages written one after another are read back with their numbers, and then the pipe is at its end."""
    pipe = io.BytesIO(b"".join(framed(number, packed(message)) for number, message in messages))
    read = [read_frame(pipe) for _ in messages]
    assert [(number, unpacked(content)) for number, content in read] == messages
    assert read_frame(pipe) is None


@settings(max_examples=drawn(200), deadline=None)
@given(ranges(), ranges(), TEXTS)
def test_ranges_come_out_as_they_went_in(first, second, text):
    """Ranges of any cells keep every type and bit, wherever in the message they stand."""
    message = {"arguments": [first, text, second], "value": first, "regions": {text: second, "n": 1}}
    assert told(unpacked(packed(message))) == told(message)


@given(ranges())
def test_packing_leaves_the_message_as_it_was(rows):
    """What is packed is not changed by it, so that the caller may use it again."""
    message = {"arguments": [rows]}
    before = told(message)
    packed(message)
    assert told(message) == before


def test_rows_of_an_office_are_tuples():
    """A range as the office hands it over, in tuples, comes out as lists of rows."""
    assert unpacked(packed({"arguments": (tuple(map(tuple, BIG)),)})) == {"arguments": [BIG]}


def test_numbers_of_a_large_range_travel_as_doubles():
    """A range of numbers takes eight bytes a cell and hardly more, with or without a line of headings."""
    numbers = [[1 / 3 + row, 1e308] * 4 for row in range(1000)]
    assert len(packed({"arguments": [numbers]})) < 8 * 8000 + 200
    assert len(packed({"arguments": [[["heading"] * 8, *numbers]]})) < (8 + 5) * 8000 + 20_000


@given(FLOATS)
def test_numbers_keep_every_bit(number):
    """A double crosses the pipe without losing a bit, alone and in a range."""
    read = unpacked(packed({"value": number, "arguments": [[[number] * FEWEST]]}))
    assert {each.hex() for each in (read["value"], *read["arguments"][0][0])} == {number.hex()}


def test_doubles_are_the_same_bytes_on_every_machine(monkeypatch):
    """A machine that counts bytes from the other end writes and reads the same frame."""
    sent = packed({"value": BIG})
    assert sent.endswith(struct.pack("<d", BIG[-1][-1]))
    swapped = packed({"value": [[struct.unpack(">d", struct.pack("<d", each))[0] for each in row] for row in BIG]})
    monkeypatch.setattr(frames.sys, "byteorder", "big")
    assert unpacked(swapped)["value"] == BIG


def test_bytes_may_come_in_pieces():
    """A message that a pipe hands over one byte at a time is still one message."""

    class Drip(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1))

    assert read_frame(Drip(framed(7, packed({"text": "控え"})))) == (7, packed({"text": "控え"}))


@settings(max_examples=drawn(500), deadline=None)
@given(st.binary(max_size=60))
def test_garbage_is_an_error_and_never_anything_else(garbage):
    """Whatever bytes stand on the pipe, they give a body, the end, or the one error; so does each body."""
    for read in (lambda: read_frame(io.BytesIO(garbage)), lambda: unpacked(garbage)):
        try:
            result = read()
        except FrameError:
            continue
        assert result is None or isinstance(result, (tuple, dict))


@settings(max_examples=drawn(300), deadline=None)
@given(VALUES, st.lists(VALUES, max_size=3) | st.just([["a"], 2, 1]), st.binary(max_size=24))
def test_garbage_beside_a_message_is_an_error_too(message, blocks, doubles):
    """A text that tells of blocks which are not there gives a message or the one error."""
    try:
        read = unpacked(body(json.dumps([message, blocks]).encode(), doubles=doubles))
    except FrameError:
        return
    assert isinstance(read, dict)


@pytest.mark.parametrize(
    "garbled",
    [
        b"", b"\x00\x00", body(b"{}", length=3), body(b"{}", length=1), body(b"\xff\xfe"), body(b"{"), body(b"[1]"),
        body(b"7"), body(b'{"value":NaN}'), body(b'{"value":-Infinity}'), body(b"[" * 100_000), body(b""),
        body(b"{}", doubles=b"12345678"), body(b"[{},[]]", doubles=b"12345678"),
        block(b'["a"]', b"3", b"2", numbers=3),
        block(b'["a"],-2,1],[["b"]', b"4", b"1", message=b'{"a":null,"b":null}'),
        block(b'["a"]', b"3", b"1"), block(b'["a"]', b"1", b"1"), block(b'["a"]', b"2", b"0"),
        block(b'["a"]', b"-2", b"1"), block(b'["a"]', b"2.0", b"1"), block(b"[]", b"2", b"1"),
        block(b'["b"]', b"2", b"1"), block(b'["a"]', b"2", b"1", message=b'{"a":[["x",null]]}'),
        block(b'["a"]', b"2", b"1", message=b'{"a":7}'), block(b"[0]", b"2", b"1", message=b"[null]"),
        body(b'[{"a":null},[[["a"],1,1]]]', doubles=struct.pack("<d", float("nan"))),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(garbled):
    """A cut, wrongly encoded, too deep or foreign body, and a block that is not its bytes, are refused."""
    with pytest.raises(FrameError):
        unpacked(garbled)


@pytest.mark.parametrize("cut", [b"\x00\x00\x00", framed(1, b"abc")[:-1], struct.pack(">II", LIMIT + 1, 1)])
def test_half_a_frame_is_refused(cut):
    """A pipe that ends inside a frame, or tells of one above the limit, is not read on."""
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(cut))


def test_a_giant_length_reserves_no_memory():
    """A length above the limit is refused from its eight bytes alone."""

    class Counting(io.BytesIO):
        asked = 0

        def read(self, size=-1):
            self.asked += size
            return super().read(size)

    pipe = Counting(struct.pack(">II", 2**32 - 1, 1))
    with pytest.raises(FrameError):
        read_frame(pipe)
    assert pipe.asked == 8


def test_a_message_of_exactly_the_limit_passes():
    """The limit itself is allowed in both directions, one byte more in neither."""
    room = LIMIT - 4 - len(json.dumps({"t": ""}, separators=(",", ":")))
    full = packed({"t": "a" * room})
    assert read_frame(io.BytesIO(framed(1, full))) == (1, full)
    with pytest.raises(FrameError):
        packed({"t": "a" * (room + 1)})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), "\ud800", [[1.0, float("nan")]] * FEWEST])
def test_what_json_cannot_carry_is_not_sent(value):
    """A value without a JSON form is refused where it is written, not where it is read, in a range too."""
    with pytest.raises(FrameError):
        packed({"value": value})
