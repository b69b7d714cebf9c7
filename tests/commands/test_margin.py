import json

import pytest

from addin.app.margin_files import written
from calc.outcome import RefusedError, finding


@pytest.fixture
def words(example_day, tmp_path):
    """Return the words of `hikae margin` on the example day, its instruments carrying the spreads of the day before."""
    names, *_, last = (example_day / "history.csv").read_text("utf-8").splitlines()
    spreads = dict(zip(names.split(","), last.split(","), strict=True))
    head, *lines = (example_day / "instruments.csv").read_text("utf-8").splitlines()
    listed = [f"{head},spread_bp", *(f"{line},{spreads[line.split(',')[0]]}" for line in lines)]
    (tmp_path / "instruments.csv").write_text("\n".join(listed), encoding="utf-8")
    files = {
        name: example_day / f"{name}.csv" for name in ("positions", "curves", "history", "constituents", "accounts")
    }
    options = [word for name, path in files.items() for word in (f"--{name}", path)]
    return ["margin", "--trade-date", "2026-11-20", "--instruments", tmp_path / "instruments.csv", *options]


def test_the_example_day_is_computed(hikae, words, tmp_path):
    """Margin of the example day from its tables: thirteen accounts, every component, and 17 digits a gain."""
    done = hikae(*words, "-o", tmp_path / "out", "--lang", "en", HIKAE_HOME=str(tmp_path / "home"))
    assert done.returncode == 0
    assert "✗" not in done.stderr
    requirements = (tmp_path / "out/requirements.csv").read_text("utf-8").splitlines()
    assert len(requirements) == 1 + 13 * 7
    gains = (tmp_path / "out/pnl.csv").read_text("utf-8").splitlines()
    assert len(gains) == 1 + 752
    assert gains[-1].startswith("stress_down:")


def test_json_shows_the_summary_and_the_findings(run, words, tmp_path):
    """With --json the summary stands on standard output, the findings beside it."""
    code, out, _ = run(*words, "-o", tmp_path / "out", "--json")
    assert code == 0
    shown = json.loads(out)
    findings = shown.pop("findings")
    assert shown == json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert {each["code"] for each in findings} >= {"history_proxied"}


def test_settings_reach_the_computation(run, words, tmp_path):
    """--set changes what is computed, and an unknown setting is refused with 2."""
    code, out, _ = run(
        *words, "-o", tmp_path / "out", "--json", "--set", "short_charge_ratio=0", "--set", "round_unit=1000"
    )
    accounts = json.loads(out)["accounts"].values()
    assert code == 0
    assert {each["short_charge"] for each in accounts} == {0}
    assert {each["base"] % 1000 for each in accounts} == {0}
    code, _, err = run(*words, "-o", tmp_path / "out", "--set", "tail=1")
    assert code == 2
    assert "[setting_unknown]" in err


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("--trade-date", "20 Nov"), "date_unreadable"),
        (("--trade-date", "2026-11-24"), "curve_choice"),
        (("--curve", "NONE"), "curve_missing"),
        (("--positions", "none.csv"), "file_not_read"),
        (("--scenarios", "none.csv"), "moves_choice"),
    ],
)
def test_nothing_is_written_when_nothing_can_be_computed(run, words, tmp_path, change, code):
    """A wrong date, a missing curve or file ends with 2, tells why, and makes no folder."""
    ended, out, err = run(*words, "-o", tmp_path / "out", *change)
    assert (ended, out) == (2, "")
    assert f"[{code}]" in err
    assert not (tmp_path / "out").exists()


def test_strict_ends_with_one_on_an_error(run, words, tmp_path, example_day):
    """A bad position row is told, the others are computed, and --strict ends with 1."""
    positions = tmp_path / "positions.csv"
    positions.write_text((example_day / "positions.csv").read_text("utf-8") + "P01H,ITXJS4605,x\n", encoding="utf-8")
    for strict, code in (((), 0), (("--strict",), 1)):
        ended, _, err = run(*words, "-o", tmp_path / "out", "--positions", positions, *strict)
        assert ended == code
        assert "[account_incomplete]" in err
    assert len((tmp_path / "out/requirements.csv").read_text("utf-8").splitlines()) == 1 + 12 * 7


def test_a_result_that_cannot_be_written_is_told(run, words, tmp_path, monkeypatch):
    """Where the folder refuses the files the command ends with 2."""

    def refusing(*_):
        raise RefusedError([finding("file_not_written", path="x", reason_ja="x", reason_en="x", needed="1")])

    monkeypatch.setattr(f"{written.__module__}.replace_file", refusing)
    code, _, err = run(*words, "-o", tmp_path / "out")
    assert code == 2
    assert "[file_not_written]" in err
