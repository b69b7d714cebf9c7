"""A person at a real window: keys and mouse of the X server, pictures kept in build/pictures."""

import pytest

UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
SHEET = "計算"
SPREAD, PRICE, MARK = "C1", "A3", "H1"


@pytest.fixture
def stage(screens, book_at, desk, tmp_path):
    """Return a stage with the book open, each time with a home and a profile of its own."""

    def scene(attempt):
        book = book_at(tmp_path / f"spread-{attempt}.xlsx", mark=f"${MARK[0]}${MARK[1]}", **{PRICE: UPFRONT})
        made = screens.Scene(tmp_path / f"desk-{attempt}", {**desk, "HIKAE_HOME": str(tmp_path / f"home-{attempt}")})
        made.opens(book)
        return made

    made = screens.Stage(scene)
    yield made
    made.stop()


def test_a_person_types_a_spread_and_records_what_comes_of_it(stage, screens):
    """Real keys change the spread and the price follows, and a real click on 控え puts that price into the journal."""

    def spread_is_typed_and_recorded(scene):
        before = scene.value(SHEET, PRICE)
        assert isinstance(before, float)
        scene.picture("window-1-opened")
        scene.types(SPREAD, "450")
        assert screens.wait_until(lambda: scene.value(SHEET, PRICE) != before), "the price did not follow the spread"
        price = scene.value(SHEET, PRICE)
        assert scene.value(SHEET, SPREAD) == 450
        scene.picture("window-2-typed")
        scene.clicks("控え / Record")
        assert screens.wait_until(lambda: len(scene.entries()) == 1), "nothing was recorded"
        (entry,) = scene.entries()
        assert screens.wait_until(lambda: str(scene.value(SHEET, MARK)).startswith("#1 "))
        assert (entry.body["cells"][0][2], entry.body["cells"][2][0]) == (450, price)
        scene.picture("window-3-recorded")

    stage.play(spread_is_typed_and_recorded)
