import pytest
from draws import LONG

from addin.app import quote_trial
from addin.app.quote_trial import FACTORS, trial
from addin.settings import load_settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Return the settings of a new desk."""
    return load_settings(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("seed", [1, 20261120] if LONG else [20261120])
def test_mistakes_are_caught_and_honest_quotes_left_alone(settings, seed):
    """Of ten thousand mistakes at least 99 % are caught, and at most 1 % of the honest quotes are asked about."""
    made = trial(seed, settings).as_json()
    assert (made["slips"], made["days"], made["normal_quotes"]) == (10_000, 250, 250 * 71)
    assert made["caught_share"] >= 0.99
    assert made["false_alarm_share"] <= 0.01


def test_the_days_are_as_hard_as_they_say(settings):
    """Daily volatility of at least 4 %, three jumps of 30 % or more, and a tenth of the quotes unchanged."""
    made = trial(7, settings).as_json()
    assert made["daily_volatility"] >= 0.04
    assert made["market_jumps"] >= 3
    assert min(abs(jump) for jump in quote_trial.JUMP_DAYS.values()) >= 0.30
    assert made["unchanged_share"] >= 0.10


def test_a_seed_gives_the_same_trial_again(settings, monkeypatch):
    """What one desk measured another can repeat."""
    monkeypatch.setattr(quote_trial, "SLIPS", 500)
    assert trial(5, settings).as_json() == trial(5, settings).as_json()
    assert trial(5, settings).as_json() != trial(6, settings).as_json()


def test_a_desk_that_asks_about_nothing_catches_little(tmp_path, monkeypatch):
    """The trial can fail: with limits that nothing reaches, many mistakes pass."""
    monkeypatch.setattr(quote_trial, "SLIPS", 250)
    wide = ("unit_slip_ratio=100", "quote_spike_ratio=100", "max_quote_width_bp=10000", "max_quote_width_share=2")
    made = trial(1, load_settings(tmp_path, sets=wide)).as_json()
    assert made["caught_share"] < 0.9
    assert made["missed_by_kind"].keys() == FACTORS.keys()
