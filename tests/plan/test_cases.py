from pathlib import Path

import pytest
from case_files import CASE_KEYS, all_cases, case_files, faults_of

from calc.plan.clauses import book

IDS = Path(__file__).with_name("clause_ids.txt").read_text(encoding="utf-8").split()

each_case = pytest.mark.parametrize(
    ("clause", "n", "case"), all_cases(), ids=lambda value: value if isinstance(value, str) else ""
)


@each_case
def test_the_officers_cases_hold(clause, n, case):
    """Each case of each case file comes out as the officer wrote it."""
    assert not (found := faults_of(case)), f"{clause} case {n} ({case['en']}): {found}"


@each_case
def test_the_tables_hold_what_the_officer_says(clause, n, case):
    """Where a case states what a clause's table holds, it holds that, key by key."""
    then = book().clauses[clause].then
    assert {key: then[key] for key in case.get("says", {})} == case.get("says", {}), n


def test_every_clause_with_something_to_do_has_a_case_file():
    """Every clause that carries something to do has a case file, and no case file is of another clause."""
    carrying = {clause.id for clause in book().clauses.values() if not clause.nothing}
    assert set(case_files()) == carrying


def test_every_case_file_says_enough():
    """Every case is said in both languages, by known words, and a ruling or duty clause has at least three."""
    for clause, table in case_files().items():
        assert table["clause"] == clause
        for case in table["case"]:
            assert set(case) <= CASE_KEYS, clause
            assert case["ja"], clause
            assert case["en"], clause
        ruling = book().clauses[clause].when or book().clauses[clause].duties
        assert len(table["case"]) >= (3 if ruling and clause.startswith("CP") else 1), clause
