"""Every word that a workbook offers or shows of the continuity plan is said in both languages."""

import pytest

from calc.continuity.centre import CentreWord
from calc.continuity.labels import label
from calc.continuity.readiness import Standing
from calc.continuity.services import ServiceState
from calc.plan.clauses import book

LISTED = 255  # characters that the list of a cell may take in a spreadsheet


def words(key):
    """Return the words of a closed list that a clause holds."""
    (found,) = book().values(key).values()
    return list(found)


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("cause", words("causes")),
        ("result", words("results")),
        ("body", ["staff", *words("bodies")]),
        ("means", words("means")),
        ("service_state", [each.value for each in ServiceState]),
        ("step_state", ["open", "started", "done"]),
        ("centre", [each.value for each in CentreWord]),
        ("standing", [each.value for each in Standing]),
        ("exercise", ["drill", "verification", "training", "check"]),
        ("report", ["declared", "reclassified", "closed"]),
        ("class", ["local_damage", "wide_area_disaster", "system_failure"]),
        ("register", list(dict.fromkeys(book().values("register").values()))),
    ],
)
def test_a_list_can_be_offered_in_a_cell(section, codes):
    """Each word has its label, the label has no space, and the whole list fits into a cell's choice."""
    offered = [f"{label(section, code).ja} {code}" for code in codes]
    assert all(label(section, code).en for code in codes)
    assert all(len(each.split()) == 2 for each in offered)
    assert "," not in "".join(offered)
    assert len(",".join(offered)) + 2 <= LISTED


def test_every_procedure_has_its_name():
    """The two that the clauses follow, and none."""
    follows = {each.then["follows"] for each in book().clauses.values() if "follows" in each.then}
    for procedure in (*follows, "none"):
        assert label("procedure", procedure).ja != label("procedure", procedure).en


def test_no_two_words_of_a_list_read_the_same():
    """Whoever chooses by the Japanese word chooses one thing."""
    for section, codes in (("cause", words("causes")), ("result", words("results")), ("means", words("means"))):
        assert len({label(section, code).ja for code in codes}) == len(codes)
