"""A second reader of mails, from the standards alone: it shares no code with the library that wrote them.

Headers are unfolded and decoded by RFC 2047, parameters by RFC 2231, bodies by base64 (RFC 2045).
"""

import re
from binascii import a2b_base64

_WORD = re.compile(r"=\?([^?]+)\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([A-Za-z-]+)(?:\*([0-9]+))?(\*)?=("[^"]*"|[^;\s]+)')


def parts(data):
    """Return the header of a mail and its parts, each as (header, content)."""
    header, body = split(data)
    boundary = parameters(header["content-type"]).get("boundary")
    if boundary is None:
        return header, [(header, decoded(header, body))]
    pieces = body.split(b"--" + boundary.encode())[1:-1]
    return header, [(head, decoded(head, content)) for head, content in map(split, (piece[2:] for piece in pieces))]


def split(data):
    """Return the headers by their lower-case names, and what follows the blank line."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n[ \t]", b" ", head).decode("ascii").split("\r\n")
    named = (line.partition(":") for line in lines if line)
    return {name.strip().lower(): value.strip() for name, _, value in named}, body


def words(text):
    """Return a header in plain letters: encoded words decoded, the blank between two of them dropped."""
    joined = re.sub(r"(\?=)\s+(=\?)", r"\1\2", text)
    return _WORD.sub(lambda word: _word(word[1], word[2].lower(), word[3]), joined)


def parameters(text):
    """Return the parameters of a header, continued and extended ones put together."""
    found, encoded = {}, set()
    for name, number, star, value in _PARAMETER.findall(text):
        found.setdefault(name.lower(), {})[int(number or 0)] = value.strip('"')
        encoded |= {name.lower()} if star else set()
    whole = {name: "".join(pieces[n] for n in sorted(pieces)) for name, pieces in found.items()}
    return {name: _extended(value) if name in encoded else value for name, value in whole.items()}


def decoded(header, content):
    """Return a part's content out of its transfer encoding."""
    if header.get("content-transfer-encoding", "").lower() == "base64":
        return a2b_base64(content)
    return content


def _word(charset, kind, text):
    if kind == "b":
        return a2b_base64(text).decode(charset)
    return _percent(text.replace("_", " ").replace("=", "%")).decode(charset)


def _extended(value):
    charset, _, rest = value.split("'", 2)
    return _percent(rest).decode(charset)


def _percent(text):
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), text.encode("ascii"))
