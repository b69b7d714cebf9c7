import json

import pytest

QUOTES = """instrument,participant,bid_bp,offer_bp
AA,P1,10,12
AA,P2,１１,13
AA,P3,9,11.5
AA,P4,,14
AA,P6,x,12
BB,P1,10,12
"""


@pytest.fixture
def ran(hikae, tmp_path):
    """Return a function that runs the command on a table of quotes."""

    def run(*words, text=QUOTES):
        file = tmp_path / "quotes.csv"
        file.write_text(text, encoding="utf-8")
        return hikae("price-day", "--quotes", file, *words, HIKAE_HOME=str(tmp_path / "home"))

    return run


def test_every_instrument_gets_its_composite(ran):
    """The contract's object: the level, the price in steps, who counts, who does not and why, and the dispersion."""
    done = ran("--rule", "median", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["rule"], list(answer["instruments"])) == (0, "median", ["AA", "BB"])
    assert answer["instruments"]["AA"] == {
        "composite": 11.0,
        "price": 11.0,
        "contributors": ["P1", "P2", "P3"],
        "removed": [
            {"participant": "P4", "side": "bid", "code": "one_sided"},
            {"participant": "P6", "side": "bid", "code": "number_refused"},
        ],
        "dispersion_bp": 1.75,
        "finding": None,
    }
    assert answer["instruments"]["BB"]["finding"] == "too_few_contributors"
    assert "quotes.csv:6 bid_bp [number_character]" in done.stderr


@pytest.mark.parametrize(
    ("setting", "level"),
    [("min_contributors=4", None), ("composite_rule=inside_market", 11.125), ("min_contributors=1", 11.0)],
)
def test_the_rules_numbers_can_be_set(ran, setting, level):
    """Each number of the rules is a setting by its name."""
    done = ran("--set", setting, "--json")
    assert json.loads(done.stdout)["instruments"]["AA"]["composite"] == level
    assert json.loads(ran("--set", "tick_bp=4", "--json").stdout)["instruments"]["AA"]["price"] == 12.0


@pytest.mark.parametrize(
    "words",
    [
        ("--rule", "average"),
        ("--set", "trim_fraction=0.5"),
        ("--set", "tick_bp=0"),
        ("--set", "min_contributors=0"),
        ("--set", "colour=red"),
        ("--set", "eod_width_bp=-1"),
    ],
)
def test_an_unknown_rule_or_number_is_refused(ran, words):
    """Nothing is computed under a rule or a number that does not exist."""
    done = ran(*words, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "✗" in done.stderr


@pytest.mark.parametrize(
    "text", ["", "instrument,participant,bid_bp\nAA,P1,1\n", "instrument,participant,bid_bp,offer_bp\n,,1,2\n"]
)
def test_a_table_without_quotes_is_refused(ran, text):
    """No file content, a lacking column, or no row with an instrument: refused with the place."""
    done = ran("--json", text=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert "quotes.csv" in done.stderr


def test_people_read_a_line_for_each_instrument(ran):
    """Without --json the price stands with who gave it and who was left out."""
    done = ran()
    assert done.returncode == 0
    assert "11.00" in done.stdout
    assert "P4:bid:one_sided" in done.stdout
    assert "too_few_contributors" in done.stdout


@pytest.mark.parametrize("tick", ["0.0000000001", "1000"])
def test_a_tick_may_be_any_number_above_zero(ran, tick):
    """However small or large."""
    done = ran("--set", f"tick_bp={tick}", "--json")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "allowed"), [("trim_fraction=0.5", "[0, 0.5)"), ("tick_bp=0", "(0, "), ("min_contributors=0", "1 … 100")]
)
def test_a_refused_number_is_told_its_bounds(ran, words, allowed):
    """A bound that is itself refused stands in a round bracket."""
    assert allowed in ran("--set", words, "--json").stderr
