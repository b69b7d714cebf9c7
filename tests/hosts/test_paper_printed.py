"""The paper as a printer and a FAX carry it: every page numbered and dated, black on white, every state word there."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from continuity_hand import at
from paper_pages import seen

from addin.app.paper.make import paper_of
from addin.app.paper.now import CUT_OFFS, MISSED
from addin.export.paper import Column, Section, Table, pdf_of
from addin.home import BANNER
from calc.tables import packaged
from calc.text.wording import Words

FAX = 200  # dots per inch
POINT = FAX / 72
A4 = (1654, 2339)  # dots
HALF = 148.5  # millimetres
ROOT = Path(__file__).parents[2]
SIGNS = "●▲✗○◎－"
DASHED = 0.4  # of a dashed line's length that is ink at least


def state_words():
    """Return every word that tells a state: the plan's own, the first page's, and all that stand in the boards."""
    board = packaged("calc.plan", "board.toml")
    own = [
        each["ja"].format(items="", number=1).strip() for kind in ("duty", "status") for each in board[kind].values()
    ]
    pages = [words.split("\n")[0] for words in (*CUT_OFFS.values(), MISSED)]
    places = [*ROOT.glob("addin/app/continuity_board*.py"), *ROOT.glob("addin/app/paper/*.py")]
    told = [
        found
        for place in places
        for found in re.findall(r'"([●▲✗○－] [^"\\{]+)["\\]', place.read_text(encoding="utf-8"))
    ]
    return sorted({*own, *pages, *told})


def poppler(program, *words):
    """Return what a program of poppler's prints."""
    return subprocess.run([program, *map(str, words)], capture_output=True, check=True, timeout=100).stdout


@pytest.fixture(scope="module")
def paper():
    """Return the example day's paper at 20:30, in a drill, with a page that holds every state word."""
    made = paper_of(seen(20, 30))
    rows = tuple((word,) for word in state_words())
    states = Section(Words("状態", "States"), tables=(Table(Words("", ""), (Column(Words("語", "word")),), rows),))
    running = replace(made.running, mark=BANNER, head="#12 0123456789ab")
    return replace(made, running=running, sections=(*made.sections, states))


@pytest.fixture(scope="module")
def printed(paper, tmp_path_factory):
    """Return the file."""
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    path.write_bytes(pdf_of(paper))
    return path


@pytest.fixture(scope="module")
def pages(printed):
    """Return the text of every page, as it reads from left to right."""
    return poppler("pdftotext", "-layout", printed, "-").decode().split("\f")[:-1]


@pytest.fixture(scope="module")
def fax(printed):
    """Return a function that gives a page as a FAX carries it: an array of dots, true where it is black."""
    held = {}

    def page(number):
        if number not in held:
            image = poppler("pdftoppm", "-r", FAX, "-mono", "-f", number, "-l", number, printed)
            _, size, dots = image.split(b"\n", 2)
            width, height = map(int, size.split())
            lines = np.frombuffer(dots, dtype=np.uint8).reshape(height, -1)
            held[number] = np.unpackbits(lines, axis=1)[:, :width].astype(bool)
        return held[number]

    return page


def first_card(pages):
    """Return the number of the first page of cards."""
    return next(n for n, page in enumerate(pages, start=1) if "CP-0.1" in page and "作成" in page and "メモ" in page)


def found_words(printed, number):
    """Return each word of a page with its box in points: left, top, right, bottom."""
    text = poppler("pdftotext", "-bbox", "-f", number, "-l", number, printed, "-").decode()
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
    return [(word, tuple(map(float, corners))) for *corners, word in re.findall(box, text)]


def test_every_page_says_which_it_is_and_of_how_many(pages):
    """A page that was lost in the FAX is missed."""
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"頁 page +{number} / {len(pages)}\b", page), number


def test_every_page_says_of_when_it_is_and_of_which_record(pages):
    """Business date, instant and chain head; a page on a desk can be dated without the others."""
    for page in pages:
        assert re.search(r"業務日 +date +2026-11-20", page)
        assert "2026-11-20 20:30:00 JST" in page
        assert "#12 0123456789ab" in page


def test_every_page_and_every_card_of_a_drill_is_marked(pages):
    """Cut in two, both halves of a sheet say 訓練 / DRILL; a live paper says it nowhere."""
    cards = first_card(pages)
    assert all(page.count(BANNER) == 1 for page in pages[: cards - 1])
    assert all(page.count(BANNER) == 2 for page in pages[cards - 1 :])


def test_each_half_of_a_card_sheet_is_dated_by_itself(pages):
    """Date, head and page number stand twice on each sheet of cards."""
    for page in pages[first_card(pages) - 1 :]:
        assert page.count("2026-11-20 20:30:00 JST") == 2
        assert page.count("#12 0123456789ab") == 2
        assert len(re.findall(r"頁 page", page)) == 2


def test_two_cards_stand_on_a_sheet(pages, paper):
    """86 clauses on 43 sheets, in plan order, each with both boxes."""
    sheets = pages[first_card(pages) - 1 :]
    assert len(sheets) == 43
    numbers = [card.number for card in paper.cards]
    for n, sheet in enumerate(sheets):
        assert [number for number in numbers if re.search(rf"^ *{re.escape(number)} ", sheet, re.MULTILINE)] == numbers[
            2 * n : 2 * n + 2
        ]
        assert len(re.findall("作成 +done by +確認 +checked by", sheet)) == 2
        assert sheet.count("略号 initials") == sheet.count("時刻 time") == 4


def test_the_contents_name_the_pages_where_things_begin(pages, paper):
    """Each title of the contents stands on the page that it names."""
    text = "\n".join(pages[:3])
    for section in paper.sections:
        (number,) = re.findall(rf"^ *{re.escape(section.title.ja)} / .*?\.[ .]+(\d+)$", text, re.MULTILINE)
        assert re.search(rf"^ *{re.escape(section.title.ja)}\s", pages[int(number) - 1], re.MULTILINE)
    assert re.search(rf"条項カード / Clause cards[ .]+{first_card(pages)}$", text, re.MULTILINE)


def test_every_state_word_is_found_in_the_text(pages):
    """What a search, a copy or a reader of text finds: each state's sign and word."""
    text = "\n".join(pages)
    assert len(state_words()) > 40
    assert [word for word in state_words() if word.replace(" ", "") not in text.replace(" ", "")] == []


def test_every_state_word_has_its_ink_on_a_fax(pages, printed, fax):
    """In black and white at 200 dpi each word of the page of states is neither lost nor a blot."""
    number = next(n for n, page in enumerate(pages, start=1) if re.search(r"^ *状態 +States", page, re.MULTILINE))
    dots, looked_at = fax(number), 0
    for word, (left, top, right, bottom) in found_words(printed, number):
        is_word = re.search(r"[\u3040-\u9fff]", word)
        if is_word or word in SIGNS:
            box = dots[int(top * POINT) : int(bottom * POINT) + 1, int(left * POINT) : int(right * POINT) + 1]
            assert 0.03 < box.mean() < (0.6 if is_word else 0.8), word
            looked_at += 1
    assert looked_at > 60


def test_there_is_no_grey_and_no_colour(printed):
    """Set without smoothing, every dot of every kind of page is black or white."""
    for number in (1, 3, 8, 12, 15, 30):
        image = poppler("pdftoppm", "-r", 100, "-aa", "no", "-aaVector", "no", "-f", number, "-l", number, printed)
        *_, pixels = image.split(b"\n", 3)
        assert set(np.unique(np.frombuffer(pixels, dtype=np.uint8))) == {0, 255}


def test_nothing_is_smaller_than_nine_points(printed):
    """A FAX of 200 dpi carries no smaller kanji."""
    sizes = re.findall(
        r'<fontspec [^>]*size="(\d+)"', poppler("pdftohtml", "-xml", "-zoom", 1, "-i", "-stdout", printed).decode()
    )
    assert sizes
    assert min(map(int, sizes)) >= 9


def test_the_typefaces_travel_with_the_file(printed):
    """Embedded, as a part of each: a bare PC has no Japanese of its own."""
    rows = [line.split() for line in poppler("pdffonts", printed).decode().splitlines()[2:]]
    assert any("NotoSansJP" in row[0] for row in rows)
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert printed.stat().st_size < 1_000_000


def test_a_card_is_half_a_sheet_under_the_ruler(pages, fax):
    """The cut line lies at 148.5 mm, to a third of a millimetre, from one edge of the paper to the other."""
    dots = fax(first_card(pages))
    assert dots.shape[::-1] == A4
    inked = dots.mean(axis=1)
    near = range(int((HALF - 0.33) / 25.4 * FAX), int((HALF + 0.33) / 25.4 * FAX) + 1)
    assert max(inked[row] for row in near) > DASHED
    assert np.flatnonzero(inked > DASHED).min() > 20 / 25.4 * FAX / 2  # and no other line is as long so near the top


def test_both_halves_are_set_alike(pages, printed):
    """The second card's words stand 148.5 mm below the first one's."""
    words = found_words(printed, first_card(pages))
    tops = [box[1] for word, box in words if word == "作成"]
    assert tops[1] - tops[0] == pytest.approx(HALF / 25.4 * 72, abs=0.5)


def test_the_left_edge_is_free_for_punching(fax):
    """22 mm on every kind of page: nothing but the cut line reaches into it."""
    for number in (1, 4, 9, 13, 16):
        assert not fax(number)[:, : int(21.5 / 25.4 * FAX)].any()


def test_nothing_runs_off_the_paper(pages, fax):
    """The outer 5 mm that a printer cannot reach are empty, but for the cut line."""
    rim = int(5 / 25.4 * FAX)
    for number in range(1, first_card(pages), 3):
        dots = fax(number)
        assert not any(edge.any() for edge in (dots[:rim], dots[-rim:], dots[:, -rim:]))


def test_the_boxes_have_room_for_a_hand(pages, printed):
    """Two boxes side by side, the row of initials and time at least 6 mm under the word 作成."""
    boxes = dict(reversed(found_words(printed, first_card(pages))))
    assert boxes["略号"][1] - boxes["作成"][1] > 6 / 25.4 * 72
    assert boxes["確認"][0] - boxes["作成"][0] > 80 / 25.4 * 72


def test_an_early_paper_shows_what_is_still_awaited(tmp_path):
    """At noon, live: nothing due, the next cut-off, no mark of a drill; on paper as on the screen."""
    path = tmp_path / "noon.pdf"
    path.write_bytes(pdf_of(paper_of(seen(12))))
    text = poppler("pdftotext", "-layout", "-l", 2, path, "-").decode()
    assert BANNER not in text
    assert "13:00:00" in text
    assert f"{at(12):%Y-%m-%d %H:%M:%S} JST" in text
    assert "○ なし" in text


def test_the_note_is_whole_on_every_page(pages, printed, fax):
    """Its one line is cut off at its end only: kanji keep their heads, letters what hangs below the line."""
    for number in (1, first_card(pages)):
        word, (left, top, _, bottom) = next(each for each in found_words(printed, number) if each[0].startswith("合成"))
        line = fax(number)[int(top * POINT) : int(bottom * POINT) + 1, int(left * POINT) :]
        inked = np.flatnonzero(line.any(axis=1))
        assert inked[-1] - inked[0] > 0.9 * 9 * POINT, word
