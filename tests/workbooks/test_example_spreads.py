"""The example day's spreads: synthetic, at the published level, with the tails and jumps that margin must meet."""

import ast
from datetime import date
from itertools import pairwise

import numpy as np

from calc.days.business_day import tokyo

JUMP_DAYS = ["2024-10-17", "2025-05-13", "2025-06-05", "2026-02-12"]


def moves(values):
    """Return the daily log moves of what is there."""
    return np.diff(np.log(values[~np.isnan(values)]))


def test_the_generator_uses_exactly_rounded_arithmetic_only(folder):
    """No power operator and no mathematical function but the square root and the exact sum touches a spread."""
    for path in folder.parent.glob("example_day*.py"):
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        for node in tree:
            assert not isinstance(node, ast.Pow), path.name
            assert not (path.stem.endswith("market") and isinstance(node, ast.Name) and node.id == "sum")
            if isinstance(node, ast.ImportFrom) and node.module == "math":
                assert {alias.name for alias in node.names} <= {"fsum", "sqrt"}
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names}.isdisjoint({"math", "numpy"})


def test_the_history_covers_the_tokyo_business_days_up_to_the_day_before(history, rows, business_date):
    """At least 770 consecutive Tokyo business days end on 2026-11-19, with quotes from each series' first day on."""
    days, values = history
    assert len(days) >= 770
    assert days[-1] == "2026-11-19"
    assert tokyo().previous_open(business_date) == date(2026, 11, 19)
    assert all(tokyo().next_open(date.fromisoformat(a)) == date.fromisoformat(b) for a, b in pairwise(days))
    for row in rows("instruments.csv"):
        first = next(day for day, value in zip(days, values[row["instrument"]], strict=True) if not np.isnan(value))
        assert first == max(days[0], row["history_from"])
        assert not np.isnan(values[row["instrument"]][days.index(first) :]).any()


def test_two_single_names_have_short_histories_and_a_complete_proxy(instruments, history):
    """Exactly two single names start late, and their proxies are there from the first day."""
    late = [row for row in instruments.values() if row["kind"] == "single" and row["history_from"]]
    assert len(late) == 2
    assert all(not np.isnan(history[1][row["history_proxy"]]).any() for row in late)


def test_the_level_passes_the_published_point(history):
    """S41 stands at the published 55.95 bp on 2024-04-19."""
    days, values = history
    assert values["ITXJS4105"][days.index("2024-04-19")] == 55.95


def test_every_column_moves_by_four_per_cent_a_day(history):
    """The daily volatility of every instrument is at least 4 %, even over the short life of the newest series."""
    assert min(moves(values).std() for values in history[1].values()) >= 0.04


def test_the_market_has_fat_tails_beside_its_jumps(history):
    """Without the jumps, daily moves of a full series still have a kurtosis above 4; with them, above 10."""
    days, values = history
    series = moves(values["ITXJS3605"])
    calm = np.array([move for day, move in zip(days[1:], series, strict=True) if day not in JUMP_DAYS])
    assert np.mean(((calm - calm.mean()) / calm.std()) ** 4) > 4
    assert np.mean(((series - series.mean()) / series.std()) ** 4) > 10


def test_four_jumps_of_thirty_per_cent_hit_every_index(history):
    """On the four jump days every live series moves by 30 % or more, and on no other day does any."""
    days, values = history
    for name in (name for name in values if name.startswith("ITXJ")):
        changes = np.abs(values[name][1:] / values[name][:-1] - 1)
        jumped = [day for day, change in zip(days[1:], changes, strict=True) if change >= 0.30]
        assert jumped == [day for day in JUMP_DAYS if not np.isnan(values[name][days.index(day) - 1])]


def test_a_tenth_of_the_single_name_quotes_is_unchanged(history):
    """Between 10 and 20 per cent of all daily quotes of single names equal the day before."""
    changes = np.concatenate([moves(values) for name, values in history[1].items() if name.startswith("JP")])
    assert 0.10 <= np.mean(changes == 0) <= 0.20


def test_the_fallback_day_repeats_the_day_before_for_all(history, rows):
    """Only on the day named in the fallback file do all instruments stand where they stood."""
    days, values = history
    table = np.array(list(values.values())).T
    same = [day for day, (a, b) in zip(days[1:], pairwise(table), strict=True) if np.array_equal(a, b, equal_nan=True)]
    assert same == [row["date"] for row in rows("fallback_days.csv")]
