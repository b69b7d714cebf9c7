"""The way back of our compression, as an independent reader goes it, and what of damaged containers comes of it."""

from hashlib import shake_256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from other_readers import decompressed as theirs

from addin.excel.vbaproject.compression import compressed
from addin.excel.vbaproject.decompression import decompressed

TEXT = "".join(f"Public Function F{n}(a As Variant)\r\n    F{n} = {n * n}\r\n" for n in range(400)).encode()
WHOLE = compressed(TEXT[:6_000])
MOST = 1_000_000


@pytest.mark.parametrize(
    "data",
    [b"", b"a", b"abcabcabc", b"a" * 4095, b"a" * 4096, b"ab" * 9_000, TEXT, shake_256().digest(4096)],
    ids=len,
)
def test_what_was_compressed_comes_back(data):
    """Short and long, in one chunk and in many, repetitive and incompressible."""
    assert decompressed(compressed(data), most=MOST) == data


@given(st.lists(st.sampled_from([b"Public ", b"Function ", b"x", b" ", b"\r\n", b"\0"]), max_size=600).map(b"".join))
def test_it_is_what_an_independent_reader_makes_of_it(data):
    """Byte for byte."""
    container = compressed(data)
    assert decompressed(container, most=MOST) == theirs(container) == data


@pytest.mark.parametrize(
    "container",
    [
        b"",
        b"\x00\x01\xb0a",  # another signature
        b"\x01\x02\xb0\x01\x00\x00",  # a copy of what is not there
        b"\x01\x05\xb0\x02a\x00\x10\x00\x00",  # and from before the chunk
        b"\x01\x03\xb0\x02a\xff\x0f" * 2,  # a copy that fills more than a chunk
    ],
)
def test_what_is_no_container_is_refused(container):
    """Nothing is made up in its place."""
    with pytest.raises(ValueError, match=r"signature|begins|too long"):
        decompressed(container, most=MOST)


def test_a_container_that_was_made_to_harm_ends_early():
    """Every chunk of five bytes becomes four thousand: reading ends where nobody would have written so much."""
    chunk = compressed(b"a" * 4096)[1:]
    assert len(chunk) < 10
    with pytest.raises(ValueError, match="more than 1000000 bytes"):
        decompressed(b"\x01" + chunk * 100_000, most=MOST)


@given(st.data())
def test_damaged_containers_end_in_bytes_or_a_refusal(data):
    """Whatever is changed or cut off."""
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert len(decompressed(bytes(broken[: data.draw(st.integers(0, len(broken)))]), most=MOST)) <= MOST
    except ValueError as error:
        assert str(error)  # noqa: PT017 - a refusal is as good as bytes
