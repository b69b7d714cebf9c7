"""A person at the books in a real window: a bad quote, a spread, a declared failure, a file that leaves."""

import shutil
from pathlib import Path

import pytest

from workbooks import catalogue

QUOTES, ACCOUNTS, NOW = "気配値 Quotes", "口座 Accounts", "今やること Now"
SUMMARY, SENT = "総括 Summary", "H9"
DUTIES = range(16, 21)
DECLARE = "宣言 Declare"
FAILURE = {"A8": "参加者の障害 participant.outage", "C8": "ツール tool", "D8": "気配値 quotes"}


@pytest.fixture(scope="module")
def stage(screens, desk, tmp_path_factory, example_file):
    """Return a stage whose windows have a profile of their own and a copy of the record of the example day."""
    folder = tmp_path_factory.mktemp("drive")
    for name in catalogue.NAMES:
        (folder / f"{name}.xlsx").write_bytes(example_file(name))

    def scene(attempt):
        home = shutil.copytree(desk["HIKAE_HOME"], folder / f"home-{attempt}")
        return screens.Scene(folder / f"desk-{attempt}", {**desk, "HIKAE_HOME": str(home)})

    made = screens.Stage(scene)
    yield made
    made.stop()


@pytest.fixture
def opened(stage):
    """Return a player of an act with a book in front."""

    def play(name, act):
        def with_the_book(scene):
            copy = Path(scene.home).with_name(f"{name}-{scene.home.name}.xlsx")
            shutil.copy(scene.home.with_name(f"{name}.xlsx"), copy)
            scene.opens(copy)
            act(scene)

        with_the_book.__name__ = act.__name__
        stage.play(with_the_book)

    return play


def test_a_bid_above_the_offer_is_marked_as_wrong(opened, screens):
    """Typed by keys over a good bid and checked with the mouse, the row says ✗ and what is wrong."""

    def bad_quote(scene):
        assert scene.value(QUOTES, "A17") == "○ 可 good"
        scene.types("C17", "35")
        assert screens.wait_until(lambda: scene.value(QUOTES, "A17") == "－ 未点検 not checked")
        scene.clicks("確認 / Check")
        assert screens.wait_until(lambda: str(scene.value(QUOTES, "A17")).startswith("✗")), "the bad quote stands"
        assert scene.value(QUOTES, "A16") == "○ 可 good"
        scene.picture("quotes-drive")

    opened("quotes", bad_quote)


def test_a_changed_spread_moves_the_margin_and_its_verdict(opened, screens):
    """Requirement and difference of an account follow the market as one types, and it agrees no more."""

    def spread(scene):
        assert scene.value(ACCOUNTS, "A10") == "● 一致 agrees"
        before = scene.value(ACCOUNTS, "G10")
        scene.goes_to("HIKAE_MARKET")
        scene.types("B10", "450")
        assert screens.wait_until(lambda: scene.value(ACCOUNTS, "A10") == "✗ 相違 differs"), "the verdict stayed"
        assert scene.value(ACCOUNTS, "G10") != before
        assert scene.value(ACCOUNTS, "I10") == scene.value(ACCOUNTS, "H10") - scene.value(ACCOUNTS, "G10")
        scene.goes_to("HIKAE_NOTIFIED")
        scene.picture("margin-drive")

    opened("margin", spread)


def test_a_declared_failure_shows_in_what_is_to_be_done(opened, screens):
    """Chosen from the form's lists and declared with the mouse, a participant's failure is owed at once."""

    def failure(scene):
        def duties():
            return [scene.value(NOW, f"H{row}") for row in DUTIES]

        before, recorded = duties(), len(scene.entries())
        assert not any("P04" in each for each in before)
        scene.types("HIKAE_INITIALS", "SK")
        scene.goes_to("HIKAE_DECLARED")
        for cell, word in FAILURE.items():
            scene.chooses(DECLARE, cell, word)
        scene.types("B8", "P04")
        scene.types("I8", "15:00")
        scene.clicks("宣言 / Declare")
        assert screens.wait_until(lambda: len(scene.entries()) > recorded), "nothing was recorded"
        assert screens.wait_until(lambda: any("P04" in each for each in duties()), seconds=20), "nothing is owed"
        scene.goes_to("HIKAE_STATUS")
        scene.picture("contingency-drive")

    opened("contingency", failure)


def test_an_exported_file_lies_on_the_disk_and_in_the_journal(opened, screens):
    """With initials and a click on 出力 the upload file is there, the journal names it, and the book says so."""

    def export(scene):
        recorded, files = len(scene.entries()), set(scene.home.rglob("*.csv"))
        scene.types("HIKAE_INITIALS", "SK")
        scene.types("HIKAE_REASON", "example day")  # it is not today's
        scene.clicks("出力 / Export")
        assert screens.wait_until(lambda: scene.value(SUMMARY, SENT), seconds=30), "the book says nothing"
        (made,) = set(scene.home.rglob("*.csv")) - files
        assert made.read_text("utf-8").count("P01H") >= 1
        assert any(made.name in str(entry.body) for entry in scene.entries()[recorded:])
        scene.picture("export-drive")

    opened("margin", export)
