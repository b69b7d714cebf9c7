"""The way back of `compression`, for containers of other programs, which may be damaged or made to harm."""

_CHUNK = 4096  # bytes after decompression, at most
_COMPRESSED = 0x8000  # the flag in a chunk's header


def decompressed(container: bytes, *, most: int) -> bytes:
    """Return the bytes of a CompressedContainer (MS-OVBA 2.4.1.3.1).

    Raises ValueError for what is none, and for more than `most` bytes.
    """
    if container[:1] != b"\x01":
        raise ValueError("the signature of a container is missing")
    done, at = bytearray(), 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        chunk = container[at + 2 : end]
        done += _chunk(chunk) if header & _COMPRESSED else chunk
        if len(done) > most:
            raise ValueError(f"more than {most} bytes")
        at = end
    return bytes(done)


def _chunk(body: bytes) -> bytes:
    """Return the bytes of a chunk's token sequences (2.4.1.3.4)."""
    made, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if flags >> bit & 1 and at < len(body):
                made += _copied(made, int.from_bytes(body[at : at + 2], "little"))
                at += 2
            else:
                made += body[at : at + 1]
                at += 1
        if len(made) > _CHUNK:
            raise ValueError("a chunk is too long")
    return bytes(made)


def _copied(made: bytearray, token: int) -> bytes:
    """Return what a copy token stands for; it may run into the bytes that it makes (2.4.1.3.5, 2.4.1.3.19.2)."""
    length_bits = 16 - max((len(made) - 1).bit_length(), 4)
    gap, length = (token >> length_bits) + 1, (token & (1 << length_bits) - 1) + 3
    if gap > len(made):
        raise ValueError("a copy begins before its chunk")
    source = bytes(made[-gap:])
    return (source * (length // gap + 1))[:length]
