import json
import re
import subprocess
import sys
import time

import pytest
from days_of_facts import ask, fact

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00")
DAY = """business_date = 2026-11-20
participants = ["P01"]

[[amounts]]
set = "previous"
account = "P01-H"
measure = "im"
amount = 1000

[[fact]]
at = 2026-11-20T18:30:00+09:00
what = "margin.uploaded"

[[fact]]
at = 2026-11-20T18:40:00+09:00
what = "margin.flagged"
participants = ["P01"]

[[fact]]
at = 2026-11-20T14:00:00+09:00
what = "participant.outage"
participant = "P01"
connection = "direct"
affects = "quotes"
"""
AT = "2026-11-20T18:50:00+09:00"
TOP = ["plan", "at", "business_date", "previous_business_date", "items", "participants", "due", "missed", "next_cutoff"]
ITEM = ["applies", "clause", "gap", "final", "confirmed", "valid_until", "if_nothing", "amounts", "exceptions", "trace"]
ROW = ["clause", "what", "channel", "participant", "by_whom", "mode", "from", "by", "overdue_from", "gap", "means"]
INCIDENT = ["class", "gap", "headquarters", "follows", "poll_external", "steps", "points_to", "recovery_target"]


@pytest.fixture
def day_file(tmp_path):
    """Return a function that writes a day file."""

    def written(text=DAY):
        path = tmp_path / "DAY.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def asked(hikae, day_file):
    """Return a function that asks the command line and returns its JSON."""

    def ask(at=AT, text=DAY):
        ran = hikae("plan", "--day", day_file(text), "--at", at, "--json")
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return ask


def texts(value):
    """Return every text in nested data."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_the_json_has_the_contracts_shape(asked):
    """Every key of the contract is there, and no other."""
    said = asked()
    assert list(said) == [*TOP, "incident"]
    assert said["plan"] == ["CP-2011-07", "BCP-2020-07-27"]
    assert set(said["items"]) == {"settlement_price", "margin", "intraday"}
    assert set(said["items"]["settlement_price"]) == set(ITEM)
    assert set(said["items"]["margin"]) == {*ITEM, "provisional", "standing"}
    assert set(said["items"]["intraday"]) == {*ITEM, "provisional", "standing", "floor"}
    assert set(said["due"][0]) == set(ROW)
    assert set(said["next_cutoff"]) == {"at", "clause", "seconds"}
    assert set(said["incident"]) == {*INCIDENT, "cutoffs_inside"}
    assert set(said["participants"]["P01"]["quotes"]) == {"routes", "report_by", "mail_from", "late"}
    assert said["participants"]["P01"]["information"] is None
    assert set(said["items"]["margin"]["exceptions"]["P01"]) == {
        "applies",
        "clause",
        "gap",
        "provisional",
        "standing",
        "floor",
    }


def test_every_instant_has_seconds_and_offset(asked):
    """All instants read `YYYY-MM-DDTHH:MM:SS+09:00`."""
    said = asked()
    found = [text for text in texts({**said, "items": None}) if "T" in text and text[:4].isdigit()]
    assert found
    assert all(INSTANT.fullmatch(text) for text in found)
    assert said["at"] == AT


def test_an_instant_of_another_zone_is_the_same_instant(asked):
    """Asked for UTC the plan answers in Tokyo time."""
    assert asked("2026-11-20T09:50:00+00:00") == asked()


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati", "nowhere"])
def test_the_zone_of_the_machine_has_no_effect(hikae_process, asked, day_file, zone):
    """Whatever TZ says, and without any time-zone data, the decisions are the same."""
    ran = hikae_process("plan", "--day", day_file(), "--at", AT, "--json", TZ=zone, PYTHONTZPATH="")
    assert json.loads(ran.stdout) == asked()


def test_the_next_cut_off_counts_down(asked):
    """The next cut-off is one of the six, at its own instant 0 seconds away, and none is left after 20:00."""
    seconds = {at: asked(f"2026-11-20T{at}+09:00")["next_cutoff"] for at in ("18:59:59", "19:00:00", "20:00:01")}
    assert seconds["18:59:59"] == {"at": "2026-11-20T19:00:00+09:00", "clause": "CP-2.1.2.c", "seconds": 1}
    assert seconds["19:00:00"]["seconds"] == 0
    assert seconds["20:00:01"] is None


def test_without_an_incident_the_block_is_empty(asked):
    """No incident open: no class, no steps, nothing to reach."""
    assert asked()["incident"] == {
        "class": None,
        "gap": None,
        "headquarters": False,
        "follows": None,
        "poll_external": False,
        "steps": [],
        "points_to": [],
        "recovery_target": None,
        "cutoffs_inside": [],
    }


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        (DAY.replace('"margin.flagged"', '"margin.doubted"'), 16, "margin.doubted"),
        (DAY.replace('participants = ["P01"]\n\n[[fact]]', 'who = "P01"\n\n[[fact]]'), 17, "margin.flagged"),
        (DAY.replace("18:40:00+09:00", "18:40:00"), 15, "margin.flagged"),
        (DAY.replace('connection = "direct"\n', ""), 19, "participant.outage"),
        (DAY.replace("2026-11-20\n", "2026-11-23\n"), 1, "business_date"),
        (DAY.replace("2026-11-20\n", "2026-11-21\n"), 1, "business_date"),
        (DAY + "[settings]\ngrace = 3\n", 26, "grace"),
        ("colour = 1\n" + DAY, 1, "colour"),
    ],
)
def test_a_refusal_names_the_fact_and_its_line(hikae, day_file, text, line, name):
    """A day file with something unknown, missing or impossible is refused with exit code 2, by name and line."""
    ran = hikae("plan", "--day", day_file(text), "--at", AT, "--json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"DAY.toml:{line}" in ran.stderr
    assert name in ran.stderr
    assert "Traceback" not in ran.stderr


def test_moving_the_quote_window_is_refused(hikae, day_file):
    """A departure from the quote window is refused, citing CP-1.1.R2."""
    departed = '\n[[fact]]\nat = 2026-11-20T15:00:00+09:00\nwhat = "principle.departed"\nitem = "quote_window"\n'
    departed += 'applies = "later"\nreference = "R"\nsecond_person = "B"\n'
    ran = hikae("plan", "--day", day_file(DAY + departed), "--at", AT)
    assert ran.returncode == 2
    assert "CP-1.1.R2" in ran.stderr


@pytest.mark.parametrize("at", ["2026-11-20T19:00:00", "soon", "2026-11-20"])
def test_an_instant_without_offset_is_refused(hikae, day_file, at):
    """The instant asked about needs its offset."""
    assert hikae("plan", "--day", day_file(), "--at", at).returncode == 2


@pytest.mark.parametrize("text", ["business_date = ", "\x00", "business_date = 2026-11-20\nbusiness_date = 2026-11-20"])
def test_what_is_no_toml_is_refused(hikae, day_file, text):
    """A file that cannot be read as TOML is a finding, not a traceback."""
    ran = hikae("plan", "--day", day_file(text), "--at", AT)
    assert ran.returncode == 2
    assert "day_not_toml" in ran.stderr


def test_what_is_no_text_is_refused(hikae, tmp_path):
    """A file in another encoding is a finding, not a traceback."""
    path = tmp_path / "DAY.toml"
    path.write_bytes("# 営業日\nbusiness_date = 2026-11-20\n".encode("cp932"))
    ran = hikae("plan", "--day", path, "--at", AT)
    assert ran.returncode == 2
    assert "day_not_toml" in ran.stderr


def test_no_day_file_is_refused(hikae, tmp_path):
    """Without a day file, or with one that is not there, nothing is said."""
    assert hikae("plan", "--at", AT).returncode == 2
    assert hikae("plan", "--day", tmp_path / "none.toml", "--at", AT).returncode == 2


def test_a_departure_without_effect_is_told(hikae, day_file):
    """A departure where no principle applies is recorded with a finding; the command still ends well."""
    departed = '\n[[fact]]\nat = 2026-11-20T18:45:00+09:00\nwhat = "principle.departed"\nitem = "margin"\n'
    departed += 'applies = "today"\nreference = "JSCC-1"\nsecond_person = "B"\n'
    ran = hikae("plan", "--day", day_file(DAY + departed), "--at", AT, "--strict")
    assert ran.returncode == 0
    assert "departure_without_effect" in ran.stderr
    assert "JSCC-1" in ran.stderr


def test_people_read_a_page(hikae, day_file):
    """Without --json the next cut-off comes first, then the rulings with their reasons, then what is to be done."""
    ran = hikae("plan", "--day", day_file(), "--at", AT, "--lang", "en")
    lines = ran.stdout.splitlines()
    assert lines[0] == "Next cut-off 19:00:00 (in 0:10:00, CP-2.1.2.c)"
    assert any(line.startswith("■ Margin: today's") for line in lines)
    assert any("except P01: nothing yet [CP-2.2.1]" in line for line in lines)
    assert any(line.startswith("● to do 18:40:00 CP-2.2.1 announce Information List P01") for line in lines)
    assert any(line.startswith("– missed: 18:00:00 CP-2.1.2.a") for line in lines)
    japanese = hikae("plan", "--day", day_file(), "--at", AT, "--lang", "ja").stdout
    assert "■ 証拠金等: 当日分" in japanese
    both = hikae("plan", "--day", day_file(), "--at", AT).stdout
    assert len(both.splitlines()) > len(lines)


def test_people_read_an_incident_on_the_page(hikae, day_file):
    """An open incident stands on the page with its class, its steps and the centre clock."""
    declared = '\n[[fact]]\nat = 2026-11-20T18:00:00+09:00\nwhat = "incident.declared"\ncause = "earthquake"\n'
    declared += "results = []\nown_damage = true\nexternal_damage = true\nsevere = false\nprimary_centre_lost = true\n"
    said = hikae("plan", "--day", day_file(DAY + declared), "--at", AT, "--lang", "en").stdout
    assert "■ Incident: wide-area disaster" in said
    assert "1. set up the BCP headquarters" in said
    assert "recovery target 2026-11-20 20:00:00" in said
    assert "ask external bodies" in said


def test_all_clauses_are_printed_in_order(hikae):
    """`--clauses` prints the 86 clauses in plan order, in both languages, and as JSON."""
    lines = hikae("plan", "--clauses").stdout.splitlines()
    heads = [line.split()[0] for line in lines if re.match(r"(CP|BCP)-", line)]
    assert len(heads) == 2 * 86
    said = json.loads(hikae("plan", "--clauses", "--json").stdout)
    assert [each["id"] for each in said] == list(dict.fromkeys(heads))
    assert all(each["ja"] and each["en"] for each in said)
    english = hikae("plan", "--clauses", "--lang", "en").stdout
    assert "計算" not in english


def test_the_enumeration_is_printed(hikae):
    """`--table` prints every state of every item and of every incident."""
    said = hikae("plan", "--table").stdout
    for head in ("## settlement_price", "## margin", "## margin_departed", "## intraday", "## incident"):
        assert head in said
    assert len(said.splitlines()) > 2000


def test_neither_numba_nor_pandas_is_loaded(day_file):
    """The plan starts at once: nothing heavy is on its way."""
    heavy = "[name for name in ('numba', 'pandas', 'openpyxl', 'numpy') if name in sys.modules]"
    script = f"import sys; from addin.cli import ended; ended(sys.argv[1:]); print({heavy})"
    words = [sys.executable, "-c", script, "plan", "--day", str(day_file()), "--at", AT, "--json"]
    ran = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_the_core_answers_in_a_blink():
    """Reading a day and asking both plans takes a small part of the 0.3 s the whole process may take."""
    facts = [fact("18:30", "margin.uploaded"), fact("18:40", "margin.flagged"), fact("16:00", "price.failed")]
    ask("18:50", *facts)
    began = time.perf_counter()
    for _ in range(5):
        ask("18:50", *facts)
    assert (time.perf_counter() - began) / 5 < 0.1
