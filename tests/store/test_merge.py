import itertools
import tempfile
from pathlib import Path

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle, view_in
from addin.store.chain import NO_HASH, Entry, canonical, hash_of, key_of
from addin.store.facts import FACTS, Subject, facts
from addin.store.journal import Journal
from addin.store.merge import View, choice, choice_hash, conflicts, merged, view_of

DAY = "2026-11-20"


class Office:
    """A record in memory: entries chained to one another, as a journal makes them."""

    def __init__(self, name, entries=()):
        self.name, self.entries = name, list(entries)

    def state(self, kind, body, *, user="sato", at="2026-11-20T18:40:00+09:00"):
        """Record a content and return its key."""
        text, n = canonical(body), len(self.entries) + 1
        previous = self.entries[-1].hash if self.entries else NO_HASH
        key = key_of(kind.encode(), text.encode())
        digest = hash_of([str(each).encode() for each in (n, at, user, kind, key, previous, text)])
        self.entries.append(Entry(n, at, user, kind, key, body, previous, digest))
        return key

    def price(self, bp, *, instrument="ITXJS4605", at="18:40"):
        """Record a settlement price."""
        row = {"instrument": instrument, "applies": "today", "clause": None, "bp": bp}
        return self.state("prices.settled", {"business_date": DAY, "at": at, "prices": [row]})

    def view(self):
        """Return what the office knows."""
        return view_of(self.entries, self.name)


def values(found):
    """Return the prices of each conflict."""
    return [[each.value["bp"] for each in conflict.candidates] for conflict in found]


@pytest.fixture
def offices():
    """Return two offices that settled one instrument at different prices."""
    one, two = Office("tokyo-main"), Office("osaka-main")
    one.price(55.0)
    two.price(56.0)
    return one, two


def test_two_values_for_one_item_and_date_are_a_conflict(offices):
    """Two offices' different prices of one instrument and day are one conflict, with who stated which."""
    (found,) = conflicts(merged(*(each.view() for each in offices)))
    assert found.subject == Subject("prices.settled", "ITXJS4605", DAY)
    assert [(each.value["bp"], each.stated[0].record) for each in found.candidates] == [
        (55.0, "tokyo-main"),
        (56.0, "osaka-main"),
    ]
    assert found.decided is None


def test_the_same_value_twice_is_no_conflict(offices):
    """Two offices that say the same have no conflict, and the content stands once with both of them."""
    offices[1].price(55.0)
    view = merged(*(each.view() for each in offices))
    assert conflicts(view) == ()
    assert {each.record for each in view.ordered()[0].stated} == {"tokyo-main", "osaka-main"}


def test_a_later_value_of_the_same_record_replaces_the_earlier(offices):
    """Within one record a later price stands for the earlier one, and no conflict arises from it."""
    one, _ = offices
    one.price(55.5, at="19:00")
    assert conflicts(one.view()) == ()
    assert values(conflicts(merged(*(each.view() for each in offices)))) == [[55.5, 56.0]]


def test_records_that_went_apart_are_told_apart(offices):
    """After a restore elsewhere two computers go on with one record's id, and their later values are a conflict."""
    one, _ = offices
    restored = Office(one.name, one.entries)
    one.price(55.1)
    one.state("other", {})
    restored.price(55.2)
    assert values(conflicts(merged(one.view(), restored.view()))) == [[55.1, 55.2]]


def test_a_value_that_one_branch_replaced_is_gone(offices):
    """A value from before the parting that one branch replaced stands no longer."""
    one, _ = offices
    restored = Office(one.name, one.entries)
    restored.price(55.2)
    one.state("other", {})
    assert conflicts(merged(one.view(), restored.view())) == ()


@pytest.mark.parametrize(
    ("kind", "one", "two", "found"),
    [
        ("prices.settled", {"prices": [{"instrument": "A", "applies": "pending", "clause": None, "bp": None}]},
         {"prices": [{"instrument": "A", "applies": "today", "clause": None, "bp": 1.0}]}, []),
        ("margin.computed", {"requirements": [{"account": "P1", "gains": "aa", "total": 5}], "settings": {}},
         {"requirements": [{"account": "P1", "gains": "bb", "total": 5}], "settings": {}}, []),
        ("margin.computed", {"requirements": [{"account": "P1", "gains": "aa", "total": 5}], "settings": {"r": "1"}},
         {"requirements": [{"account": "P1", "gains": "bb", "total": 6}], "settings": {"r": "2"}}, ["P1", "[r]"]),
        ("plan.ruled", {"item": "margin", "at": "18:00", "ruling": {"applies": "today"}},
         {"item": "margin", "at": "19:00", "ruling": {"applies": "renotified"}}, []),
        ("plan.ruled", {"item": "margin", "at": "18:00", "ruling": {"applies": "today"}},
         {"item": "margin", "at": "18:00", "ruling": {"applies": "renotified"}}, ["margin 18:00"]),
        ("mail.read", {"participant": "P1", "quotes": [["A", 1, 2], ["B", 3, 4]]},
         {"participant": "P1", "quotes": [["A", 1, 2], ["B", 3, 5]]}, ["P1 B"]),
        ("mail.read", {"participant": None, "quotes": [["A", 1, 2]]},
         {"participant": None, "quotes": [["A", 1, 3]]}, []),
        ("mail.accepted", {"participant": "P1", "quotes": [["A", 1, 2]]},
         {"participant": "P1", "quotes": [["A", 1, 3]]}, ["P1 A"]),
        ("mail.accepted", {"participant": "P1", "quotes": [["A", 1, 2]]},
         {"participant": "P2", "quotes": [["A", 1, 3]]}, []),
        ("proxy.entered", {"participant": "P1", "reading": "aa", "quotes": [["A", 1, 2], ["B", 3, 4]]},
         {"participant": "P1", "reading": "bb", "quotes": [["A", 1.5, 2], ["B", 3, 4]]}, ["P1 A"]),
        ("quotes.entered", {"participant": "P1", "quotes": [["A", 1, 2, "15:00"], ["B", 3, 4, ""]]},
         {"participant": "P1", "quotes": [["A", 1, 2, "15:01"], ["B", 3, 5, ""]]}, ["P1 B"]),
        ("decision.entered", {"subject": "jscc_price", "name": "A", "content_hash": "aa"},
         {"subject": "jscc_price", "name": "A", "content_hash": "bb"}, ["jscc_price A"]),
        ("export.prepared", {"name": "q.csv", "sha256": "aa"}, {"name": "q.csv", "sha256": "bb"}, ["q.csv"]),
        ("day.inputs", {"files": {"a": "1"}}, {"files": {"a": "2"}}, []),
    ],
)  # fmt: skip
def test_each_kind_says_what_offices_must_agree_on(kind, one, two, found):
    """What is not known yet, nobody's quotes, a time, unrounded bits and inputs are no conflict; the rest is."""
    views = []
    for number, body in enumerate((one, two)):
        office = Office(f"office-{number}")
        office.state(kind, {"business_date": DAY, **body})
        views.append(office.view())
    assert [each.subject.item for each in conflicts(merged(*views))] == found


@pytest.mark.parametrize("kind", FACTS)
@pytest.mark.parametrize("body", [{}, {"prices": 1}, {"prices": [1]}, {"requirements": [{}], "settings": []},
                                  {"quotes": [[1]]}, {"quotes": None}])  # fmt: skip
def test_a_body_of_another_shape_says_nothing(kind, body):
    """What another version or another hand wrote under a known kind is no traceback."""
    assert list(facts(kind, body)) == []


def decide(office, conflict, *, number=0, maker=("sato", "SA"), checker=("abe", "AB"), **changes):
    """Record a decision and its approval by two persons."""
    said = choice(conflict, conflict.candidates[number])
    asked = {"name": conflict.name, "content_hash": choice_hash(said), "round": 0}
    office.state("approval.asked", {**asked, "initials": maker[1]}, user=maker[0])
    given = office.state("approval.given", {**asked, "initials": checker[1], **changes}, user=checker[0])
    return office.state("conflict.decided", {**said, "approval": given})


def both(offices):
    """Return the conflicts of what all offices know."""
    return conflicts(merged(*(each.view() for each in offices)))


def test_two_persons_decide(offices):
    """A decision that a second person approved chooses one value; both values stay in the record."""
    (found,) = both(offices)
    decide(offices[0], found, number=1)
    (after,) = both(offices)
    assert (after.decided.value["bp"], len(after.candidates)) == (56.0, 2)


@pytest.mark.parametrize(
    "how",
    [{"checker": ("sato", "AB")}, {"checker": ("abe", "SA")}, {"content_hash": "0" * 64}, {"round": 1}],
)
def test_one_person_decides_nothing(offices, how):
    """A decision by one system user, by one person's initials, or with an approval of something else counts nothing."""
    (found,) = both(offices)
    decide(offices[0], found, **how)
    assert both(offices)[0].decided is None


def test_a_decision_without_approval_counts_nothing(offices):
    """An entry that says "decided" and names no approval, or one that is none, decides nothing."""
    (found,) = both(offices)
    said = choice(found, found.candidates[0])
    for approval in ({}, {"approval": "0" * 64}, {"approval": offices[0].entries[0].key}):
        offices[0].state("conflict.decided", {**said, **approval})
    assert both(offices)[0].decided is None


def test_a_third_value_opens_the_conflict_again(offices):
    """A decision covers the values it knew: another office's third one is a new conflict to decide."""
    decide(offices[0], both(offices)[0])
    third = Office("nagoya")
    third.price(57.0)
    (found,) = both([*offices, third])
    assert (found.decided, len(found.candidates)) == (None, 3)


def test_two_different_decisions_decide_nothing_until_a_third(offices):
    """Offices that decided differently are apart again; a later decision that knows both replaces them."""
    (found,) = both(offices)
    keys = [decide(office, found, number=number) for number, office in enumerate(offices)]
    (apart,) = both(offices)
    assert (apart.decided, sorted(apart.decisions)) == (None, sorted(keys))
    decide(offices[0], apart, number=1)
    assert both(offices)[0].decided.value["bp"] == 56.0


def test_the_name_of_a_conflict_is_its_content(offices):
    """The same conflict has the same name in both offices, and other values make another name."""
    one, two = both(offices)[0], both(offices[::-1])[0]
    offices[1].price(56.5)
    assert (one.name, one.candidates) == (two.name, two.candidates)
    assert both(offices)[0].name != one.name


PRICES = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 3), st.integers(0, 2)), max_size=8)


def office_of(name, stated):
    """Return an office that settled these prices."""
    office = Office(name)
    for instrument, bp, minute in stated:
        office.price(bp, instrument=instrument, at=f"18:{minute:02}")
    return office


@given(PRICES, PRICES, PRICES)
def test_merging_is_a_union(one, two, three):
    """Uniting views is associative, commutative and idempotent, and an empty one changes nothing."""
    a, b, c = (office_of(name, each).view() for name, each in (("one", one), ("two", two), ("three", three)))
    assert merged(merged(a, b), c) == merged(a, merged(b, c)) == merged(c, b, a, View())
    assert merged(a, a, b, a) == merged(a, b)
    assert conflicts(merged(a, b, c)) == conflicts(merged(c, a, b))


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(st.integers(10, 12), st.integers(0, 2))), min_size=1, max_size=9
)


@settings(max_examples=drawn(10), deadline=None)
@given(STEPS)
def test_offices_that_read_each_other_agree_in_the_end(steps):
    """Whatever offices record and in which order they read each other's bundles, in the end all know the same."""
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder) / f"office-{number}" for number in range(3)]
        for number, (office, what) in enumerate(steps):
            if what >= 10:
                state_price(homes[office], what, number)
            elif (homes[what] / "journal.sqlite3").exists():
                carry(homes[what], homes[office])
        last = [each for each in homes if (each / "journal.sqlite3").exists()]
        seen = [seen_in(Path(folder) / f"reader-{number}", order)
                for number, order in enumerate(itertools.permutations(last))]  # fmt: skip
        assert all(each == seen[0] for each in seen)


def state_price(home, bp, number):
    """Record a price in a real record."""
    row = {"instrument": "A", "applies": "today", "clause": None, "bp": bp}
    with Journal(home) as journal:
        journal.append("prices.settled", {"business_date": DAY, "at": str(number), "prices": [row]})


def carry(source, target):
    """Carry a bundle from one office to another."""
    bundle = source.parent / "carried.bundle"
    made_bundle(source, bundle)
    return read_bundle(bundle, target)


def seen_in(home, sources):
    """Return what an office knows after it read the others' bundles in this order, each of them twice."""
    for source in (*sources, *sources):
        carry(source, home)
    with Journal(home) as journal:
        view = view_in(journal)
        assert journal.verify().ok
    return view.ordered(), conflicts(view)
