"""A judgement that rests on all entries of a kind: recorded while it still holds, made anew where it does not."""

import pytest

from addin.store.journal import Journal
from addin.store.seen import ATTEMPTS, Seen, recorded_beside
from calc.outcome import RefusedError

KIND = "test.judged"


def numbers(journal):
    """Return what is recorded of the kind."""
    return [entry.body["number"] for entry in journal.entries(KIND)]


def counting(earlier):
    """Judge by how many there are."""
    return len(earlier), {"number": len(earlier)}


def code_of(refused):
    """Return the code of the only finding."""
    (found,) = refused.value.findings
    return found.code


def test_what_was_judged_beside_all_entries_is_recorded(tmp_path):
    """The first beside none, the next beside the first."""
    with Journal(tmp_path) as journal:
        first, entry = recorded_beside(journal, KIND, counting)
        assert (first, entry.added, recorded_beside(journal, KIND, counting)[0]) == (0, True, 1)
        assert numbers(journal) == [0, 1]


def test_entries_that_were_not_seen_keep_a_content_out(tmp_path):
    """A newer entry of the kind refuses it, and the record goes on as before."""
    with Journal(tmp_path) as journal:
        journal.append(KIND, {"number": 0})
        with pytest.raises(RefusedError) as refused:
            journal.append_all([(KIND, {"number": 1})], seen=Seen(KIND, 0))
        assert code_of(refused) == "journal_moved_on"
        assert numbers(journal) == [0]
        journal.append_all([(KIND, {"number": 1})], seen=Seen(KIND, 1))
        assert numbers(journal) == [0, 1]
        assert journal.verify().ok


def test_entries_of_other_kinds_do_not_matter(tmp_path):
    """What was judged rests on its own kind alone."""
    with Journal(tmp_path) as journal:
        journal.append("test.other", {})
        journal.append_all([(KIND, {"number": 0})], seen=Seen(KIND, 0))
        assert numbers(journal) == [0]


def test_archived_entries_count_as_entries(tmp_path):
    """An entry that was archived meanwhile is newer than none, too."""
    with Journal(tmp_path) as journal:
        journal.append(KIND, {"number": 0})
        journal.append("test.other", {})
        assert journal.archive("2999-01-01") is not None
        with pytest.raises(RefusedError) as refused:
            journal.append_all([(KIND, {"number": 1})], seen=Seen(KIND, 0))
        assert code_of(refused) == "journal_moved_on"
        journal.append_all([(KIND, {"number": 1})], seen=Seen(KIND, 1))
        assert numbers(journal) == [0, 1]


def test_who_was_overtaken_judges_again(tmp_path):
    """The judgement that is recorded, and returned, has seen the entry that came between."""
    with Journal(tmp_path) as journal, Journal(tmp_path) as other:

        def overtaken(earlier):
            if not earlier:
                other.append(KIND, {"number": 7})
            return counting(earlier)

        assert recorded_beside(journal, KIND, overtaken)[0] == 1
        assert numbers(journal) == [7, 1]


def test_who_is_always_overtaken_says_so(tmp_path):
    """Nothing is recorded, and no time is lost for ever."""
    with Journal(tmp_path) as journal, Journal(tmp_path) as other:

        def overtaken(earlier):
            other.append(KIND, {"number": -len(earlier)})
            return counting(earlier)

        with pytest.raises(RefusedError) as refused:
            recorded_beside(journal, KIND, overtaken)
        assert code_of(refused) == "journal_moved_on"
        assert len(numbers(journal)) == ATTEMPTS


def test_another_refusal_is_not_tried_again(tmp_path):
    """Only who was overtaken judges again."""
    (tmp_path / "journal").write_text("no folder", encoding="ascii")
    asked = []
    with Journal(tmp_path / "journal") as journal, pytest.raises(RefusedError):
        recorded_beside(journal, KIND, lambda earlier: (asked.append(1), {"number": len(earlier)}))
    assert len(asked) <= 1
