"""The one mailbox that a heading names: whose word a mail is, and where it goes."""

import re
from email.errors import InvalidHeaderDefect
from email.headerregistry import AddressHeader, HeaderRegistry

LONGEST = 2_000  # characters of a heading with one mailbox in it

_HEADERS = HeaderRegistry()
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_SET_APART = re.compile(r'"(?:[^"\\]|\\.)*"|=\?[^?\s]*\?[^?\s]*\?[^?\s]*\?=')
_COMMENT = re.compile(r"\([^()]*\)")
_OF_SEVERAL = re.compile("[,;:]")  # parts a list, even one with empty members, ends a group, or belongs to a route


def header(name: str, value: str) -> str:
    """Return a heading as the standard parser reads it; one that it cannot bear, such as with a NUL, says nothing."""
    try:
        return _HEADERS(name, value)
    except Exception:  # noqa: BLE001 - it raises many kinds on headings that are cut short
        return _HEADERS(name, "")


def mailbox(text: str) -> str | None:
    """Return the address of exactly one well-formed mailbox, in lower case; None of anything else.

    A name may stand before it, in old or undecodable forms too: these do no harm.
    """
    read = header("From", text) if len(text) <= LONGEST else ""
    if not isinstance(read, AddressHeader) or _is_malformed(read) or _names_several(text):
        return None
    if len(read.addresses) != 1 or any(group.display_name for group in read.groups):
        return None
    said = read.addresses[0].addr_spec
    return said.lower() if _ADDRESS.fullmatch(said) else None


def typed_mailbox(text: str) -> str | None:
    """Return the same of what a person typed, in which nothing ends a line or is not to be seen."""
    return mailbox(text) if text.isprintable() else None


def _is_malformed(read: AddressHeader) -> bool:
    return any(isinstance(defect, InvalidHeaderDefect) for defect in getattr(read, "defects", ()))


def _names_several(text: str) -> bool:
    """Return whether anything but one address is meant: the parser forgives empty members of a list, and routes."""
    plain = _SET_APART.sub("", text)
    while plain != (less := _COMMENT.sub("", plain)):
        plain = less
    return _OF_SEVERAL.search(plain) is not None
