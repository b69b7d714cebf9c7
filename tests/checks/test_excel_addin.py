"""The add-in for Excel: laid down, with its Python and its part, opened by Excel and not disabled."""

import io
import zipfile
from pathlib import Path

import pytest
from excel_desk import product_addin

from addin.checks.excel_addin import EXCEL, MANAGER, OPTIONS, installation

DISABLED, CRASHING = rf"{EXCEL}\Resiliency\DisabledItems", rf"{EXCEL}\Resiliency\CrashingAddinList"


def item(path, title="", *, kind=1):
    """Return a disabled item as Office notes it: kind, two lengths in bytes, path in small letters, title."""
    texts = [f"{each}\0".encode("utf-16-le") for each in (str(path).lower(), title)]
    return b"".join(number.to_bytes(4, "little") for number in (kind, *map(len, texts))) + b"".join(texts)


def test_the_installation_stands_beside_the_record(tmp_path, monkeypatch):
    """It is where the kit's own script puts it."""
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert installation().addin == tmp_path / "Hikae-app" / "excel" / "hikae.xlam"
    assert installation().environment is None


@pytest.mark.parametrize("name", ["current", "excel/hikae.xlam"])
def test_an_add_in_that_no_kit_laid_down_is_told_alone(windows, name):
    """Without the file, or without a version that runs, one finding says what to do."""
    (windows.there.app / name).unlink()
    windows.forget(OPTIONS)
    assert windows.found().keys() == {"excel_addin_missing"}


def test_a_python_that_is_gone_is_told(windows):
    """Excel would start nothing."""
    (windows.environment / "pythonw.exe").unlink()
    assert windows.found()["excel_python_missing"]["path"] == str(windows.environment / "pythonw.exe")


def test_another_python_is_told(windows, monkeypatch, tmp_path):
    """A check by another installation cannot speak for Excel's, and says which is which."""
    monkeypatch.setattr("sys.executable", str(tmp_path / "python.exe"))
    found = windows.found()["excel_python_other"]
    assert found == {"path": str(windows.environment / "pythonw.exe"), "here": str(tmp_path / "python.exe")}


@pytest.mark.parametrize("content", [b"", b"PK\3\4 torn", None])
def test_an_add_in_of_another_version_is_told(windows, content):
    """Its macros would ask for what this version does not answer; torn ones are no better."""
    windows.there.addin.write_bytes(repacked(product_addin(), change=b"<customUI") if content is None else content)
    assert windows.found() == {"excel_addin_old": {"path": str(windows.there.addin)}}


@pytest.mark.parametrize("change", [b"", b"<dimension"])
def test_an_add_in_that_is_only_packed_otherwise_is_ours(windows, change):
    """Another zlib packs the same parts in other bytes, and another library writes the sheet otherwise."""
    windows.there.addin.write_bytes(repacked(product_addin(), change=change))
    assert windows.there.addin.read_bytes() != product_addin()
    assert windows.found() == {}


def repacked(data, *, change=b""):
    """Return a package with its parts stored as they are, or one of them changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(change, change + b" ") if change else part)
    return out.getvalue()


def test_a_part_of_another_version_is_told(windows):
    """The part that Excel loads must be of the very version of the package."""
    (part,) = windows.environment.glob("xlwings64-*.dll")
    part.rename(part.with_name("xlwings64-0.1.0.dll"))
    assert windows.found()["excel_part_missing"]["path"] == str(part)


@pytest.mark.parametrize("key", [DISABLED, CRASHING])
@pytest.mark.parametrize("place", ["hikae-app/excel/hikae.xlam", "hikae/books/quotes-2026-11-20.xlsm"])
def test_a_file_that_excel_disabled_is_told(windows, key, place, tmp_path):
    """Add-in and books are known by their folders, in small letters as Office writes them."""
    path = tmp_path / place
    windows.note(key, **{"63CB962": item(path, "Hikae", kind=2)})
    assert windows.found()["excel_addin_disabled"] == {"path": str(path).lower(), "key": key.rpartition("\\")[2]}


def test_a_disabled_file_may_be_named_by_the_value_itself(windows):
    """Some lists of Office hold the path as the name, and a number."""
    windows.note(CRASHING, **{str(windows.there.addin): 1})
    assert windows.found().keys() == {"excel_addin_disabled"}


def test_what_else_excel_disabled_is_no_matter(windows):
    """Another add-in, and one of a name like ours in another folder, are somebody else's."""
    windows.note(DISABLED, A=item(r"c:\tools\other.xlam"), B=item(r"d:\old\hikae.xlam"), C=b"", D=7)
    assert windows.found() == {}


def test_an_add_in_that_excel_does_not_open_is_told(windows):
    """Others' entries are no sign of ours."""
    windows.forget(OPTIONS)
    windows.note(OPTIONS, OPEN='"C:\\other.xlam"', Openings=str(windows.there.addin))
    assert windows.found()["excel_addin_unlisted"]["path"] == str(windows.there.addin)


def test_an_unticked_add_in_is_told_as_such(windows):
    """What a person unticked is known to Excel, so there is another thing to do."""
    windows.forget(OPTIONS)
    windows.note(MANAGER, **{str(windows.there.addin): ""})
    assert windows.found().keys() == {"excel_addin_unticked"}


def test_an_add_in_of_another_place_is_told(windows):
    """An old one would answer in place of ours, and both are named."""
    old = r'/R "D:\old\Hikae.xlam"'
    windows.note(OPTIONS, OPEN1=old)
    assert windows.found()["excel_addin_other"] == {"found": old, "path": str(windows.there.addin)}


def test_our_add_in_may_stand_anywhere_among_the_others(windows):
    """Excel numbers its entries anew when it closes, and writes its own marks before the path."""
    windows.forget(OPTIONS)
    windows.note(OPTIONS, open7=f'/R "{str(windows.there.addin).upper()}"')
    assert windows.found() == {}


def test_the_folder_of_the_version_that_runs_is_the_one_that_counts(windows):
    """The name in `current` may end with a line break, as the kit writes it."""
    assert windows.there.environment == Path(windows.there.app, "versions", "v1", "env")
