"""`hikae drill`, and what every other command does in a drill's home."""

import hashlib
import html
import json
import sqlite3
import zipfile
from contextlib import closing
from time import monotonic

import pytest

from addin.app.drill_new import new_drill
from addin.app.drill_wall import refuse_other_folder
from addin.cli import ended as run_program
from addin.export.template import template_of
from addin.export.upload import reread, template
from addin.files import read_limited
from addin.home import BANNER, Mode
from addin.store.journal import Journal
from calc.outcome import RefusedError

UPLOADS = ("quotes_upload", "requirements_upload")
ALONE = ("--initials", "SK", "--reason", "alone", "--date", "2026-11-20")


@pytest.fixture
def drill(tmp_path):
    """Return the home of a drill."""
    return new_drill(tmp_path / "drill").home


@pytest.fixture(scope="module")
def drilled(tmp_path_factory, hikae):
    """Return the output folder of the example day run as a drill, and what the terminal showed."""
    folder = tmp_path_factory.mktemp("drilled")
    assert hikae("drill", "new", folder / "home").returncode == 0
    done = hikae("day", "--home", folder / "home", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out", done.stdout


def refused(form, data):
    """Return whether the reader of a template refuses the bytes of a file."""
    try:
        reread(form, data)
    except RefusedError:
        return True
    return False


def test_a_new_drill_says_so(run, tmp_path):
    """The command says that the home is a drill's, once its first entry is recorded."""
    code, out, _ = run("drill", "new", tmp_path / "d", "--lang", "en")
    assert code == 0
    assert out.splitlines()[0].startswith("recorded drill.begun")
    assert BANNER in out


@pytest.mark.parametrize("marked", [True, False])
def test_show_tells_a_drill_from_a_live_home(run, tmp_path, drill, marked):
    """`drill show` answers by the home's own marks."""
    code, out, _ = run("drill", "show", "--json", "--home", drill if marked else tmp_path / "live")
    assert (code, json.loads(out)["mode"]) == (0, "drill" if marked else "live")


def test_a_folder_in_use_becomes_no_drill(run, tmp_path):
    """Whatever lies in a folder keeps it from becoming a drill's home; it stays as it was."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "settings.toml").write_text("", encoding="utf-8")
    code, _, err = run("drill", "new", tmp_path / "used")
    assert (code, "[drill_not_empty]" in err) == (2, True)
    assert [each.name for each in (tmp_path / "used").iterdir()] == ["settings.toml"]


def test_no_drill_is_made_inside_another_home(run, drill):
    """A drill within a home would be carried and copied with it."""
    code, _, err = run("drill", "new", drill / "below")
    assert (code, "[drill_inside]" in err) == (2, True)


def test_a_birth_that_was_cut_short_is_finished(run, drill):
    """With the mark there and no record yet, the same command makes the first entry."""
    for name in ("journal.sqlite3", "journal.shown"):
        (drill / name).unlink()
    assert run("drill", "new", drill)[0] == 0
    assert json.loads(run("journal", "show", "--json", "--home", drill)[1])["entries"][0]["kind"] == "drill.begun"


@pytest.mark.parametrize(
    "words", [("journal", "show"), ("journal", "verify"), ("approve", "list"), ("solo", "list"), ("settings", "list")]
)
def test_every_command_in_a_drill_begins_with_the_banner(run, drill, words):
    """The first line of what a person reads is the banner."""
    assert run(*words, "--home", drill)[1].splitlines()[0] == BANNER


def test_a_program_reads_json_without_the_banner(run, drill):
    """With --json the banner is on standard error, so that standard output stays JSON."""
    _, out, err = run("journal", "show", "--json", "--home", drill)
    assert json.loads(out)["entries"]
    assert err.splitlines()[0] == BANNER


def test_a_live_home_shows_no_banner(run, tmp_path):
    """Nothing of a drill is said where there is none."""
    _, out, err = run("solo", "declare", *ALONE, "--home", tmp_path / "live")
    assert BANNER not in out + err


def test_the_banner_waits_for_nobody(tmp_path):
    """A record that another process holds is waited for once, by the command, not by the banner before."""
    with Journal(tmp_path) as journal:
        journal.append("a", {})
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = monotonic()
        assert run_program(["journal", "head", "--help", "--home", str(tmp_path)]) == 0
    assert monotonic() - began < 3.0


def test_no_file_of_a_drill_has_a_live_name(drilled):
    """Every file of a drill's day bears DRILL in its name; no upload's own name is there."""
    names = [each.name for each in drilled[0].iterdir()]
    assert len(names) == 16
    assert all(name.startswith("DRILL_") for name in names)
    assert all(not name.endswith(".csv") for name in names)


def test_every_page_of_a_drill_bears_the_banner(drilled):
    """Terminal, traces, notices, sidecars and the upload files themselves all say it in their first lines."""
    out, shown = drilled
    pages = [each for each in out.iterdir() if each.suffix != ".xlsx"]
    assert BANNER in shown
    firsts = {each.name: each.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for each in pages}
    assert set(firsts.values()) == {BANNER}


def test_every_sheet_of_a_drill_bears_the_banner(drilled):
    """No sheet of the workbook can be printed without it."""
    with zipfile.ZipFile(drilled[0] / "DRILL_margin.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 1
    assert all(BANNER in html.unescape(sheet) for sheet in sheets)


@pytest.mark.parametrize("code", UPLOADS)
def test_an_upload_rejects_a_drills_file(drilled, code):
    """The template's own reader refuses the file, under whatever name it is handed in."""
    data = (drilled[0] / f"DRILL_{code}.csv.drill").read_bytes()
    assert refused(template(code), data)
    assert not refused(template_of(f"DRILL_{code}.csv.drill"), data)


@pytest.mark.parametrize("code", UPLOADS)
def test_a_drill_rejects_a_live_file(drilled, code):
    """What lacks the banner is no file of a drill, so a drill's approval lets no live file go."""
    data = (drilled[0] / f"DRILL_{code}.csv.drill").read_bytes().partition(b"\n")[2]
    assert not refused(template(code), data)
    assert refused(template_of(f"DRILL_{code}.csv.drill"), data)


def test_a_live_import_refuses_a_drills_file(run, drilled, tmp_path):
    """A drill's file is no table that a live desk can read back."""
    file = drilled[0] / "DRILL_quotes_upload.csv.drill"
    for name in (file.name, "quotes_upload.csv"):
        (tmp_path / name).write_bytes(file.read_bytes())
        assert run("import", "quotes_upload", tmp_path / name, "--home", tmp_path / "live")[0] == 2


def test_the_checksum_of_a_drill_fits_its_file(drilled):
    """A drill practises the checking too: the checksum is of the file as it lies there."""
    line = (drilled[0] / "DRILL_quotes_upload.csv.drill.sha256").read_text(encoding="utf-8").splitlines()[1]
    digest, name = line.split()
    assert digest == hashlib.sha256(read_limited(drilled[0] / name, 10**7)).hexdigest()


@pytest.mark.parametrize(("mode", "name"), [(Mode.DRILL, "notices.txt"), (Mode.LIVE, "DRILL_notices.txt")])
def test_files_of_both_kinds_never_share_a_folder(tmp_path, mode, name):
    """A folder with files of the other kind is refused."""
    (tmp_path / name).touch()
    with pytest.raises(RefusedError, match="drill_folder"):
        refuse_other_folder(tmp_path, mode)


def test_nothing_is_written_into_a_home_of_the_other_kind(run, drill, tmp_path):
    """Any folder inside a drill's home is refused to a live run, one inside a live home to a drill."""
    run("solo", "declare", *ALONE, "--home", tmp_path / "live")
    for home, other in ((Mode.LIVE, drill), (Mode.DRILL, tmp_path / "live")):
        with pytest.raises(RefusedError, match="drill_folder"):
            refuse_other_folder(other / "out" / "2026-11-20", home)


def test_a_drill_does_not_know_the_second_place_of_a_live_home(run, drill, tmp_path):
    """The copy of a drill goes where the drill's own settings say, here nowhere."""
    live = tmp_path / "live"
    live.mkdir()
    (tmp_path / "stick").mkdir()
    (live / "settings.toml").write_text(f'second_place = "{tmp_path / "stick"}"\n', encoding="utf-8")
    for home in (drill, live):
        run("solo", "declare", *ALONE, "--home", home)
    assert len(list((tmp_path / "stick").iterdir())) == 1
    assert "drill" not in next((tmp_path / "stick").iterdir()).name
