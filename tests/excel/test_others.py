"""The modules of a VBA project that others saved, by names and texts, and nothing from a broken one."""

import struct
from dataclasses import replace

import pytest
from excel_saved import excel_saved
from hypothesis import given
from hypothesis import strategies as st
from other_readers import sources

from addin.excel.others import is_compound, module_names, module_texts, says_the_same
from addin.excel.outfits import modules
from addin.excel.vbaproject import Module, ModuleKind, vba_project

BOOK = Module("ThisWorkbook", "", ModuleKind.WORKBOOK)
FUNCTION = "Public Function F(a As Variant) As Variant\n    F = a\nEnd Function\n"
OURS = (BOOK, Module("Sheet1", "", ModuleKind.SHEET), Module("Code", FUNCTION))
PROJECT = vba_project([BOOK, *(Module(f"M{n}", "'x\n" * n) for n in range(40))], name="Theirs")


def test_every_module_is_named():
    """More of them than one sector of the list holds."""
    assert sorted(module_names(PROJECT)) == sorted(["ThisWorkbook", *(f"M{n}" for n in range(40))])


@pytest.mark.parametrize("saved", [lambda made: vba_project(made, name="Hikae"), excel_saved])
def test_names_and_texts_are_those_that_oletools_reads(saved):
    """Of our whole project, as we write it and as Excel does, as an independent reader sees it."""
    project = saved(modules(["Sheet1", "Sheet2"]))
    assert module_texts(project) == sources(project)
    assert sorted(module_names(project)) == sorted(sources(project))


def test_a_project_says_the_same_after_excel_saved_it():
    """Other bytes, other letter case, help of its functions, compiled code: no word of it is another."""
    ours, saved = vba_project(OURS, name="Hikae"), excel_saved(OURS)
    assert module_texts(ours) != module_texts(saved)
    assert says_the_same(saved, ours)


@pytest.mark.parametrize(
    "theirs",
    [
        [*OURS, Module("Mine", "")],
        OURS[:-1],
        [*OURS[:-1], replace(OURS[-1], text=FUNCTION.replace("F = a", "F = 1"))],
        [BOOK, Module("Sheet1", ""), OURS[2]],  # no longer the code behind a sheet
    ],
)
def test_a_project_with_another_word_says_something_else(theirs):
    """A module more or less, another line, a module of another kind."""
    assert not says_the_same(excel_saved(theirs), vba_project(OURS, name="Hikae"))


def test_two_broken_projects_do_not_say_the_same():
    """Nothing is known of them."""
    assert not says_the_same(b"", b"")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 5_000])
def test_what_is_no_project_has_no_names(data):
    """Another file, or none."""
    assert (module_names(data), module_texts(data)) == ((), {})
    assert not is_compound(data)


@pytest.mark.parametrize("at", [30, 44, 48, 60, 76])
@pytest.mark.parametrize("value", [0, 1, 12, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_header_that_lies_harms_nobody(at, value):
    """Sizes and places that lead in circles or out of the file end in some names, or none."""
    broken = bytearray(PROJECT)
    struct.pack_into("<I", broken, at, value)
    assert len(module_names(bytes(broken))) <= len(PROJECT) // 128


def test_a_list_that_leads_in_a_circle_ends():
    """Its first sector says that it is followed by itself."""
    broken = bytearray(PROJECT)
    first, table = (struct.unpack_from("<I", broken, at)[0] for at in (48, 76))
    struct.pack_into("<I", broken, (table + 1) * 512 + 4 * first, first)
    assert len(module_names(bytes(broken))) <= len(PROJECT) // 128


@given(st.data())
def test_damaged_projects_end_in_names_or_none(data):
    """Whatever bytes are changed or cut off."""
    broken = bytearray(PROJECT)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    project = bytes(broken[: data.draw(st.integers(8, len(broken)))])
    assert all(isinstance(name, str) for name in (*module_names(project), *module_texts(project)))
