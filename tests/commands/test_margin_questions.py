import csv
import json
import sys

import pytest


@pytest.fixture
def tables(example_day, tmp_path):
    """Return the options of the example day's tables, its instruments carrying the spreads of the day before."""
    names, *_, last = (example_day / "history.csv").read_text("utf-8").splitlines()
    spreads = dict(zip(names.split(","), last.split(","), strict=True))
    head, *lines = (example_day / "instruments.csv").read_text("utf-8").splitlines()
    listed = [f"{head},spread_bp", *(f"{line},{spreads[line.split(',')[0]]}" for line in lines)]
    (tmp_path / "instruments.csv").write_text("\n".join(listed), encoding="utf-8")
    files = {
        name: example_day / f"{name}.csv" for name in ("positions", "curves", "history", "constituents", "accounts")
    }
    options = [word for name, path in files.items() for word in (f"--{name}", path)]
    return ["--trade-date", "2026-11-20", "--instruments", tmp_path / "instruments.csv", *options]


@pytest.fixture
def trades(tmp_path):
    """Return a function that writes a table of trades and returns where."""

    def made(*rows):
        path = tmp_path / "trades.csv"
        path.write_text("\n".join(["account,instrument,notional", *rows]) + "\n", encoding="utf-8")
        return path

    return made


def test_explain_tells_what_margin_wrote(run, tables, tmp_path):
    """The JSON of one account sums to its requirement, and is what `hikae margin` wrote to explain.csv."""
    code, out, _ = run("explain", "P05H", *tables, "--json", "--worst", "3")
    told = json.loads(out)
    assert code == 0
    brought = sum(each["total"] for each in told["contributions"])
    assert brought + told["components"]["add_on"] == told["components"]["total"]
    assert told["worst"][0]["scenario"].startswith("stress_")
    assert len(told["worst"]) == 3
    assert run("margin", *tables, "-o", tmp_path / "out")[0] == 0
    with (tmp_path / "out/explain.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["account"] == "P05H"]
    written = sum(int(row["amount"]) for row in rows if row["kind"] in {"contribution", "account"})
    assert written == told["components"]["total"]
    effects = {row["name"]: int(row["amount"]) for row in rows if row["kind"] == "effect"}
    assert effects == {each["reading"]: each["effect"] for each in told["readings"]}


@pytest.mark.parametrize(("lang", "words"), [("ja", ["所要額", "建玉"]), ("en", ["What each position brings"])])
def test_explain_speaks_the_language_asked_for(run, tables, lang, words):
    """The text is in the language of --lang, with the same figures in it."""
    code, out, _ = run("explain", "P01C", *tables, "--lang", lang)
    assert code == 0
    assert all(word in out for word in words)
    assert ("Account P01C" in out) is (lang == "en")


def test_an_account_that_is_not_there_is_refused(run, tables):
    """An account that was not computed ends with 2 and its name."""
    code, out, err = run("explain", "P99", *tables)
    assert (code, out) == (2, "")
    assert "[account_unknown]" in err


def test_whatif_tells_each_trade(run, tables, trades):
    """Two trades of one account and one of another: increments in turn sum to each account's change."""
    path = trades("P05H,ITXJS4605,-10000000000", "P05H,ITXJS4605,10000000000", "P01C,JP001M3112,1000000000")
    code, out, _ = run("whatif", path, *tables, "--json")
    assert code == 0
    first, second = json.loads(out)["accounts"]
    assert (first["account"], first["change"]) == ("P05H", 0)
    assert [each["in_turn"] for each in first["trades"]] == [each["alone"] for each in first["trades"]]
    assert second["change"] == second["after"]["total"] - second["before"]["total"] == second["trades"][0]["alone"] > 0


def test_whatif_says_it_in_words(run, tables, trades):
    """Without --json a person reads account, change and each trade in both languages."""
    code, out, _ = run("whatif", trades("P01C,JP001M3112,1000000000"), *tables)
    assert code == 0
    assert "口座 P01C" in out
    assert "Account P01C" in out
    assert "JP001M3112 +1,000,000,000" in out


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("P01C,JP001M3112,x", "number_character"),
        ("P99,JP001M3112,1", "account_unknown"),
        ("P01C,NONE,1", "instrument_unknown"),
    ],
)
def test_a_bad_trade_refuses_all(run, tables, trades, row, code):
    """A trade that cannot be used ends with 2: the result without it would be that of other trades."""
    ended, out, err = run("whatif", trades("P01C,JP001M3112,1000000000", row), *tables)
    assert (ended, out) == (2, "")
    assert f"[{code}]" in err


def test_a_missing_table_of_trades_is_refused(run, tables, tmp_path):
    """A file that is not there ends with 2."""
    code, _, err = run("whatif", tmp_path / "none.csv", *tables)
    assert code == 2
    assert "[file_not_read]" in err


SHORTER = ("--set", "reference_days=700")


def test_backtest_writes_what_a_chart_is_drawn_from(run, tables, tmp_path):
    """Ten days of thirteen accounts: a row each in the table, the series and tests in JSON, exceedances as counted."""
    code, out, _ = run("backtest", *tables, *SHORTER, "--days", "10", "-o", tmp_path / "out", "--json")
    assert code == 0
    told = json.loads(out)
    with (tmp_path / "out/backtest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10 * 13
    assert (told["until"], len(told["days"])) == ("2026-11-12", 10)
    kept = json.loads((tmp_path / "out/backtest.json").read_text("utf-8"))
    assert kept["accounts"] == told["accounts"]
    for account, each in told["accounts"].items():
        own = [row for row in rows if row["account"] == account]
        assert [int(row["base"]) for row in own] == each["base"]
        assert sum(int(row["exceeded"]) for row in own) == each["exceedances"] == len(each["exceeded_on"])
        assert all((-float(row["gain"]) > int(row["base"])) is (row["exceeded"] == "1") for row in own)
        assert 0.0 <= each["kupiec"]["probability"] <= 1.0


def test_too_short_a_history_is_told(run, tables):
    """With 13 possible days of the 250 asked for these are tested, and how many they are is a warning."""
    code, out, err = run("backtest", *tables, "--lang", "en")
    assert code == 0
    assert "(13 days)" in out
    assert "[backtest_short]" in err


def test_a_history_without_a_day_is_refused(run, tables, example_day, tmp_path):
    """A history that just makes today's margin has no day to be tested."""
    head, *lines = (example_day / "history.csv").read_text("utf-8").splitlines()
    (tmp_path / "short.csv").write_text("\n".join([head, *lines[-756:]]), encoding="utf-8")
    code, out, err = run("backtest", *tables, "--history", tmp_path / "short.csv")
    assert (code, out) == (2, "")
    assert "[backtest_impossible]" in err


def test_scenarios_are_no_history(run, tables, example_day, tmp_path):
    """A table of scenarios has no days to go back to."""
    names, *_, last = (example_day / "history.csv").read_text("utf-8").splitlines()
    rows = [f"scenario,kind,{names.partition(',')[2]}", f"s1,reference,{last.partition(',')[2]}"]
    (tmp_path / "scenarios.csv").write_text("\n".join(rows), encoding="utf-8")
    place = tables.index("--history")
    given = [*tables[:place], "--scenarios", tmp_path / "scenarios.csv", *tables[place + 2 :]]
    code, out, err = run("backtest", *given)
    assert (code, out) == (2, "")
    assert "[backtest_history]" in err


def test_progress_is_for_a_person_at_the_screen(run, tables, monkeypatch):
    """On a terminal days valued and accounts done are counted on one line; in a log there are none of them."""
    _, _, quiet = run("backtest", *tables, "--lang", "en")
    monkeypatch.setattr("addin.commands.progress.sys", Terminal())
    _, _, told = run("backtest", *tables, "--lang", "en")
    assert "26/26" not in quiet
    assert Terminal.stderr.said[-1] == "\r26/26\n"
    assert "26/26" not in told


class Screen:
    """A terminal that remembers what was written to it."""

    def __init__(self):
        self.said = []

    def isatty(self):
        """Say that a person looks on."""
        return True

    def write(self, text):
        """Remember a text."""
        self.said.append(text)

    def flush(self):
        """Do nothing: everything is remembered at once."""


class Terminal:
    """The system module with a screen for standard error."""

    stderr = Screen()
    stdout = sys.stdout


def test_a_bad_trade_date_is_refused_by_each(run, tables, trades):
    """A date that cannot be read ends each command with 2."""
    for words in (["explain", "P01C"], ["whatif", trades("P01C,JP001M3112,1")], ["backtest"]):
        code, _, err = run(*words, *tables, "--trade-date", "20 Nov")
        assert code == 2
        assert "[date_unreadable]" in err
