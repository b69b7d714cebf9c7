"""`hikae stress`, and `hikae backtest --cluster`, as typed: results, words, exit codes; with the extra and without."""

import json
import os
import subprocess
import sys

import pytest
from stress_house import TABLES, house

from addin.cli import COMMANDS
from addin.home import BANNER

LOCAL = ("--cluster", "local")


def words_of(files, *more):
    """Return the words of the command for these tables."""
    said = {name.replace("notified_requirements", "notified"): path for name, path in files.named().items()}
    options = [word for name, path in said.items() for word in (f"--{name}", path)]
    return ["stress", "--trade-date", "2026-11-20", *options, *more]


@pytest.fixture
def words(tmp_path):
    """Return a function that gives the words of the command for a house, some of its tables changed."""
    return lambda *more, **changes: words_of(house(tmp_path, **changes), *more)


@pytest.fixture
def alone(tmp_path):
    """Return a function that runs the program in a process that has none of the parts of the extra."""
    for name in ("dask", "distributed", "pyarrow"):
        (tmp_path / "hidden" / name).mkdir(parents=True)
        (tmp_path / "hidden" / name / "__init__.py").write_text(f"raise ModuleNotFoundError(name={name!r})\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "hidden"), "HIKAE_HOME": str(tmp_path / "home")}

    def run(code, *arguments):
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment)

    return run


PROGRAM = "import sys; from addin.cli import ended; sys.exit(ended(sys.argv[1:]))"


def test_a_house_is_stressed(run, words, tmp_path):
    """The words go to standard output, the results into the folder, and no progress into a log."""
    code, out, err = run(*words("-o", tmp_path / "out", "--worst", "2", "--lang", "en"))
    assert (code, err) == (0, "")
    assert out.startswith("Stress: 5 accounts, 4 scenarios.")
    head, *rows = (tmp_path / "out/stress.csv").read_text("utf-8").splitlines()
    assert head == "account,participant,kind,base,margin,uncovered,scenario_1,loss_1,scenario_2,loss_2"
    assert [row.split(",")[0] for row in rows] == ["P1C", "P1H", "P2C", "P3H", "P4H"]


def test_json_shows_the_results_and_the_findings(run, words, tmp_path):
    """With --json standard output is what stress.json holds, the findings beside it."""
    twice = TABLES["positions"] + "P3H,AA,1000\n"
    code, out, err = run(*words("-o", tmp_path / "out", "--json", positions=twice))
    shown = json.loads(out)
    assert [each["code"] for each in shown.pop("findings")] == ["position_repeated"]
    assert shown == json.loads((tmp_path / "out/stress.json").read_text("utf-8"))
    assert (code, "[position_repeated]" in err) == (0, True)


def test_both_languages_are_shown(run, words):
    """Without a choice the words are there twice."""
    assert {"ストレス: 5 ", "Stress: 5 ac"} <= {line[:12] for line in run(*words())[1].splitlines()} | {
        line[:8] for line in run(*words())[1].splitlines()
    }


def test_refused_input_leaves_nothing(run, words, tmp_path):
    """A table that cannot be trusted ends with 2, and no folder is made."""
    bad = TABLES["scenarios"].replace("1000.5", "x")
    for as_parquet in (False, True):
        code, out, err = run(*words("-o", tmp_path / "out", scenarios=bad, as_parquet=as_parquet))
        assert (code, out, "[number_character]" in err) == (2, "", True)
        assert not (tmp_path / "out").exists()


def test_strict_turns_a_left_out_account_into_one(run, words):
    """An account that is not whole is an error finding: 1 when that is asked for, and the others are computed."""
    bad = TABLES["positions"] + "P3H,ZZ,1\n"
    assert run(*words("--strict", positions=bad))[0] == 1
    code, out, err = run(*words("--lang", "en", positions=bad))
    assert (code, "4 accounts" in out, "[account_incomplete]" in err) == (0, True, True)


def test_an_input_is_not_overwritten(run, tmp_path):
    """A result that would replace a table is refused before anything is computed."""
    files = house(tmp_path)
    taken = files.positions.rename(tmp_path / "stress.csv")
    words = words_of(type(files)(files.instruments, taken, files.curves, scenarios=files.scenarios), "-o", tmp_path)
    assert (run(*words)[0], taken.read_text("utf-8")) == (2, TABLES["positions"])


def test_a_drills_results_are_marked(run, words, tmp_path, hikae):
    """In a drill's home the files bear its name and banner."""
    hikae("drill", "new", tmp_path / "drill")
    assert run(*words("--home", tmp_path / "drill", "-o", tmp_path / "out"))[0] == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"DRILL_stress.csv", "DRILL_stress.json"}
    assert json.loads((tmp_path / "out/DRILL_stress.json").read_text("utf-8"))["drill"] == BANNER


def test_a_cluster_gives_the_same_bytes(run, words, tmp_path):
    """On processes of this computer the results are those of one process, byte for byte."""
    for place, more in (("one", ()), ("many", LOCAL)):
        assert run(*words("-o", tmp_path / place, *more))[0] == 0
    for name in ("stress.csv", "stress.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "many" / name).read_bytes()


def test_a_cluster_that_is_not_there_leaves_nothing(run, words, tmp_path):
    """An address where nobody answers ends with 2 and words in both languages, and no folder is made."""
    code, out, err = run(*words("-o", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9"))
    assert (code, out, "[scale_unreachable]" in err) == (2, "", True)
    assert not (tmp_path / "out").exists()


def backtest_words(example_day, folder, *more):
    """Return the words of a backtest of the example day."""
    names, *_, last = (example_day / "history.csv").read_text("utf-8").splitlines()
    spreads = dict(zip(names.split(","), last.split(","), strict=True))
    head, *lines = (example_day / "instruments.csv").read_text("utf-8").splitlines()
    listed = [f"{head},spread_bp", *(f"{line},{spreads[line.split(',')[0]]}" for line in lines)]
    (folder / "listed.csv").write_text("\n".join(listed), encoding="utf-8")
    files = {name: example_day / f"{name}.csv" for name in ("positions", "curves", "history", "accounts")}
    options = [
        word for name, path in {**files, "instruments": folder / "listed.csv"}.items() for word in (f"--{name}", path)
    ]
    return ["backtest", "--trade-date", "2026-11-20", "--days", "12", *options, "--set", "reference_days=400", *more]


def test_a_backtest_on_a_cluster_gives_the_same_bytes(run, example_day, tmp_path):
    """A backtest leaves the same files wherever it is computed."""
    for place, more in (("one", ()), ("many", LOCAL)):
        assert run(*backtest_words(example_day, tmp_path, "-o", tmp_path / place, *more))[0] == 0
    for name in ("backtest.csv", "backtest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "many" / name).read_bytes()


def test_without_the_extra_one_computer_is_enough(alone, words):
    """Without Dask and pyarrow a house in CSV is stressed."""
    done = alone(PROGRAM, *words("--lang", "en"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Stress: 5 accounts")


def test_without_the_extra_a_cluster_says_how_to_get_it(alone, words, tmp_path):
    """Without Dask `--cluster` ends with 2, names the one command in both languages, and leaves nothing."""
    done = alone(PROGRAM, *words("-o", tmp_path / "out", *LOCAL))
    assert (done.returncode, done.stdout, "[scale_extra_missing]" in done.stderr) == (2, "", True)
    assert done.stderr.count("sh installer/run.sh --scale") == 2
    assert not (tmp_path / "out").exists()


def test_without_the_extra_parquet_says_how_to_get_it(alone, words):
    """Without pyarrow a Parquet table ends with 2 and names the one command in both languages."""
    done = alone(PROGRAM, *words(as_parquet=True))
    assert (done.returncode, "[parquet_missing]" in done.stderr) == (2, True)
    assert done.stderr.count("sh installer/run.sh --scale") == 2


def test_without_the_extra_every_command_is_there(alone):
    """Without its parts every other command starts and tells its options."""
    code = """import sys
from contextlib import redirect_stdout
from io import StringIO
from addin.cli import ended
with redirect_stdout(StringIO()):
    codes = {name: ended([name, "--help"]) for name in sys.argv[1:]}
print({name for name, code in codes.items() if code})"""
    done = alone(code, *COMMANDS)
    assert (done.stdout, done.stderr) == ("set()\n", "")
