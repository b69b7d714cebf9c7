"""A person at a real window: keys and mouse of the X server, pictures kept in build/pictures.

A window may be slow to appear or lose a key on a loaded machine, so the whole scene is played once more when it fails.
"""

import time
from pathlib import Path

import pytest

from addin.store.journal import Journal

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
SPREAD, PRICE, MARK = "C1", "A3", "H1"
TRIES = 2


def wait_until(condition, seconds=8.0):
    """Wait for something that the office does, and return whether it did."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


class Scene:
    """One window with the book open, and what a person does there."""

    def __init__(self, screens, folder, book, environment):
        folder.mkdir()
        self.home = Path(environment["HIKAE_HOME"])
        self.screen = screens.Screen(folder)
        self.office = screens.OpenedOffice(self.screen, folder, **environment)
        self.office.open(book)
        self.document = self.office.ask("adopt", path=str(book))

    def price(self):
        """Return the number in the cell that depends on the spread."""
        return self.office.cell(self.document, PRICE).get("value")

    def goes_to(self, cell):
        """Choose a cell by the name box, as with the mouse but wherever it stands."""
        self.screen.keys("ctrl+shift+t")
        self.screen.type(cell)

    def clicks(self, words):
        """Click what is called so, with the real mouse."""
        self.screen.click(*self.office.ask("place", document=self.document, words=words))

    def entries(self):
        """Return what is in the journal of this desk."""
        with Journal(self.home) as journal:
            return list(journal.entries())

    def picture(self, name):
        """Keep a picture of the window."""
        return self.screen.picture(PICTURES / f"{name}.png")

    def stop(self):
        """Close everything."""
        self.office.stop()
        self.screen.stop()


def played(act, make):
    """Play an act in a new scene, once more when it fails; the pictures of the last time are kept."""
    for attempt in range(1, TRIES + 1):
        scene = make(attempt)
        try:
            act(scene)
        except AssertionError:
            scene.picture(f"failed-{act.__name__}-{attempt}")
            if attempt == TRIES:
                raise
        else:
            return
        finally:
            scene.stop()


@pytest.fixture
def make(screens, book_at, desk, tmp_path):
    """Return a maker of scenes, each with a home and a profile of its own."""

    def scene(attempt):
        book = book_at(tmp_path / f"spread-{attempt}.xlsx", mark=f"${MARK[0]}${MARK[1]}", **{PRICE: UPFRONT})
        environment = {**desk, "HIKAE_HOME": str(tmp_path / f"home-{attempt}")}
        return Scene(screens, tmp_path / f"desk-{attempt}", book, environment)

    return scene


def test_a_person_types_a_spread_and_records_what_comes_of_it(make):
    """Real keys change the spread and the price follows, and a real click on 控え puts that price into the journal."""

    def spread_is_typed_and_recorded(scene):
        before = scene.price()
        assert isinstance(before, float)
        scene.picture("window-1-opened")
        scene.goes_to(SPREAD)
        scene.screen.type("450")
        assert wait_until(lambda: scene.price() != before), "the price did not follow the spread"
        price = scene.price()
        assert scene.office.cell(scene.document, SPREAD)["value"] == 450
        scene.picture("window-2-typed")
        scene.clicks("控え / Record")
        assert wait_until(lambda: len(scene.entries()) == 1), "nothing was recorded"
        (entry,) = scene.entries()
        assert wait_until(lambda: scene.office.cell(scene.document, MARK).get("text", "").startswith("#1 "))
        assert (entry.body["cells"][0][2], entry.body["cells"][2][0]) == (450, price)
        scene.picture("window-3-recorded")

    played(spread_is_typed_and_recorded, make)
