"""The compression of VBA sources and of the dir stream (MS-OVBA 2.4.1), with the matches the specification asks for."""

from collections.abc import Iterator

_CHUNK = 4096  # bytes before compression, in every chunk but the last
_FLAG_BITS = 8  # tokens that share one flag byte
_SHORTEST = 3  # a copy token takes two bytes
_SIGNATURE = 0x01
_COMPRESSED, _RAW = 0xB000, 0x3000  # signature 0b011 and the flag, above the twelve bits of the size


def compressed(data: bytes) -> bytes:
    """Return a CompressedContainer that decompresses to these bytes (2.4.1.3.6).

    Raises ValueError for 3,641 to 4,095 last bytes that do not shrink: the format has no room for their flag bytes and
    fills an uncompressed chunk up with zeros, which a reader would take for text.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return bytes([_SIGNATURE]) + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    """Return a CompressedChunk: header (2.4.1.1.5) and token sequences, or the bytes as they are."""
    flag, body = _COMPRESSED, _sequences(list(_tokens(data)))
    if len(body) > _CHUNK:
        if len(data) < _CHUNK:
            raise ValueError(f"the last {len(data)} bytes do not compress, and fill no chunk as they are")
        flag, body = _RAW, data
    return (flag | len(body) - 1).to_bytes(2, "little") + body  # the size of header and body, less three


def _sequences(tokens: list[bytes]) -> bytes:
    """Return tokens in groups of eight, each behind a byte whose bits say which are copies (2.4.1.1.7)."""
    groups = (tokens[start : start + _FLAG_BITS] for start in range(0, len(tokens), _FLAG_BITS))
    return b"".join(
        bytes([sum((len(token) > 1) << bit for bit, token in enumerate(group))]) + b"".join(group) for group in groups
    )


def _tokens(data: bytes) -> Iterator[bytes]:
    """Yield a literal byte or a copy token of two bytes, from the start of a chunk to its end (2.4.1.3.9)."""
    at = 0
    while at < len(data):
        offset_bits = max((at - 1).bit_length(), 4)  # CopyToken Help (2.4.1.3.19.1)
        length_bits = 16 - offset_bits
        offset, length = _match(data, at, longest=(1 << length_bits) - 1 + _SHORTEST)
        if offset:
            yield ((offset - 1) << length_bits | length - _SHORTEST).to_bytes(2, "little")
        else:
            yield data[at : at + 1]
        at += length


def _match(data: bytes, at: int, *, longest: int) -> tuple[int, int]:
    """Return how far back the longest match begins, the nearest of them, and its length; (0, 1) for none.

    A match may run into the bytes that it stands for: eight times the same byte is one literal and one copy
    (2.4.1.3.19.4).
    """
    found, length = at, 1
    for wanted in range(_SHORTEST, min(longest, len(data) - at) + 1):
        place = data.rfind(data[at : at + wanted], 0, at + wanted - 1)
        if place < 0:
            break
        found, length = place, wanted
    return at - found, length
