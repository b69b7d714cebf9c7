"""`hikae normalise` and `hikae repair` on files: what is taken, what is refused, and that nothing is ever lost."""

import io
import zipfile
from errno import ENOSPC

import pytest
from hand_book import ADDIN_TARGET, hand_book, packed, unpacked

from addin.excel import saved_book
from addin.excel.mend import normalise_file, repair_file
from addin.excel.outfits import excel_addin
from addin.excel.package import MACROS
from addin.files import not_written
from calc.outcome import RefusedError
from calc.text.wording import words

THEIRS = hand_book("[1]!cds_im(1)", outside=[ADDIN_TARGET])
PLAIN = hand_book("CDS_IM(1)")
pytestmark = pytest.mark.usefixtures("in_process")
BOTH = pytest.mark.parametrize("mend", [normalise_file, repair_file])


@pytest.fixture(scope="module")
def harmed(xlsm):
    """Return that without its macros."""
    return packed({name: part for name, part in unpacked(xlsm).items() if name != MACROS})


def folder(path):
    """Return every file beside a path, and its bytes."""
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


def refused(mend, path, *more):
    """Return the codes of a refusal after which every file is as it was."""
    before = folder(path)
    with pytest.raises(RefusedError) as found:
        mend(path, *more)
    assert folder(path) == before
    assert all(words(each).ja and words(each).en for each in found.value.findings)
    return [each.code for each in found.value.findings]


@pytest.mark.usefixtures("child")
def test_a_book_is_repaired_in_its_place_and_kept_beside(put, xlsm, harmed):
    """The confined child has looked at it; the file as it was has another name."""
    path = put(harmed)
    done = repair_file(path)
    assert (done.path, done.is_changed) == (path, True)
    assert done.kept == path.with_name("控え 一-before.xlsm")
    assert unpacked(path.read_bytes())[MACROS] == unpacked(xlsm)[MACROS]
    assert done.kept.read_bytes() == harmed


def test_a_second_run_writes_nothing(put, harmed):
    """Neither the book nor one more copy of it."""
    path = put(harmed)
    repair_file(path)
    before = folder(path)
    again = repair_file(path)
    assert (again.is_changed, again.kept, again.found, folder(path)) == (False, None, (), before)


def test_every_copy_has_a_name_of_its_own(put, harmed):
    """An older one is never replaced."""
    path = put(harmed)
    kept = []
    for n in range(3):
        path.write_bytes(hand_book(f"{n}+cds_im(1)"))
        kept.append(normalise_file(path).kept)
    assert [each.name for each in kept] == ["控え 一-before.xlsm", "控え 一-before-2.xlsm", "控え 一-before-3.xlsm"]
    assert [each.read_bytes() for each in kept] == [hand_book(f"{n}+cds_im(1)") for n in range(3)]


def test_an_xlsx_gets_its_xlsm_beside(put, xlsx, xlsm):
    """The .xlsx stays what it is: Excel opens no macros under that name."""
    path = put(xlsx, "quotes.xlsx")
    done = repair_file(path)
    assert (done.path.name, done.kept) == ("quotes.xlsm", None)
    assert folder(path) == {"quotes.xlsx": xlsx, "quotes.xlsm": xlsm}


def test_an_xlsm_that_is_there_is_not_written_over(put, xlsx, xlsm):
    """The person says with -o where it should go."""
    path = put(xlsx, "quotes.xlsx")
    put(b"mine", "quotes.xlsm")
    assert refused(repair_file, path) == ["file_not_written"]
    done = repair_file(path, path.with_name("other.xlsm"))
    assert done.path.read_bytes() == xlsm


def test_the_addin_is_repaired_under_its_own_ending(put):
    """Whatever ending it was saved with; a copy named .xlam is left as it is."""
    whole = excel_addin()
    done = repair_file(put(whole, "hikae.xlsm"))
    assert (done.path.name, done.path.read_bytes()) == ("hikae.xlam", whole)
    assert repair_file(done.path).is_changed is False


def test_a_book_of_somebodys_own_is_normalised_in_its_place(put):
    """Formulas and link are mended, and the file as it was is kept."""
    path = put(THEIRS, "mine.xlsx")
    done = normalise_file(path)
    assert [each.code for each in done.found] == ["formulas_normalised", "addin_link_removed"]
    assert (done.path, done.kept.read_bytes()) == (path, THEIRS)
    assert path.read_bytes() != THEIRS
    assert normalise_file(path).is_changed is False


def test_a_function_that_gives_a_block_is_known(put):
    """Excel's choice of one of its values stays; a function of one value needs none."""
    path = put(hand_book("_xlfn.SINGLE(CDS_CURVE(A1,B1:B9))", "_xlfn.SINGLE(CDS_NUMBER(A1))"), "mine.xlsx")
    normalise_file(path)
    text = unpacked(path.read_bytes())["xl/worksheets/sheet1.xml"]
    assert b"<f>_xlfn.SINGLE(CDS_CURVE(A1,B1:B9))</f>" in text
    assert b"<f>CDS_NUMBER(A1)</f>" in text


def test_a_named_result_leaves_the_file_alone(put):
    """With -o a new file is made, also where nothing had to be changed, and nothing is written over."""
    path = put(PLAIN, "mine.xlsx")
    out = path.with_name("out.xlsx")
    done = normalise_file(path, out)
    assert (done.path, done.kept, done.is_changed, out.read_bytes()) == (out, None, False, PLAIN)
    assert refused(normalise_file, path, out) == ["file_not_written"]


@BOTH
def test_a_result_that_excel_would_not_open_is_refused(mend, put, xlsm):
    """The ending of a file's name and what is in it must agree."""
    path = put(xlsm)
    assert refused(mend, path, path.with_name("out.xlsx")) == ["book_ending"]


@BOTH
@pytest.mark.parametrize("lock", [".~lock.{}#", "~${}"])
def test_a_book_that_is_open_elsewhere_is_refused(mend, lock, put, harmed):
    """LibreOffice's and Excel's marks beside the file."""
    path = put(harmed)
    put(b"", lock.format(path.name))
    assert refused(mend, path) == ["book_in_use"]


def test_a_book_saved_meanwhile_is_not_written_over(put, monkeypatch, xlsx, harmed):
    """What somebody saved between reading and writing stays; only the copy of what was read is there besides."""
    path = put(harmed)
    look = saved_book.last_said
    monkeypatch.setattr(saved_book, "last_said", lambda *how: (path.write_bytes(xlsx), look(*how))[1])
    with pytest.raises(RefusedError) as found:
        repair_file(path)
    assert [each.code for each in found.value.findings] == ["book_in_use"]
    assert folder(path) == {path.name: xlsx, "控え 一-before.xlsm": harmed}


def test_a_link_leads_to_the_mended_file(put):
    """The file that a symbolic link means is replaced and kept in its own folder; the link stays one."""
    path = put(THEIRS, "mine.xlsx")
    (path.parent / "desk").mkdir()
    link = path.parent / "desk" / "link.xlsx"
    link.symlink_to(path)
    done = normalise_file(link)
    assert link.is_symlink()
    assert (done.kept.resolve(), done.kept.read_bytes()) == (path.with_name("mine-before.xlsx"), THEIRS)
    assert b"<f>CDS_IM(1)</f>" in unpacked(path.read_bytes())["xl/worksheets/sheet1.xml"]


@BOTH
def test_a_mark_beside_the_file_that_a_link_leads_to_counts(mend, put, harmed):
    """LibreOffice puts it there."""
    path = put(harmed)
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    put(b"", f".~lock.{path.name}#")
    assert refused(mend, link) == ["book_in_use"]


def test_a_file_that_cannot_be_replaced_is_not_kept_twice(put, harmed, monkeypatch):
    """It is there as it was: nobody needs a copy, least of all on a full disk."""

    def full(path, data):
        raise RefusedError([not_written(path, OSError(ENOSPC, ""), needed=len(data))])

    monkeypatch.setattr(saved_book, "replace_file", full)
    assert refused(repair_file, put(harmed)) == ["file_not_written"]


@BOTH
def test_an_encrypted_book_is_refused(mend, put):
    """A compound file: a password, or a book of the old kind."""
    assert refused(mend, put(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))) == ["book_encrypted"]


def bomb(data):
    """Return a book with a part more that unpacks a thousandfold."""
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(60_000_000))
    return held.getvalue()


@BOTH
@pytest.mark.usefixtures("child")
def test_a_zip_bomb_is_refused(mend, put, xlsm):
    """By the limits that every import has, before anything of it is unpacked here."""
    assert refused(mend, put(bomb(xlsm))) == ["xlsx_unsafe"]


@BOTH
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        PLAIN[:-30],
        packed({"xl/a.xml": "<a/>"}),
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        hand_book(more={"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"}),
    ],
)
def test_what_is_no_workbook_is_refused(mend, data, put):
    """Nothing, a piece, another package, one that declares a document type."""
    assert refused(mend, put(data))[0] in {"xlsx_unsafe", "xlsx_unreadable"}


def test_a_damaged_package_that_the_reader_passes_is_refused(put):
    """Two parts of one name: the reader looks at what it needs alone, and nobody could say which of them counts."""
    held = io.BytesIO(PLAIN)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/SharedStrings.xml", "<sst/>")
    assert refused(normalise_file, put(held.getvalue())) == ["xlsx_unreadable"]


def test_what_is_not_ours_is_not_repaired(put):
    """A book of somebody's own, and a report of ours, which has names but no ribbon."""
    assert refused(repair_file, put(PLAIN)) == ["book_not_ours"]
    names = {"HIKAE_BOOK": "'Sheet1'!$A$1", "HIKAE_RULINGS": "'Sheet1'!$A$2:$B$9"}
    assert refused(repair_file, put(hand_book("1", names=names))) == ["book_not_ours"]


def test_a_book_that_counts_from_1904_is_not_repaired_but_normalised(put, xlsm):
    """Its dates would all be wrong in ours; function names are the same everywhere."""
    parts = unpacked(xlsm)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    path = put(packed(parts))
    assert refused(repair_file, path) == ["sheet_date_system"]
    assert normalise_file(path).is_changed is False


@BOTH
def test_a_file_that_is_not_there_is_refused(mend, tmp_path):
    """With its path and the reason."""
    assert refused(mend, tmp_path / "none.xlsm") == ["file_not_read"]
    with pytest.raises(RefusedError) as found:
        mend(tmp_path)
    assert [each.code for each in found.value.findings] == ["file_not_read"]
