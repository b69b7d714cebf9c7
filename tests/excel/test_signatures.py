"""Our wrappers beside those of xlwings' own generator: the same functions and arguments, another end for a failure."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from addin.excel.statements import identifier
from addin.excel.wrappers import wrappers
from addin.functions.described import described_functions

PROGRAM = Path(__file__).parents[1] / "twins" / "xlwings_wrappers.py"
SIGNATURE = re.compile(r"^(?:Public )?Function (\w+)\((.*?)\)(?: As Variant)?$", re.MULTILINE | re.DOTALL)
PARAMETER = re.compile(r"(Optional )?(?:ByVal )?(\w+)")


def signatures(text):
    """Return {function: [(argument, whether it may be left out)]} of a module's text."""
    return {
        name: [(argument, bool(lacking)) for lacking, argument in map(read, filter(None, inside.split(",")))]
        for name, inside in SIGNATURE.findall(text)
    }


def read(parameter):
    """Return what stands before an argument, and its name."""
    return PARAMETER.match(parameter.replace("_\n", "").strip()).groups()


@pytest.fixture(scope="module")
def theirs():
    """Return what xlwings would write for every function of the registry."""
    command = [sys.executable, str(PROGRAM)]
    asked = json.dumps(described_functions())
    return subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=60).stdout


def test_signatures_are_those_of_xlwings(theirs):
    """Each function has the same arguments in the same order, and the same of them may be left out."""
    expected = {
        name: [(identifier(argument), lacking) for argument, lacking in arguments]
        for name, arguments in signatures(theirs).items()
    }
    assert signatures(wrappers(described_functions())) == expected
    assert len(expected) == len(described_functions())


def test_a_failure_ends_otherwise(theirs):
    """Where xlwings puts the words of a failure into the cell, ours leaves an error."""
    assert "Err.Description" in theirs
    assert "Err" not in wrappers(described_functions())


def test_signatures_are_read_over_several_lines():
    """The reader of this test sees a signature that goes on, and one that differs."""
    text = "Public Function CDS_A(ByVal one As Variant, _\n        Optional ByVal two As Variant) As Variant\n"
    assert (
        signatures(text)
        == signatures("Function CDS_A(one, Optional two)\n")
        == {"CDS_A": [("one", False), ("two", True)]}
    )
    assert signatures(text) != signatures("Function CDS_A(one, two)\n")
