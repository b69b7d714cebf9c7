"""The start sheet is one page that prints the fingerprint, and the list of contents leaves nothing out."""

import re
import subprocess
from datetime import datetime

import pytest

from addin.kit import sheet
from addin.kit.target import System
from calc.days.cutoff import JST
from calc.tables import packaged

FINGERPRINT = " ".join(f"{number:04x}" for number in range(0xAB00, 0xAB10))
MADE = datetime(2026, 11, 20, 21, 0, tzinfo=JST)


def text_of(pdf, tmp_path):
    """Return a PDF's description and its text."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    return [subprocess.run(c, capture_output=True, encoding="utf-8", check=True).stdout
            for c in (["pdfinfo", path], ["pdftotext", "-layout", path, "-"])]  # fmt: skip


@pytest.fixture(params=System)
def facts(request):
    """Return what stands on the sheet of a kit for each system."""
    return sheet.Facts("1.2.3", request.param, "3.12", MADE, FINGERPRINT, "0123456789ab")


def test_the_sheet_is_one_page_of_a4(facts, tmp_path):
    """However the words run, it is one A4 page."""
    info, _ = text_of(sheet.sheet_pdf(facts), tmp_path)
    assert re.search(r"Pages: +1\n", info)
    assert "(A4)" in info


def test_the_sheet_says_what_is_read_aloud(facts, tmp_path):
    """Fingerprint, version, the record's head and the command to start with can be read on it, in Japanese."""
    _, text = text_of(sheet.sheet_pdf(facts), tmp_path)
    assert FINGERPRINT in " ".join(text.split())
    start = "start.cmd" if facts.system is System.WINDOWS else "sh start.sh"
    for words in (start, "1.2.3", "0123456789ab", "2026-11-20T21:00:00+09:00", "困ったとき"):
        assert words in text


def test_the_letters_are_in_the_sheet(tmp_path):
    """Every typeface is embedded: the alternate office's computer may have no Japanese one."""
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sheet.sheet_pdf(sheet.Facts("1", System.LINUX, "3.12", MADE, FINGERPRINT, "")))
    listed = subprocess.run(["pdffonts", path], capture_output=True, encoding="utf-8", check=True).stdout
    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert any("NotoSansJP" in words[0] for words in fonts)
    assert {words[-5] for words in fonts} == {"yes"}


def test_the_same_facts_make_the_same_sheet(facts):
    """The sheet is the same to the byte for the same kit."""
    assert sheet.sheet_pdf(facts) == sheet.sheet_pdf(facts)


def test_the_list_of_contents_adds_up_each_kind():
    """Each kind that is there stands with its bytes and for whom it is, in both languages; others are not named."""
    text = sheet.contents_text({"wheels/a.whl": 1000, "wheels/b.whl": 234, "record/journal.bundle": 5})
    assert re.search(r"^wheels/ +1,234 B +公開可 / public$", text, re.MULTILINE)
    assert re.search(r"^record/ +5 B +秘 / CONFIDENTIAL$", text, re.MULTILINE)
    assert "runtime/" not in text


def test_a_file_of_no_kind_does_not_leave():
    """A file that no kind describes stops the list, and the kit with it."""
    with pytest.raises(LookupError, match="id_rsa"):
        sheet.contents_text({"id_rsa": 1})


def test_no_kind_hides_another():
    """No kind begins with another, so every file has exactly one."""
    begins = [kind["begins"] for kind in packaged("addin.kit", "contents.toml")["kinds"]]
    assert [(a, b) for a in begins for b in begins if a != b and a.startswith(b)] == []
