"""The seal of a kit: SHA256SUMS over every file, and a detached Ed25519 signature over SHA256SUMS.

What each proves: the sums, that no file changed since they were written, by accident or by somebody who did not also
write new sums; the signature, that the sums were written by who holds the private key, once the fingerprint of the
public key was compared with one that came another way. A kit cannot vouch for itself: its own program could have been
changed with everything else. So the signature counts where a Hikae that was there before checks it.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from addin.files import read_limited
from calc.outcome import RefusedError, finding

SUMS, SIGNATURE, PUBLIC_KEY = "SHA256SUMS", "SHA256SUMS.sig", "signing-key.pub"
KEY_LIMIT, SUMS_LIMIT = 10_000, 1_000_000
_LINE = re.compile(r"([0-9a-f]{64})  ([^\0\n]+)")
_GROUP = 4


def sums_text(digests: Mapping[str, str]) -> str:
    """Return SHA256SUMS of {name: digest}, in the form that `sha256sum --check` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def digests_in(text: str) -> dict[str, str]:
    """Return {name: digest} of SHA256SUMS. Raises RefusedError `kit_sums` for a line of another form."""
    found = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):  # splitlines knows other ends, too
        read = _LINE.fullmatch(line)
        if read is None or read[2].startswith("/") or ".." in read[2].split("/") or read[2] in found:
            raise RefusedError([finding("kit_sums", row=number)])
        found[read[2]] = read[1]
    return found


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_key(passphrase: str) -> bytes:
    """Return a new private key as PEM (PKCS #8), encrypted unless the passphrase is empty."""
    how = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


def private_key(path: Path, passphrase: str = "") -> Ed25519PrivateKey:
    """Return the firm's key. Raises RefusedError `kit_key`, or what reading the file raises."""
    data = read_limited(path, KEY_LIMIT)
    try:
        key = load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise RefusedError([finding("kit_key", path=path)]) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise RefusedError([finding("kit_key", path=path)])
    return key


def is_encrypted(path: Path) -> bool:
    """Return whether a key asks for a passphrase. Raises what reading the file raises."""
    return b"ENCRYPTED" in read_limited(path, KEY_LIMIT)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """Return the public half of a key as PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a public key in groups of four, to be read aloud and printed on paper.

    Raises RefusedError `kit_signature` where it is no Ed25519 public key.
    """
    raw = _public(pem).public_bytes(Encoding.Raw, PublicFormat.Raw)
    digest = hashlib.sha256(raw).hexdigest()
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def refuse_unsigned(pem: bytes, *, signature: bytes, sums: bytes) -> None:
    """Raise RefusedError `kit_signature` unless the holder of this public key signed these sums."""
    try:
        _public(pem).verify(signature, sums)
    except InvalidSignature:
        raise RefusedError([finding("kit_signature", path=SUMS)]) from None


def _public(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise RefusedError([finding("kit_signature", path=PUBLIC_KEY)]) from None
    if not isinstance(key, Ed25519PublicKey):
        raise RefusedError([finding("kit_signature", path=PUBLIC_KEY)])
    return key
