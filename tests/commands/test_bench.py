"""`hikae bench`: what it tells and how it measures; how fast this machine is, no test says."""

import json
import math

import pytest

from addin.bench import run as bench
from addin.bench.run import Row

WORKS = (
    "reval, 1 thread",
    "reval, QuantLib / ours",
    "8-tenor bootstrap",
    "100 x 300 x 755, from arrays",
    "dates of 300 contracts",
    "hikae margin, whole process",
    "first priced contract, whole process",
)


@pytest.fixture
def quick(monkeypatch):
    """Measure each work once or twice instead of often; return the list of commands that ran."""
    commands = []
    for name, number in (("ROUNDS", 2), ("PEER_REVALS", 3), ("BOOTSTRAPS", 5)):
        monkeypatch.setattr(bench, name, number)
    monkeypatch.setattr(bench, "_hikae", commands.append)
    monkeypatch.setattr(bench._median, "__defaults__", (2,))  # noqa: SLF001 - its rounds
    return commands


def test_each_work_has_its_bar_its_aim_and_what_was_measured(run, quick):
    """With --json one line holds every work with unit, bar, aim, measured value and whether the bar is met."""
    code, out, err = run("bench", "--json")
    assert (code, err) == (0, "")
    rows = {row["work"]: row for row in json.loads(out)["rows"]}
    assert tuple(rows) == WORKS
    for row in rows.values():
        assert {"work", "measured", "unit", "bar", "aim", "passes"} <= set(row)
        assert math.isfinite(row["measured"])
        assert row["measured"] > 0.0
    assert quick


def test_whole_commands_are_measured_as_they_are_typed(quick):
    """The whole processes that are measured are `margin` and `price` on files, warmed up once before they count."""
    bench._processes(bench.book())  # noqa: SLF001 - the part that starts processes
    assert [words[0] for words in quick] == ["margin"] * 6 + ["price"] * 6
    assert all("--curves" in words and "-o" in words for words in quick)


@pytest.mark.usefixtures("quick")
def test_candidates_take_turns(monkeypatch):
    """Ours and the peer's revaluation run in turn, round by round, so that a slow phase of the machine meets both."""
    order, ours = [], bench.revalued

    def noted(*arguments):
        order.append("ours")
        return ours(*arguments)

    def peer(_):
        order.append("peer")
        return 0.0

    monkeypatch.setattr(bench, "revalued", noted)
    monkeypatch.setattr(bench, "quantlib_reval", lambda *_: peer)
    monkeypatch.setattr(bench, "_house", lambda *_: Row("x", 1.0, "ms", None, None))
    bench.rows()
    assert order == ["ours", "peer"] * 3


@pytest.mark.usefixtures("quick")
def test_without_the_peer_there_is_no_ratio(monkeypatch):
    """Where the peer is not installed its row is left out, and the others stand."""
    monkeypatch.setattr(bench, "quantlib_reval", lambda *_: None)
    assert [row.work for row in bench.rows()] == [work for work in WORKS if "QuantLib" not in work]


@pytest.mark.parametrize(
    ("row", "passes"),
    [
        (Row("a", 9.9, "ms", 10.0, 1.0), True),
        (Row("a", 10.0, "ms", 10.0, 1.0), True),
        (Row("a", 10.1, "ms", 10.0, 1.0), False),
        (Row("a", 599.0, "x", 600.0, None, larger_is_better=True), False),
        (Row("a", 600.0, "x", 600.0, None, larger_is_better=True), True),
        (Row("a", 1e9, "ns", None, 45.0), True),
    ],
)
def test_a_bar_is_met_or_not(row, passes):
    """A value at its bar meets it; a ratio has to be as large, a time as small; without a bar nothing is missed."""
    assert row.passes is passes


def test_the_desk_reads_one_line_a_work(run, monkeypatch):
    """Without --json each work is one line with its mark, value, unit, bar and aim."""
    measured = [Row("slow", 12.0, "ms", 10.0, 5.0), Row("free", 1.5, "us", None, None)]
    monkeypatch.setattr(bench, "rows", lambda: measured)
    code, out, _ = run("bench")
    first, second = out.splitlines()
    assert code == 0
    assert first.split() == ["×", "slow", "12.00", "ms", "bar", "10", "aim", "5"]
    assert second.split() == ["○", "free", "1.50", "us"]
