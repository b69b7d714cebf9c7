import json
import re

import pytest

from addin.store.journal import Journal

DAY = "2026-11-20"


@pytest.fixture
def desk(tmp_path):
    """Return a folder with two offices' homes that settled one instrument at different prices."""
    for name, bp in (("a", 55.0), ("b", 56.0)):
        row = {"instrument": "ITXJS4605", "applies": "today", "clause": None, "bp": bp}
        with Journal(tmp_path / name) as journal:
            journal.append("prices.settled", {"business_date": DAY, "at": "18:40", "prices": [row]})
    return tmp_path


@pytest.fixture
def carried(desk, hikae):
    """Return the folder after the first office's bundle was read by the second, and what both commands printed."""
    made = hikae("bundle", "make", "-o", desk / "a.bundle", "--home", desk / "a")
    read = hikae("bundle", "read", desk / "a.bundle", "--home", desk / "b")
    assert (made.returncode, read.returncode) == (0, 0), made.stderr + read.stderr
    return desk, made, read


def test_both_offices_print_the_same_head(carried):
    """Making and reading a bundle print the head of its record, for comparing by telephone."""
    desk, made, read = carried
    with Journal(desk / "a") as journal:
        short = journal.head()[:12]
    assert f"束を作りました: 2件、先頭値 {short} / bundle made: 2 entries, head {short}" in made.stdout
    assert f"2件のうち新しいもの 2件、先頭値 {short}" in read.stdout
    assert "[conflict_open]" in read.stderr


def test_conflicts_are_listed(carried, hikae):
    """Each conflict is listed with its name, its values by number and who stated them."""
    desk, _, _ = carried
    done = hikae("bundle", "conflicts", "--home", desk / "b", "--lang", "en")
    assert "1 conflicts, 1 to be decided" in done.stdout
    assert re.search(r"[0-9a-f]{12}  2026-11-20  prices\.settled  ITXJS4605  to be decided", done.stdout)
    assert '1  {"applies":"today","bp":55.0,"clause":null}' in done.stdout


def test_conflicts_as_json(carried, hikae):
    """The JSON of the conflicts holds subject, state, and the values with those who stated them."""
    desk, _, _ = carried
    shown = json.loads(hikae("bundle", "conflicts", "--json", "--home", desk / "b").stdout)
    (found,) = shown["conflicts"]
    assert (found["kind"], found["item"], found["state"], found["decided"]) == (
        "prices.settled", "ITXJS4605", "open", None,
    )  # fmt: skip
    assert [each["value"]["bp"] for each in found["candidates"]] == [55.0, 56.0]
    assert {"record", "n", "at", "user", "hash"} == set(found["candidates"][0]["stated"][0])


def test_one_person_s_choice_waits(carried, hikae):
    """After the first person's choice the conflict is still to be decided, and the command says what it waits for."""
    desk, _, _ = carried
    (found,) = json.loads(hikae("bundle", "conflicts", "--json", "--home", desk / "b").stdout)["conflicts"]
    done = hikae("bundle", "decide", found["name"], "--choose", "1", "--initials", "sk", "--home", desk / "b")
    assert done.returncode == 0, done.stderr
    assert "もう一人の確認を待っています / recorded; waits for a second person" in done.stdout
    assert "未決定 / to be decided" in done.stdout


def test_a_broken_bundle_ends_with_2(carried, hikae):
    """A truncated bundle is refused in both languages, without a traceback, and nothing is recorded."""
    desk, _, _ = carried
    (desk / "a.bundle").write_bytes((desk / "a.bundle").read_bytes()[:-30])
    done = hikae("bundle", "read", desk / "a.bundle", "--home", desk / "c")
    assert (done.returncode, done.stdout) == (2, "")
    assert "何も取り込んでいません" in done.stderr
    assert "nothing was taken from it" in done.stderr
    assert not (desk / "c" / "journal.sqlite3").exists()


def test_a_day_goes_on_without_its_second_place(tmp_path, hikae):
    """A day whose second place is missing ends well, and says so on its sheets and on the screen."""
    place = f"second_place={tmp_path / 'no'}"
    done = hikae("day", "--home", tmp_path / "home", "--out", tmp_path / "out", "--set", place)
    assert done.returncode == 0, done.stderr
    assert "控えなし" in done.stderr
    assert "No second copy" in (tmp_path / "out" / "trace.en.txt").read_text(encoding="utf-8")


def test_a_day_is_restored_from_its_second_place(tmp_path, hikae):
    """A day recorded with a second place comes back on a bare computer with the same head."""
    (tmp_path / "stick").mkdir()
    place = f"second_place={tmp_path / 'stick'}"
    assert hikae("day", "--home", tmp_path / "home", "--out", tmp_path / "out", "--set", place).returncode == 0
    done = hikae("restore", "--from", tmp_path / "stick", "--home", tmp_path / "bare", "--json")
    was, now = (hikae("journal", "verify", "--json", "--home", tmp_path / name).stdout for name in ("home", "bare"))
    assert (done.returncode, was) == (0, now)
    assert json.loads(done.stdout)["head"] == json.loads(was)["head"]


def test_a_place_says_nothing_about_the_figures(tmp_path, hikae):
    """The same day with and without a second place gives the same keys: a place is a matter of one computer."""
    (tmp_path / "stick").mkdir()
    for name, place in (("one", ""), ("two", tmp_path / "stick")):
        hikae("day", "--home", tmp_path / name, "--out", tmp_path / f"out-{name}", "--set", f"second_place={place}")
    keys = []
    for name in ("one", "two"):
        with Journal(tmp_path / name) as journal:
            keys.append([entry.key for entry in journal.entries("margin.computed")])
    assert keys[0] == keys[1] != []


def test_a_restore_is_told(tmp_path, hikae, desk):
    """A restore prints number and head in both languages; afterwards nothing counts as unconfirmed."""
    hikae("bundle", "make", "-o", desk / "a.bundle", "--home", desk / "a")
    done = hikae("restore", "--from", desk / "a.bundle", "--home", tmp_path / "bare")
    assert re.fullmatch(r"戻しました: 2件、先頭値 \w{12} / restored 2 entries, head \w{12}\n", done.stdout)
    with Journal(tmp_path / "bare") as journal:
        assert journal.unconfirmed() == ()


def test_an_unfinished_copy_is_told(desk, hikae):
    """A copy that ends in the middle of an entry is restored before it, and a warning says where."""
    (desk / "stick").mkdir()
    settings = desk / "a" / "settings.toml"
    settings.write_text(f'second_place = "{desk / "stick"}"\n', encoding="utf-8")
    hikae("bundle", "make", "-o", desk / "a.bundle", "--home", desk / "a")
    (copy,) = (desk / "stick").iterdir()
    copy.write_bytes(copy.read_bytes()[:-9])
    done = hikae("restore", "--from", desk / "stick", "--home", desk / "bare", "--lang", "en")
    assert done.returncode == 0
    assert "restored 1 entries" in done.stdout
    assert "The copy ends in the middle of entry 2" in done.stderr
