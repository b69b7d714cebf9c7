"""`hikae normalise` and `hikae repair` at the command line: what they say, for people and for programs."""

import json

import pytest
from hand_book import ADDIN_TARGET, delivered, hand_book, packed, unpacked

from addin.books.saved_regions import said_of
from addin.excel import saved_book
from addin.excel.outfits import excel_book
from addin.excel.package import MACROS

THEIRS = hand_book("[1]!cds_im(1)", "[2]S!A1", outside=[ADDIN_TARGET, "prices.xlsx"])


@pytest.fixture(autouse=True)
def _in_process(monkeypatch):
    """Look at the files in this process: that a child does so is looked at in tests/excel."""
    monkeypatch.setattr(saved_book, "last_said", lambda _, data: said_of(data))


@pytest.fixture
def broken(tmp_path):
    """Return the path of a book of ours without its macros."""
    path = tmp_path / "continuity.xlsm"
    whole = unpacked(excel_book(delivered("continuity")))
    path.write_bytes(packed({name: part for name, part in whole.items() if name != MACROS}))
    return path


@pytest.fixture
def theirs(tmp_path):
    """Return the path of a book of somebody's own with a link to the add-in that must stay."""
    path = tmp_path / "mine.xlsx"
    path.write_bytes(THEIRS)
    return path


def test_repair_says_what_it_did_in_both_languages(run, broken):
    """What was found, where the file as it was is kept, and the path; nothing on standard error."""
    code, out, error = run("repair", broken)
    assert (code, error) == (0, "")
    assert "マクロ（VBAプロジェクト）を入れ直しました" in out
    assert "The macros (VBA project) were put back" in out
    assert f"元のファイル / the file as it was: {broken.with_name('continuity-before.xlsm')}" in out
    assert out.splitlines()[-1] == str(broken)


def test_repair_speaks_one_language_if_asked(run, broken):
    """And says when there was nothing to do."""
    assert "マクロ" not in run("repair", broken, "--lang", "en")[1]
    code, out, _ = run("repair", broken, "--lang", "ja")
    assert (code, out) == (0, f"直すところはありませんでした\n{broken}\n")


def test_repair_tells_a_program_the_same(run, broken, tmp_path):
    """One JSON value: the paths, whether anything changed, and each finding."""
    out = tmp_path / "out.xlsm"
    code, said, error = run("repair", broken, "-o", out, "--json")
    answer = json.loads(said)
    assert (code, error) == (0, "")
    assert [each["code"] for each in answer.pop("findings")] == ["macros_put_back"]
    assert answer == {"file": str(broken), "out": str(out), "kept": None, "changed": True}
    again = json.loads(run("repair", out, "--json")[1])
    assert (again["changed"], again["kept"], again["findings"]) == (False, None, [])


def test_repair_refuses_what_is_not_ours(run, theirs):
    """With exit code 2, what to do instead, and no file changed or made."""
    code, out, error = run("repair", theirs)
    assert (code, out) == (2, "")
    assert "[book_not_ours]" in error
    assert "hikae normalise" in error
    assert [each.name for each in theirs.parent.iterdir()] == ["mine.xlsx"]
    assert theirs.read_bytes() == THEIRS


def test_normalise_says_what_it_did(run, theirs):
    """Formulas on standard output; the link that stays is a warning on standard error."""
    code, out, error = run("normalise", theirs)
    assert code == 0
    assert "1 formulas (xl/worksheets/sheet1.xml)" in out
    assert "[addin_link_left]" in error
    assert theirs.with_name("mine-before.xlsx").read_bytes() == THEIRS
    assert b"<f>CDS_IM(1)</f>" in unpacked(theirs.read_bytes())["xl/worksheets/sheet1.xml"]


def test_normalise_tells_a_program_the_same(run, theirs):
    """Each finding with its severity."""
    answer = json.loads(run("normalise", theirs, "--json")[1])
    told = [(each["code"], each["severity"]) for each in answer["findings"]]
    assert told == [("formulas_normalised", "information"), ("addin_link_left", "warning")]
    assert (answer["changed"], answer["kept"]) == (True, str(theirs.with_name("mine-before.xlsx")))


def test_a_path_may_be_relative(run, theirs, monkeypatch, tmp_path):
    """To the folder that the command is run in; what is told is whole."""
    monkeypatch.chdir(tmp_path)
    answer = json.loads(run("normalise", "mine.xlsx", "-o", "out.xlsx", "--json")[1])
    assert answer["out"] == str(tmp_path / "out.xlsx")
    assert theirs.read_bytes() == THEIRS


@pytest.mark.parametrize("command", ["normalise", "repair"])
def test_a_file_in_use_is_refused_with_its_mark(run, broken, command):
    """Exit code 2, and the name of the mark beside the file."""
    broken.with_name(".~lock.continuity.xlsm#").touch()
    code, _, error = run(command, broken)
    assert (code, "book_in_use" in error, ".~lock.continuity.xlsm#" in error) == (2, True, True)
