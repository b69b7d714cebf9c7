"""The buttons' icons: there for every button, legible, and the same bytes everywhere."""

import struct
import zlib
from itertools import chain, combinations

import pytest

from addin.buttons.icons import BIG, ICONS, SMALL, area, disc, file_name, icon, line, ring
from addin.buttons.shown import OWN
from addin.functions.actions import ACTIONS

BUTTONS = [*(action.name for action in ACTIONS), *(button["name"] for button in OWN)]


def pixels(png):
    """Return width, height and the rows of (red, green, blue, opacity) of a PNG, read by the standard's own words."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts = 8, {}
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        parts[kind] = png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + parts[kind])
        at += 12 + size
    width, height, depth, colours = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, colours) == (8, 6)
    data, step = zlib.decompress(parts[b"IDAT"]), 1 + 4 * width
    rows = [data[row * step + 1 : (row + 1) * step] for row in range(height)]
    return width, height, [[tuple(row[4 * x : 4 * x + 4]) for x in range(width)] for row in rows]


def test_every_button_has_an_icon():
    """No button is without one, and none is drawn for nothing."""
    assert set(BUTTONS) == set(ICONS)


@pytest.mark.parametrize("size", [SMALL, BIG])
@pytest.mark.parametrize("button", BUTTONS)
def test_an_icon_is_a_picture_of_its_size(button, size):
    """A valid PNG with a clear edge to what is around it and enough ink to be seen."""
    width, height, rows = pixels(icon(button, size))
    assert (width, height) == (size, size)
    opaque = sum(pixel[3] == 255 for row in rows for pixel in row)
    clear = sum(pixel[3] == 0 for row in rows for pixel in row)
    assert size * size * 0.07 < opaque < size * size * 0.7
    assert clear > size * size * 0.25


def test_no_two_icons_look_alike():
    """Each icon differs from each other in at least an eighth of its pixels."""
    shown = {button: [*chain(*pixels(icon(button, SMALL))[2])] for button in BUTTONS}
    for one, other in combinations(BUTTONS, 2):
        different = sum(a != b for a, b in zip(shown[one], shown[other], strict=True))
        assert different > SMALL * SMALL / 8, (one, other)


def test_icons_are_on_light_and_dark_alike():
    """No icon is black or white alone, which one of two backgrounds would swallow."""
    for button in BUTTONS:
        colours = {pixel[:3] for row in pixels(icon(button, BIG))[2] for pixel in row if pixel[3] == 255}
        assert any(60 < max(colour) < 240 and max(colour) - min(colour) > 60 for colour in colours), button


def test_an_icons_place_says_button_and_size():
    """The name of the file in the extension."""
    assert file_name("RECORD", BIG) == "icons/record_26.png"


def test_a_line_is_as_wide_as_its_pen():
    """Points within half a width of the stroke belong to it, its round ends too."""
    stroke = line((2, 2), (10, 2), width=2)
    assert [stroke(6, 2.9), stroke(6, 3.1), stroke(10.9, 2), stroke(11.1, 2)] == [True, False, True, False]


def test_an_area_is_what_its_points_surround():
    """A triangle holds its middle and not what is beside it."""
    triangle = area((0, 0), (8, 0), (4, 8))
    assert [triangle(4, 3), triangle(0.5, 6), triangle(4, -1)] == [True, False, False]


def test_circles_are_full_or_a_line():
    """A disc holds its middle, a ring does not; a part of a ring goes clockwise from the right."""
    assert (disc(8, 8, 3)(8, 8), ring(8, 8, 3)(8, 8), ring(8, 8, 3)(8, 5)) == (True, False, True)
    quarter = ring(8, 8, 3, share=0.25)
    assert (quarter(10.1, 10.1), quarter(5.9, 5.9)) == (True, False)
