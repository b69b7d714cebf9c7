"""Exactly one well-formed mailbox, or nobody: as strict for what is typed as for what arrives."""

import pytest

from addin.books.mail.mailbox import LONGEST, mailbox, typed_mailbox


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("A@B.Example", "a@b.example"),
        ("T. Sato <a@b.c>", "a@b.c"),
        ('"Sato, T: (desk);" <a@b.c>', "a@b.c"),
        ("=?utf-8?Q?Sato,_T?= <a@b.c>", "a@b.c"),
        ("佐藤 <a@b.c>", "a@b.c"),
        ("a@b.c (one, (two); three:)", "a@b.c"),
    ],
)
def test_a_name_or_a_remark_does_no_harm(text, address):
    """Whatever signs stand inside quotation marks, an encoded word or a remark."""
    assert mailbox(text) == typed_mailbox(text) == address


@pytest.mark.parametrize(
    "text",
    ["a@b.c, ", ", a@b.c", "a@b.c,,", "<@evil:a@b.c>", "<@x,@y:a@b.c>", "team: a@b.c;", "a@b.c;", "a@b.c, d@e.f",
     "a@b@c", "desk", "", "a@b..c", "<a@b.c", "a@b.c\0"],
)  # fmt: skip
def test_what_may_mean_several_or_none_is_nobody(text):
    """A list with empty members, a route, a group, and what is no address."""
    assert mailbox(text) is None


def test_the_longest_heading_is_the_limit_itself():
    """One character more is not looked at: a heading without end must not cost time."""
    name = "x" * (LONGEST - len(" <a@b.c>"))
    assert mailbox(f"{name} <a@b.c>") == "a@b.c"
    assert mailbox(f"{name}x <a@b.c>") is None


@pytest.mark.parametrize("text", ["a@b.c\nBcc: z@z.z", "a@b.c\r", "a@b.c\u2028", "\u202ea@b.c"])
def test_what_is_typed_ends_no_line_and_hides_nothing(text):
    """Such signs make another heading of it, or another address on the screen."""
    assert typed_mailbox(text) is None
