import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from other_readers import decompressed
from vba_reader import opened

from addin.excel.vbaproject.compression import compressed

# The three samples of MS-OVBA 3.2: nothing to copy, some copies, as many as can be.
PLAIN = b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E"
MIXED = (
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
    "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F700671027004107273747576107778797A003C",
)
SAME = b"a" * 73, "0103B002614500"
CHUNK, MOST_LITERALS = 4096, 3640  # so many bytes and their flag bytes are the most that a chunk holds


def noise(size):
    """Return bytes in which no three come twice within a chunk, as far as chance goes; the same each time."""
    return hashlib.shake_256(b"noise").digest(size)


def code(size):
    """Return text that looks like source."""
    return (b"    value = HikaeCall(name, Array(a, b))\r\n" * (size // 40 + 1))[:size]


def read_back(data):
    """Return what two readers make of the compressed bytes; they must agree."""
    container = compressed(data)
    ours, theirs = opened(container), decompressed(container)
    assert ours == theirs
    return ours


def slow_match(data, at, longest):
    """Return (offset, length) as the specification's pseudo-code finds them: every place before, one by one."""
    best = (0, 0)
    for place in range(at - 1, -1, -1):
        length = 0
        while length < longest and at + length < len(data) and data[place + length] == data[at + length]:
            length += 1
        best = max(best, (at - place, length), key=lambda each: each[1])
    return best if best[1] >= 3 else (0, 1)


def slow_tokens(data):
    """Return the literals and copies of one chunk as (offset, length), written once more from the specification."""
    at = 0
    while at < len(data):
        bits = next(bits for bits in range(4, 13) if at <= 2**bits)
        offset, length = slow_match(data, at, (0xFFFF >> bits) + 3)
        yield offset, length
        at += length


def tokens_of(container):
    """Return the literals and copies that stand in a container of one chunk."""
    at, position = 3, 0
    while at < len(container):
        flags, at = container[at], at + 1
        for bit in range(8):
            if at >= len(container):
                return
            width = 1 + (flags >> bit & 1)
            token = int.from_bytes(container[at : at + 2], "little")
            bits = next(bits for bits in range(4, 13) if position <= 2**bits)
            found = ((token >> 16 - bits) + 1, (token & 0xFFFF >> bits) + 3) if width == 2 else (0, 1)
            yield found
            at, position = at + width, position + found[1]


@pytest.mark.parametrize(("data", "container"), [PLAIN, SAME])
def test_the_published_samples_come_out_byte_for_byte(data, container):
    """The specification's samples without a choice between copies compress to the published bytes."""
    assert compressed(data).hex().upper() == container


def test_the_published_sample_with_a_choice_is_as_short():
    """The third sample copies from farther away than its own rule says; ours has its length and reads back."""
    data, container = MIXED
    assert opened(bytes.fromhex(container)) == read_back(data) == data
    assert len(compressed(data)) == len(bytes.fromhex(container))


def test_nothing_is_a_signature():
    """An empty text is a container without a chunk."""
    assert compressed(b"") == b"\x01"
    assert read_back(b"") == b""


def test_source_reads_back_at_every_boundary():
    """Text of any length around the ends of tokens, bits and chunks reads back unchanged."""
    for size in (1, 2, 3, 15, 16, 17, 18, 33, 255, 256, 257, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1):
        assert read_back(code(size)) == code(size)
        assert read_back(b"\n" * size) == b"\n" * size


def test_noise_reads_back():
    """What cannot be compressed reads back where the format has a form for it, to the last byte that a chunk holds."""
    for size in (1, 7, 8, 9, MOST_LITERALS, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + MOST_LITERALS):
        assert read_back(noise(size)) == noise(size)
    with_a_copy = noise(MOST_LITERALS - 1) + noise(3)
    assert read_back(with_a_copy) == with_a_copy
    assert len(compressed(with_a_copy)) == CHUNK + 3


def test_an_end_without_a_form_is_refused():
    """Last bytes too many for flag bytes and too few for a plain chunk are refused, not filled up with zeros."""
    for size in (MOST_LITERALS + 1, CHUNK - 1, 2 * CHUNK - 1):
        with pytest.raises(ValueError, match=rf"last {size % CHUNK} bytes do not compress"):
            compressed(noise(size))


def test_a_plain_chunk_between_others_stays_whole():
    """A chunk that does not shrink stands as it is, and those around it are compressed."""
    data = code(CHUNK) + noise(CHUNK) + code(100)
    assert read_back(data) == data
    assert len(compressed(data)) < CHUNK + 500


@example(data=b"a" * (CHUNK + 5))
@example(data=b"ab" * 3000)
@given(data=st.one_of(st.binary(max_size=MOST_LITERALS), st.text("ab\r\n ", max_size=9000).map(str.encode)))
def test_any_text_reads_back(data):
    """Random bytes, and text of few letters over several chunks, read back unchanged."""
    assert read_back(data) == data


@given(
    pieces=st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.integers(1, 200)), max_size=8),
)
def test_repetitions_read_back(pieces):
    """Pieces repeated any number of times read back unchanged."""
    data = b"".join(piece * times for piece, times in pieces)
    assert read_back(data) == data


@example(data=b"abcabcabc" * 3 + b"xabcab")
@example(data=b"abcd1abcde2abcdef3abcdeabcd4abc")
@example(data=code(700))
@given(data=st.one_of(st.binary(max_size=300), st.text("ab", max_size=600).map(str.encode)))
def test_copies_are_those_of_the_specification(data):
    """Each copy is the longest there is, and the nearest of these, as a plain search of every place finds it."""
    assert list(tokens_of(compressed(data))) == list(slow_tokens(data))


def test_copies_reach_as_far_as_their_bits():
    """Where offsets take twelve bits, the farthest place and the longest copy are still used, and no longer one."""
    far = b"xyz" + noise(3000) + b"xyz"
    assert list(tokens_of(compressed(far)))[-1] == (3003, 3)
    at_most = (1 << 4) - 1 + 3
    long = noise(2100) + b"q" * 40
    assert [length for _, length in list(tokens_of(compressed(long)))[-3:]] == [at_most, at_most, 3]


def test_compression_begins_afresh_with_each_chunk():
    """No copy reaches back over the start of its chunk."""
    piece = noise(CHUNK)
    assert len(compressed(piece + piece)) > 2 * CHUNK


def test_source_gets_smaller():
    """Text like ours takes less than a tenth."""
    assert len(compressed(code(100_000))) < 10_000
