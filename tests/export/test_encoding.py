"""What an encoding cannot bring back does not leave: over the whole BMP, from text to bytes and from bytes to text."""

from dataclasses import replace

import pytest

from addin.export.forms import FORMS
from addin.export.template import template
from addin.export.upload import reread, upload
from calc.outcome import RefusedError

FORM = template("shortfall_messages")
NAME = "participant_name"
ENCODINGS = ("cp932", "utf-8", "utf-8-sig")
BMP = [f"株{chr(point)}社" for point in range(0x10000)]


def refusal(form, rows):
    """Return the findings of a file that is refused."""
    with pytest.raises(RefusedError) as refused:
        upload(form, rows)
    return refused.value.findings


def kept(sign, encoding):
    """Return whether one sign alone comes back, asked of the codec and not of the product."""
    try:
        return str(sign.encode(encoding), encoding) == sign
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False


@pytest.fixture(params=ENCODINGS)
def encoded(request):
    """Return the layout in each encoding."""
    return replace(FORM, encoding=request.param)


@pytest.fixture
def row(good_rows):
    """Return a function that gives a good row with another name in it."""
    return lambda text: {**good_rows["shortfall_messages"], NAME: text}


@pytest.mark.sampled
def test_over_the_bmp_what_is_accepted_survives_and_all_else_is_refused_with_its_cell(encoded, row):
    """Each of 65,536 signs is either refused at its row and column, or reads back as the very same text and bytes."""
    good = [text for text in BMP if FORMS["label"].fullmatch(text) and kept(text[1], encoded.encoding)]
    bad = set(BMP).difference(good)
    found = refusal(encoded, [row(text) for text in BMP])
    places = {(each.place.row, each.place.column) for each in found}
    assert places == {(ord(text[1]) + 2, NAME) for text in bad}
    assert len(found) == len(bad)
    made = upload(encoded, [row(text) for text in good])
    lines = made.data.decode(encoded.encoding).split("\r\n")[1:-1]
    assert [line.split(",")[2] for line in lines] == good
    assert "\r\n".join(lines).encode("utf-8" if encoded.encoding == "utf-8-sig" else encoded.encoding) in made.data
    assert len(good) > 6000


def test_every_double_byte_of_cp932_comes_back_as_itself_or_is_refused(row):
    """From bytes: a file is only read when its text gives the same bytes again; a second spelling of a sign is not."""
    before, after = upload(FORM, [row("株社")]).data.split("株社".encode("cp932"))
    leads = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
    refused, read = [], 0
    for pair in (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFD)):
        data = before + "株".encode("cp932") + pair + after
        try:
            assert reread(FORM, data).data == data
            read += 1
        except RefusedError as error:
            refused.append((pair, error.findings[0].code))
    assert read > 6000
    assert dict(refused)[b"\xfb\xfc"] == "export_not_read_back"  # how other tools spell U+9AD9
    assert {code for _, code in refused} <= {"export_cell", "export_unencodable", "export_not_read_back"}


@pytest.mark.parametrize(
    ("text", "codepoint"),
    [("東京〜大阪", "U+301C"), ("株−社", "U+2212"), ("株‖社", "U+2016"), ("吉𠮷", "U+20BB7"), ("Ünion", "U+00DC")],
)
def test_a_sign_that_cp932_loses_is_named(row, text, codepoint):
    """What cp932 cannot write, and what it turns into a look-alike, is refused with cell, sign and code point."""
    (found,) = refusal(FORM, [row("髙橋"), row(text)])
    assert (found.code, found.place.source, found.place.row, found.place.column) == (
        "export_unencodable", "shortfall_messages.csv", 3, NAME,
    )  # fmt: skip
    assert dict(found.details)["codepoint"] == codepoint
    assert dict(found.details)["encoding"] == "cp932"
    assert upload(replace(FORM, encoding="utf-8"), [row(text)]).data.decode().splitlines()[1].split(",")[2] == text


@pytest.mark.parametrize("text", ["髙橋ＡＢＣ証券（株）", "みずほ", "㈱①", "東京～大阪", "A.B.C. & Co"])
def test_a_name_of_everyday_signs_leaves_in_cp932(row, text):
    """Names as clearing participants have them pass, the signs of the code page's own rows among them."""
    assert text.encode("cp932") in upload(FORM, [row(text)]).data


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A", "-A", "@A", "\tA", "\0", "＝1", "＋1", "－1", "＠A", " A", "A,B", 'A"B', "A\nB", "A=1", "A\u200bB",
     "A\u202eB", "A|B", "'A", "", "A" * 41, "A\ud800", "A\ufeff"],
)  # fmt: skip
def test_a_name_that_acts_is_refused_and_never_escaped(row, text):
    """Formulas in half and full width, separators, quotes, controls and invisible signs do not leave in a name."""
    (found,) = refusal(replace(FORM, encoding="utf-8"), [row(text)])
    assert (found.code, found.place.row, found.place.column) == ("export_cell", 2, NAME)
    assert dict(found.details)["text"].isprintable()
