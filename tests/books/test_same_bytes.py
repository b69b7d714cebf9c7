"""A book is the same file whatever else is installed beside openpyxl."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from addin import runtime

CHILD = Path(__file__).parents[1] / "twins" / "parts_child.py"


def parts(*more):
    """Return what the child says of its books, part by part."""
    plain = {name: value for name, value in os.environ.items() if name != runtime.LXML}
    done = subprocess.run([sys.executable, CHILD, *more], env=plain, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_book_built_beside_lxml_is_the_one_built_without_it():
    """Every part of a book with a chart and of the add-in is the same, in the same order."""
    pytest.importorskip("lxml.etree", reason="lxml is not here: there is nothing to compare with")
    beside, without = parts(), parts("hide")
    assert len(beside) > 30
    assert beside == without


def test_these_tests_read_and_write_as_the_product_does():
    """The process of the tests is set up before anything loads openpyxl, whose reader then refuses a DTD."""
    assert openpyxl.LXML is False
    assert openpyxl.DEFUSEDXML is True


def test_what_the_user_set_does_not_change_a_book(monkeypatch):
    """Threads are the user's own affair; in which bytes a book is written is not."""
    monkeypatch.setenv(runtime.LXML, "True")
    runtime.prepare()
    assert os.environ[runtime.LXML] == "False"
