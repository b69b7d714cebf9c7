"""The buttons' icons, drawn from a few lines each: PNG bytes that are the same on every machine.

Shapes stand on a grid of 16 × 16. Each pixel is looked at in nine places, so edges are smooth; the bytes are stored
without compression, as compression libraries differ.
"""

import struct
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from math import atan2, hypot, pi

Point = tuple[float, float]
Colour = tuple[int, int, int]
Inside = Callable[[float, float], bool]
Shape = tuple[Colour, Inside]

GRID, SMALL, BIG = 16, 16, 26
SAMPLES = 3
PEN = 1.8

BLUE, GREEN, RED, AMBER, WHITE = (38, 103, 173), (34, 139, 76), (200, 44, 44), (214, 138, 18), (255, 255, 255)


def line(*points: Point, width: float = PEN) -> Inside:
    """Return a pen's stroke through points, with round ends."""
    pen = width / 2
    legs = [(start, end, *_reach(start, end, pen)) for start, end in pairwise(points)]
    return lambda x, y: any(
        left <= x <= right and top <= y <= bottom and _distance((x, y), start, end) <= pen
        for start, end, left, right, top, bottom in legs
    )


def _reach(start: Point, end: Point, pen: float) -> tuple[float, float, float, float]:
    """Return how far to the left, right, top and bottom a leg can be: most points are further off."""
    (ax, ay), (bx, by) = start, end
    return min(ax, bx) - pen, max(ax, bx) + pen, min(ay, by) - pen, max(ay, by) + pen


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def area(*points: Point) -> Inside:
    """Return what points surround."""
    edges = list(zip(points, (*points[1:], points[0]), strict=True))

    def inside(x: float, y: float) -> bool:
        crossed = [
            ((ay > y) != (by > y)) and x < (bx - ax) * (y - ay) / (by - ay) + ax
            for (ax, ay), (bx, by) in edges
            if ay != by
        ]
        return sum(crossed) % 2 == 1

    return inside


def disc(x: float, y: float, radius: float) -> Inside:
    """Return a filled circle."""
    return lambda px, py: hypot(px - x, py - y) <= radius


def ring(x: float, y: float, radius: float, *, share: float = 1.0, width: float = PEN) -> Inside:
    """Return a circle's line, from its right end clockwise for a share of its way round."""

    def inside(px: float, py: float) -> bool:
        on_line = abs(hypot(px - x, py - y) - radius) <= width / 2
        return on_line and (atan2(py - y, px - x) % (2 * pi)) <= 2 * pi * share

    return inside


def _tray(colour: Colour) -> Shape:
    return colour, line((2, 10), (2, 14), (14, 14), (14, 10))


ICONS: dict[str, tuple[Shape, ...]] = {
    "IMPORT": (_tray(BLUE), (BLUE, line((8, 1.5), (8, 7))), (BLUE, area((4, 6.5), (12, 6.5), (8, 11)))),
    "CHECK": ((GREEN, line((2.2, 8.8), (6, 12.6), (13.6, 3.6), width=2.6)),),
    "CALCULATE": (
        (BLUE, line((12.8, 4.2), (12.8, 2.2), (3.4, 2.2), (8.6, 8), (3.4, 13.8), (12.8, 13.8), (12.8, 11.8))),
    ),
    "APPLY": ((BLUE, ring(8, 8, 6.2)), (BLUE, line((8, 4.2), (8, 8), (10.8, 9.8)))),
    "SEND": (
        (BLUE, area((1, 7), (15, 1.5), (10, 14.5), (7.4, 9.4))),
        (WHITE, line((7.4, 9.2), (12.4, 4.2), width=1.0)),
    ),
    "EXPORT": (_tray(BLUE), (BLUE, line((8, 5), (8, 10.6))), (BLUE, area((4, 5.8), (12, 5.8), (8, 1.2)))),
    "RECORD": (
        (BLUE, line((2.6, 1.6), (11.6, 1.6), (11.6, 7.6))),
        (BLUE, line((2.6, 1.6), (2.6, 14.4), (7.4, 14.4))),
        (BLUE, line((5, 5), (9.2, 5), width=1.2)),
        (BLUE, line((5, 8), (7.6, 8), width=1.2)),
        (RED, disc(11.2, 11.6, 3.6)),
    ),
    "DECLARE": (
        (BLUE, area((1.4, 6), (6, 6), (11.6, 2), (11.6, 13), (6, 9.4), (1.4, 9.4))),
        (BLUE, line((4.2, 9.4), (5.4, 14.2), width=2.2)),
        (AMBER, line((13.8, 5), (13.8, 10), width=1.6)),
    ),
    "DRILL": ((BLUE, line((3.4, 1.6), (3.4, 14.6))), (AMBER, area((4.6, 2), (14, 5.6), (4.6, 9.4)))),
    "CANCEL": ((RED, line((3.4, 3.4), (12.6, 12.6), width=2.6)), (RED, line((12.6, 3.4), (3.4, 12.6), width=2.6))),
    "RETRY": ((GREEN, ring(8, 8.4, 5.2, share=0.78, width=2.0)), (GREEN, area((7.4, 0.4), (7.4, 6.6), (12.4, 3.4)))),
    "ERRORS": (
        (AMBER, area((8, 1), (15.4, 14.6), (0.6, 14.6))),
        (WHITE, line((8, 5.8), (8, 9.6), width=1.8)),
        (WHITE, disc(8, 12.2, 1.1)),
    ),
}


def file_name(button: str, size: int) -> str:
    """Return where in the extension an icon stands."""
    return f"icons/{button.lower()}_{size}.png"


@cache
def icon(button: str, size: int) -> bytes:
    """Return the icon of a button as a PNG of so many pixels each way."""
    steps = range(size)
    return _png([[_pixel(ICONS[button], GRID * x / size, GRID * y / size, GRID / size) for x in steps] for y in steps])


def _pixel(shapes: Sequence[Shape], left: float, top: float, size: float) -> bytes:
    """Return red, green, blue and opacity of a pixel: of each shape, as much as lies in it."""
    places = [(step + 0.5) / SAMPLES * size for step in range(SAMPLES)]
    seen = [_seen(shapes, left + x, top + y) for y in places for x in places]
    solid = [colour for colour in seen if colour is not None]
    if not solid:
        return bytes(4)
    mixed = (sum(channel) // len(solid) for channel in zip(*solid, strict=True))
    return bytes((*mixed, 255 * len(solid) // len(seen)))


def _seen(shapes: Sequence[Shape], x: float, y: float) -> Colour | None:
    """Return the colour of the uppermost shape at a point, if there is one."""
    return next((colour for colour, inside in reversed(shapes) if inside(x, y)), None)


def _png(rows: Sequence[Sequence[bytes]]) -> bytes:
    data = b"".join(b"\0" + b"".join(row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", _stored(data)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _stored(data: bytes) -> bytes:
    """Return a compressed stream of one block that is not compressed; an icon is far below its 65,535 bytes."""
    size = len(data)
    block = b"\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + data
    return b"\x78\x01" + block + struct.pack(">I", zlib.adler32(data))
