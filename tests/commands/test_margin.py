import csv
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
    assert sum(",im," in row for row in requirements) == 13 * 7
    assert sum(",vm_stock," in row for row in requirements) == 13
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


def test_an_input_is_never_overwritten(run, words, tmp_path):
    """A folder where a result would replace the notified amounts it is compared with is refused, and keeps them."""
    notified = tmp_path / "out" / "requirements.csv"
    notified.parent.mkdir()
    notified.write_text("account,measure,amount\nP01H,im,1\n", encoding="utf-8")
    code, out, err = run(*words, "-o", tmp_path / "out", "--notified", notified)
    assert (code, out) == (2, "")
    assert "[output_is_input]" in err
    assert [path.name for path in notified.parent.iterdir()] == ["requirements.csv"]
    assert notified.read_text("utf-8").endswith("P01H,im,1\n")


def test_what_was_applied_before_is_shown_with_its_part(run, words, tmp_path, example_day):
    """With --previous the summary has every applied amount with its component and its date."""
    previous = example_day / "previous_requirements.csv"
    code, out, _ = run(*words, "-o", tmp_path / "out", "--previous", previous, "--json")
    assert code == 0
    shown = json.loads(out)["previous"]
    with previous.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "amount": int(row["amount"])} for row in csv.DictReader(file)]
    assert shown == [
        {name: row[name] for name in ("account", "measure", "component", "amount", "date")} for row in rows
    ]


def test_what_could_not_be_computed_is_named_on_the_screen(run, words, tmp_path):
    """Without yesterday's levels there are no transfers, and on a participant's desk no fund: both are named."""
    _, _, err = run(*words, "-o", tmp_path / "out", "--set", "role=participant", "--lang", "en")
    assert "vm_previous_missing" in err
    assert "fund_unchecked" in err


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
    assert (tmp_path / "out/requirements.csv").read_text("utf-8").count(",im,") == 12 * 7


def test_a_result_that_cannot_be_written_is_told(run, words, tmp_path, monkeypatch):
    """Where the folder refuses the files the command ends with 2."""

    def refusing(*_):
        raise RefusedError([finding("file_not_written", path="x", reason_ja="x", reason_en="x", needed="1")])

    monkeypatch.setattr(f"{written.__module__}.replace_file", refusing)
    code, _, err = run(*words, "-o", tmp_path / "out")
    assert code == 2
    assert "[file_not_written]" in err


def test_events_are_charged_from_their_file(run, words, tmp_path, example_day):
    """With --events the part of a name's credit event stands in the result, and a bad table ends with 2."""
    names = (example_day / "constituents.csv").read_text("utf-8").splitlines()
    entity, events = names[1].split(",")[names[0].split(",").index("entity")], tmp_path / "events.csv"
    events.write_text(f"entity,kind,ratio,from,until\n{entity},credit_event,0.5,2026-11-20,\n", encoding="utf-8")
    code, out, _ = run(*words, "-o", tmp_path / "out", "--json", "--events", events)
    accounts = json.loads(out)["accounts"].values()
    assert code == 0
    assert sum(each["credit_event"] for each in accounts) > 0
    assert {each["single_name"] for each in accounts} == {0}
    events.write_text(f"entity,kind,ratio,from,until\n{entity},default,0.5,2026-11-20,\n", encoding="utf-8")
    code, _, err = run(*words, "-o", tmp_path / "out", "--events", events)
    assert code == 2
    assert "[choice_refused]" in err


def test_a_projected_trade_date_needs_confirmation(run, words, tmp_path):
    """A trade date of a year that nobody announced ends with 2 and tells which setting confirms it."""
    code, _, err = run(*words, "-o", tmp_path / "out", "--trade-date", "2028-03-01")
    assert code == 2
    assert "[calendar_unconfirmed]" in err
    assert "projected_holidays" in err
    code, _, err = run(
        *words, "-o", tmp_path / "out", "--trade-date", "2028-03-01", "--set", "projected_holidays=confirmed"
    )
    assert code == 2
    assert "[curve_choice]" in err
