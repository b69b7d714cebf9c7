"""The day's settlement prices as a table of their own: what `hikae day` leaves is what `hikae margin` takes."""

import csv
import io

import pytest

from addin.app.day.write import PRICES

NEEDED = ("instruments", "positions", "curves")
MORE = ("history", "constituents", "accounts")


@pytest.fixture(scope="module")
def ran(hikae, example_day, tmp_path_factory):
    """Return the folder of a run of the example day."""
    folder = tmp_path_factory.mktemp("ran")
    hikae("day", "--data", example_day, "--home", folder / "home", "--out", folder / "out")
    return folder


def rows_of(path):
    """Return a table's rows."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def options(example_day, ran, *more):
    """Return the options that name the example day's tables and the prices of its run."""
    tables = [word for name in (*NEEDED, *MORE) for word in (f"--{name}", example_day / f"{name}.csv")]
    return ["--trade-date", "2026-11-20", *tables, "--prices", ran / "out" / PRICES, "--home", ran / "home", *more]


def test_the_day_leaves_the_prices_that_apply(ran):
    """71 instruments have a row, the seven under the previous day's price among them."""
    rows = {row["instrument"]: float(row["price_bp"]) for row in rows_of(ran / "out" / PRICES)}
    assert len(rows) == 71
    assert rows["ITXJS3605"] == 28.25
    assert "ITXJS3705" in rows


def test_margin_from_these_tables_is_the_days(hikae, example_day, ran):
    """`hikae margin` on the example day's tables gives every requirement that the day notified in the end."""
    notified = example_day / "notified_requirements.csv"
    done = hikae("margin", *options(example_day, ran, "--notified", notified, "-o", ran / "margin"))
    assert done.returncode == 0
    rows = rows_of(ran / "margin" / "check.csv")
    assert {(row["measure"], row["verdict"]) for row in rows if row["version"] == "2"} == {
        ("im", "agrees"), ("vm", "agrees"), ("clearing_fund", "agrees"),
    }  # fmt: skip


@pytest.mark.parametrize(("question", "more"), [("explain", ["P05H"]), ("backtest", ["--days", "2"])])
def test_each_question_can_be_asked_of_the_example_day(hikae, example_day, ran, question, more):
    """`hikae explain` and `hikae backtest` run to the end on the example day's tables."""
    assert hikae(question, *more, *options(example_day, ran)).returncode == 0


def test_a_trade_can_be_tried_on_the_example_day(hikae, example_day, ran):
    """`hikae whatif` takes a trade in an instrument of the example day."""
    trades = ran / "trades.csv"
    trades.write_text("account,instrument,notional\nP05H,ITXJS4605,1000000000\n", encoding="utf-8")
    done = hikae("whatif", trades, *options(example_day, ran, "--lang", "en"))
    assert done.returncode == 0
    assert "Account P05H" in done.stdout


def test_a_price_of_another_day_is_refused(hikae, example_day, ran, tmp_path):
    """A table whose rows are all of another day is not trusted, and nothing is computed from it."""
    other = tmp_path / "prices.csv"
    other.write_text("instrument,price_bp,as_of\nITXJS3605,28,2026-11-19T16:30:00+09:00\n", encoding="utf-8")
    words = [other if word == ran / "out" / PRICES else word for word in options(example_day, ran, "-o", tmp_path)]
    done = hikae("margin", *words)
    assert done.returncode == 2
    assert "price_of_another_day" in done.stderr
