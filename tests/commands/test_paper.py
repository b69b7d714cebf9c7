"""`hikae paper`: one PDF on disk, the same bytes for the same inputs, with a drill's name and mark for a drill."""

import json

import pytest
from recorded_days import record_day

from addin.app.drill_new import new_drill
from addin.app.paper import make

AT = ("--at", "2026-11-20T18:30:00+09:00")


@pytest.fixture
def quick(monkeypatch):
    """Have the content written instead of set: where a file goes does not hang on how it looks."""
    monkeypatch.setattr(make, "pdf_of", lambda content: repr(content).encode())


@pytest.fixture
def out(tmp_path):
    """Return where the paper goes."""
    return tmp_path / "paper.pdf"


def test_a_fresh_home_prints_the_example(run, out):
    """Nothing was ever run or recorded: the file is there, of the example day's evening, without a finding."""
    code, shown, error = run("paper", "-o", out)
    assert (code, error) == (0, "")
    assert out.read_bytes().startswith(b"%PDF-")
    assert shown.startswith(f"{out}   2026-11-20  2026-11-20T20:30:00+09:00")


@pytest.mark.usefixtures("quick")
def test_the_same_inputs_give_the_same_bytes(run, tmp_path):
    """Made twice, at another moment and into another folder, the files are equal."""
    made = [tmp_path / name / "paper.pdf" for name in ("first", "second")]
    for path in made:
        assert run("paper", "-o", path)[0] == 0
    assert made[0].read_bytes() == made[1].read_bytes()


@pytest.mark.usefixtures("quick")
def test_another_instant_is_another_paper(run, tmp_path):
    """What applies at 18:30 is not what applies at 20:30."""
    assert run("paper", "-o", tmp_path / "a.pdf")[0] == 0
    assert run("paper", *AT, "-o", tmp_path / "b.pdf")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes() != (tmp_path / "b.pdf").read_bytes()


@pytest.mark.usefixtures("quick")
def test_the_answer_names_file_day_instant_and_head(run, out, tmp_path, example_day):
    """As JSON, for whoever starts it from a script."""
    entry = record_day(tmp_path / "home", example_day)
    code, shown, _ = run("paper", *AT, "-o", out, "--json")
    assert code == 0
    assert json.loads(shown) == {
        "file": str(out),
        "business_date": "2026-11-20",
        "at": "2026-11-20T18:30:00+09:00",
        "head": f"#1 {entry.hash[:12]}",
    }


@pytest.mark.usefixtures("quick")
def test_without_a_name_it_lies_beside_the_days_files(run, tmp_path, monkeypatch):
    """Under out and the business date, named by its instant."""
    monkeypatch.chdir(tmp_path)
    assert run("paper", *AT)[0] == 0
    assert (tmp_path / "out/2026-11-20/paper_20261120_183000.pdf").exists()


@pytest.mark.usefixtures("quick")
def test_the_file_is_its_owners_alone(run, out):
    """Contacts and amounts are on it."""
    run("paper", "-o", out)
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("quick")
def test_a_drill_prints_under_a_drills_name(run, tmp_path):
    """Whatever name was given; the file stays in the drill where none was."""
    home = tmp_path / "drill"
    new_drill(home)
    assert run("paper", "--home", home, "-o", tmp_path / "out" / "x.pdf")[0] == 0
    assert run("paper", "--home", home, "-o", tmp_path / "out" / "DRILL_y.pdf")[0] == 0
    assert run("paper", "--home", home)[0] == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"DRILL_x.pdf", "DRILL_y.pdf"}
    assert [path.name for path in home.rglob("*.pdf")] == ["DRILL_paper_20261120_203000.pdf"]


def test_a_live_paper_never_lies_among_a_drills(run, tmp_path):
    """A folder with a drill's files is refused, and nothing is written into it."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "DRILL_x.pdf").write_bytes(b"")
    code, _, error = run("paper", "-o", folder / "x.pdf")
    assert (code, [path.name for path in folder.iterdir()]) == (2, ["DRILL_x.pdf"])
    assert "drill_folder" in error


@pytest.mark.usefixtures("quick")
def test_printing_records_nothing(run, out, tmp_path, example_day):
    """The head on the paper is still the head after it was printed."""
    record_day(tmp_path / "home", example_day)
    before = (tmp_path / "home" / "journal.sqlite3").read_bytes()
    assert run("paper", "-o", out)[0] == 0
    assert (tmp_path / "home" / "journal.sqlite3").read_bytes() == before


def test_a_folder_without_a_day_is_refused(run, out, tmp_path):
    """Exit code 2, the file named, and no paper."""
    code, _, error = run("paper", "--data", tmp_path / "nowhere", "-o", out)
    assert code == 2
    assert "day.toml" in error
    assert not out.exists()


def test_an_instant_without_offset_is_refused(run, out):
    """Where it is 18:30 is not guessed."""
    assert run("paper", "--at", "2026-11-20T18:30:00", "-o", out)[0] == 2
    assert not out.exists()


@pytest.mark.usefixtures("quick")
def test_a_place_that_cannot_be_written_is_refused(run, tmp_path):
    """The finding says why, and the thing in the way stays."""
    (tmp_path / "paper.pdf").mkdir()
    code, _, error = run("paper", "-o", tmp_path / "paper.pdf")
    assert code == 2
    assert "file_not_written" in error
