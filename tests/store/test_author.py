import os
import pwd

import pytest

from addin.store.author import system_user


@pytest.mark.parametrize("variable", ["USER", "LOGNAME", "USERNAME"])
def test_the_user_is_not_taken_from_the_environment(monkeypatch, variable):
    """The user of an entry is the operating system's, whatever the environment says."""
    monkeypatch.setenv(variable, "somebody-else")
    assert system_user() == pwd.getpwuid(os.getuid()).pw_name


def test_a_user_without_a_name_is_a_number(monkeypatch):
    """A container's user without a name is called by the number."""
    monkeypatch.setattr(os, "getuid", lambda: 987654)
    assert system_user() == "uid-987654"


def test_a_name_that_cannot_be_printed_is_made_printable(monkeypatch):
    """A line feed in a user's name cannot shift the fields that are hashed."""

    class Odd:
        pw_name = "sato\n"

    monkeypatch.setattr(pwd, "getpwuid", lambda _: Odd)
    assert system_user() == "sato?"
