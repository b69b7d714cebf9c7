"""The page on runs over a whole house is computed from figures that were measured, and says so."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from addin.bench import house as module
from addin.bench.house import Figures, Measured, Size, figures_now, figures_text, measured, shipped_figures
from addin.bench.scale_page import HOUSE, WORKERS, Language, estimate, rates, scale_page

SMALL = Size(accounts=30, instruments=4, held=2, scenarios=200)
FEW, MANY = Size(10, 10, 5, 1_000), Size(1_000, 10, 2, 10)  # a cell takes 0.0001 s, an account's result 0.1 s
RUNS = (Measured(FEW, 1.0, 10.0 + 1.0, 1.0, 9), Measured(MANY, 4.0, 10.0 + 100.0, 5.0, 9))
ROUND = Figures("2026-11-22", "a machine", RUNS)


@pytest.mark.parametrize("language", list(Language))
def test_the_shipped_page_is_the_one_the_figures_make(hikae, language):
    """`hikae bench --page ja > addin/help/ja/scale.md`, and the same with en, would change nothing."""
    shipped = files("addin").joinpath(f"help/{language}/scale.md").read_text(encoding="utf-8")
    assert hikae("bench", "--page", language.value).stdout == shipped


def test_both_pages_can_be_printed(hikae):
    """With `both` the pages stand one after the other."""
    assert hikae("bench", "--page", "both").stdout == "".join(
        hikae("bench", "--page", each.value).stdout for each in Language
    )


def test_both_runs_give_the_rates():
    """The time of a cell and that of an account's result are what both runs agree with."""
    made = rates(ROUND)
    assert made.cell == pytest.approx(1e-4)
    assert made.collected == pytest.approx(0.1)
    assert made.position == pytest.approx(4.0 / 2_000)
    assert made.account == pytest.approx(5.0 / 1_000)


def test_the_runs_that_were_measured_are_met_by_their_own_rates():
    """On one worker the estimate of a run is the time that it took, also with the shipped figures."""
    for figures in (ROUND, shipped_figures()):
        for run in figures.runs:
            assert estimate(run.size, 1, rates(figures)).computing == pytest.approx(run.computing)


def test_workers_share_the_cells_and_nothing_else():
    """Twice the workers halve what cells take; reading, collecting and writing stay."""
    by = rates(ROUND)
    one, two = (estimate(HOUSE, workers, by) for workers in (1, 2))
    assert one.computing - two.computing == pytest.approx(HOUSE.cells * by.cell / 2)
    assert (one.reading, one.writing) == (two.reading, two.writing)
    assert one.total == one.reading + one.computing + one.writing


def test_the_shipped_figures_make_sense():
    """Every rate that the page rests on is above zero."""
    by = rates(shipped_figures())
    assert min(by.cell, by.collected, by.position, by.account) > 0.0


@pytest.mark.parametrize("language", list(Language))
def test_the_page_says_what_was_computed_and_what_was_measured(language):
    """Every measured run, its machine and day, and every computed row stand on the page."""
    text = "\n".join(scale_page(language))
    figures = shipped_figures()
    assert figures.machine in text
    assert figures.date in text
    for run in figures.runs:
        assert re.search(
            rf"^\| {run.size.accounts:,} \| .* {run.computing:.1f} .* {run.megabytes:,} \|$", text, re.MULTILINE
        )
    by = rates(figures)
    for workers in WORKERS:
        minutes = estimate(HOUSE, workers, by).total / 60.0
        assert re.search(rf"^\| {workers} \| .* \| {minutes:.1f} (分|min) \|$", text, re.MULTILINE)
    assert "240 MB" in text


def test_a_run_is_measured_step_by_step():
    """A house is made, stressed and written, and every step took its time and memory."""
    run = measured(SMALL)
    assert run.size == SMALL
    assert min(run.reading, run.computing, run.writing) > 0.0
    assert run.megabytes > 10


def test_the_best_of_some_rounds_is_kept(monkeypatch):
    """Of each step the least time is kept, and of memory the most."""
    asked = []

    def pretended(size):
        asked.append(size)
        number = float(len(asked))
        return Measured(size, reading=number, computing=10.0 - number, writing=1.0, megabytes=len(asked))

    monkeypatch.setattr(module, "measured", pretended)
    (run,) = figures_now([SMALL]).runs
    assert asked == [SMALL] * 3
    assert run == Measured(SMALL, reading=1.0, computing=7.0, writing=1.0, megabytes=3)


def test_figures_are_printed_as_they_are_shipped(hikae, monkeypatch):
    """What `hikae bench --house` prints is the file of figures, to the byte."""
    shipped = files("addin.bench").joinpath("house.toml").read_text(encoding="utf-8")
    assert figures_text(shipped_figures()) == shipped
    monkeypatch.setattr(module, "figures_now", lambda: replace(ROUND, machine="another"))
    assert hikae("bench", "--house").stdout == figures_text(replace(ROUND, machine="another"))
