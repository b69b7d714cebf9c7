"""The paper's PDF: the same bytes for the same content, its own typefaces, and nothing in it acts on the setter."""

import json
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.export import paper
from addin.export.paper import CardPage, Column, Kind, Paper, Running, Section, Table, pdf_of
from calc.days.cutoff import JST
from calc.outcome import RefusedError
from calc.text.wording import Words

AT = datetime(2026, 11, 20, 18, 30, tzinfo=JST)
CARD = CardPage(
    "CP-0.1",
    "CP-2011-07",
    Words("JSCC", "JSCC"),
    Words("条項", "clause"),
    ((Words("時刻", "Times"), Words("－", "none")),),
)
COLUMNS = (
    Column(Words("何", "what")),
    Column(Words("額", "amount"), 30, Kind.NUMBER),
    Column(Words("済", "done"), 12, Kind.BOX),
    Column(Words("時刻", "time"), 0, Kind.WRITE, share=2),
)


def of(*rows, **changes):
    """Return a small paper with these rows."""
    table = Table(Words("表", "Table"), COLUMNS, rows, row_mm=9)
    section = Section(Words("題", "Title"), ("一行 a line",), (Words("名", "Name"),), (table,), (Words("計", "Sum"),))
    made = Paper(Running("2026-11-20", AT, "#1 0123456789ab"), (section,), (CARD,), Words("条項カード", "Cards"))
    return replace(made, **changes)


PLAIN = of(("一", "1", "", ""), ("二", "2", "", ""))


def test_the_paper_is_a_pdf():
    """Whole from its first line to its last."""
    made = pdf_of(PLAIN)
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")


def test_the_same_content_gives_the_same_bytes():
    """Two offices can compare what they printed by its hash; no clock of the machine is in it."""
    assert pdf_of(PLAIN) == pdf_of(of(("一", "1", "", ""), ("二", "2", "", "")))


@pytest.mark.parametrize(
    "changes",
    [
        {"running": replace(PLAIN.running, at=AT + timedelta(seconds=1))},
        {"running": replace(PLAIN.running, head="#2 0123456789ab")},
        {"running": replace(PLAIN.running, mark="訓練 / DRILL")},
        {"running": replace(PLAIN.running, note="合成 synthetic")},
        {"cards": (CARD, CARD)},
        {"card_title": Words("札", "Cards")},
    ],
)
def test_other_content_gives_other_bytes(changes):
    """The instant, the head, the mark, the note, the cards: everything that is said is in the file."""
    assert pdf_of(replace(PLAIN, **changes)) != pdf_of(PLAIN)


def test_the_date_of_the_file_is_the_instant_it_speaks_of():
    """A viewer shows 18:30 of the day in Japan, whenever it was made."""
    assert b"D:20261120093000" in pdf_of(PLAIN)


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_whatever_a_person_typed_is_text(typed):
    """No name, address or note is an instruction to the setter, or stops it."""
    assert pdf_of(of((typed, "1", "", ""), running=replace(PLAIN.running, note=typed))).startswith(b"%PDF-")


@pytest.mark.parametrize("typed", ["#panic()", "*bold*", "$x$", "\\", "]", '"', '#read("/etc/hostname")', "// no"])
def test_an_instruction_of_the_setter_stays_a_word(typed):
    """What would mean something to it is printed as it was typed."""
    assert pdf_of(of((typed, "1", "", ""))) != pdf_of(of(("", "1", "", "")))


def test_a_missing_typeface_is_refused_by_name(monkeypatch):
    """A page of empty boxes would look printed: nothing is made, and the finding says what is missing."""
    paper.typefaces.cache_clear()
    monkeypatch.setattr(paper, "FONT", "Noto Sans Nowhere")
    with pytest.raises(RefusedError) as refused:
        pdf_of(PLAIN)
    (found,) = refused.value.findings
    assert found.code == "paper_font_missing"
    assert dict(found.details)["font"] == "Noto Sans Nowhere"


def test_a_card_that_does_not_fit_is_never_cut_off():
    """Half a sheet is half a sheet: the setter stops rather than print over the boxes."""
    long = replace(CARD, rows=tuple((Words("行", "row"), Words("長い " * 60, "long " * 60)) for _ in range(8)))
    with pytest.raises(RuntimeError, match=r"card CP-0\.1 is too long"):
        pdf_of(replace(PLAIN, cards=(long,)))


def test_a_note_of_any_length_moves_nothing():
    """A thousand letters of a folder's note leave the card on its half sheet."""
    assert pdf_of(replace(PLAIN, running=replace(PLAIN.running, note="注" * 1000))).startswith(b"%PDF-")


def test_a_paper_without_cards_or_rows_is_made():
    """The shapes may be empty."""
    bare = replace(PLAIN.sections[0], tables=(replace(PLAIN.sections[0].tables[0], rows=()),))
    assert pdf_of(replace(PLAIN, sections=(bare, Section(Words("空", "Empty"))))).startswith(b"%PDF-")


def test_the_setter_is_loaded_for_paper_alone():
    """Importing the shapes brings in no large library: the boards and the cards start without it."""
    loaded = json.loads(_in_a_fresh_python("import addin.export.paper, addin.app.paper.cards"))
    assert "typst" not in loaded


def _in_a_fresh_python(statement):
    import subprocess  # noqa: PLC0415 - for this one question

    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(m for m in sys.modules if '.' not in m)))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60).stdout
