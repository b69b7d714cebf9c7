# ruff: noqa: D102, N802 - the stand-in has the office's own names
"""What is shown above a sheet: short enough to leave the sheet in sight, and nothing lost of what went well."""

import pytest

from addin.libreoffice.sheet import BAR_DONE, BAR_FAILED, LONGEST_SAID, say


class View:
    """A window that keeps what was shown above its sheet."""

    def __init__(self):
        self.bars = []

    def hasInfobar(self, _name):
        return bool(self.bars)

    def removeInfobar(self, _name):
        self.bars.clear()

    def appendInfobar(self, name, headline, line, kind, buttons, closes):
        self.bars.append((name, headline, line, kind, buttons, closes))


@pytest.fixture
def view():
    """Return a window."""
    return View()


def test_a_long_refusal_is_cut_and_says_where_the_rest_is(view):
    """Both languages keep to one line's length, and the list of errors is named."""
    say(view, ("あ" * 400, "b" * 400), BAR_FAILED)
    ((_, ja, en, *_),) = view.bars
    assert {len(ja), len(en)} == {LONGEST_SAID}
    assert ja.endswith("エラー一覧 / Errors")
    assert en.startswith("bbb")


def test_a_short_refusal_is_shown_whole(view):
    """What fits is not touched."""
    say(view, ("あ" * LONGEST_SAID, "b"), BAR_FAILED)
    assert view.bars[0][1:3] == ("あ" * LONGEST_SAID, "b")


def test_what_went_well_is_shown_whole(view):
    """A path at the end of a long line is still there, as no list has it."""
    path = "/home/desk/out/2026-11-20/" + "x" * 200
    say(view, (path, path), BAR_DONE)
    assert view.bars[0][1:3] == (path, path)


def test_a_new_word_takes_the_place_of_the_last(view):
    """Two bars never stand above one sheet."""
    say(view, ("一", "one"), BAR_DONE)
    say(view, ("二", "two"), BAR_FAILED)
    assert [bar[1] for bar in view.bars] == ["二"]
