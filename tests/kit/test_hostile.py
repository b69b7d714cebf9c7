"""What somebody, or chance, puts on a stick or into the environment changes nothing, and nobody sees a traceback."""

import os
import shutil
import stat
import subprocess
import sys
import zipfile

import pytest

pytestmark = pytest.mark.timeout(600)  # whoever comes first builds the kit for all

FIRST = """raise SystemExit("somebody else's code")\n"""


@pytest.fixture
def place(tmp_path):
    """Return a folder with an empty home in it."""
    (tmp_path / "家 home").mkdir()
    return tmp_path


@pytest.fixture
def start(place):
    """Return what starts a kit by its shell script in that home, in an environment changed as asked."""

    def started(kit, script="start.sh", **changes):
        env = {"HOME": str(place / "家 home"), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"} | changes
        env = {name: value for name, value in env.items() if value is not None}
        done = subprocess.run(["sh", kit / script], env=env, cwd=kit, capture_output=True, check=False)
        said = done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in said
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode("utf-8", "replace"), said)

    return started


@pytest.fixture
def small(small_kit, place):
    """Return a small kit at a place with blanks and Japanese in its name."""
    return small_kit(place / "媒体 1" / "控え kit", "1.0")


def app(place):
    """Return where it would be installed."""
    return place / "家 home" / ".local" / "share" / "hikae-app"


@pytest.mark.parametrize(
    "name",
    ["wheels/pip-99.0-py3-none-any.whl", "runtime/python.zip", "kernels/calc.pricing.kernels/x.nbi", "kit/json.py",
     "record/settings.other.toml"],
)  # fmt: skip
def test_a_file_that_would_be_read_and_is_not_listed_is_refused(start, small, place, name):
    """What installing would pick up by its form, without being under the sums, is named and nothing is installed."""
    (small / name).parent.mkdir(parents=True, exist_ok=True)
    (small / name).write_text(FIRST, encoding="utf-8")
    done = start(small)
    assert (done.returncode, done.stderr.rpartition(": ")[2].strip()) == (2, name)
    assert not app(place).exists()


def test_a_file_of_ones_own_on_the_stick_does_no_harm(start, small):
    """A note beside the scripts, what a desktop hides in each folder, and start-up files of Python are never read."""
    for name in ("memo.txt", "sitecustomize.py", "evil.pth", "json.py", "wheels/._pip-1.whl", "kit/.DS_Store"):
        (small / name).write_text(FIRST, encoding="utf-8")
    done = start(small)
    assert done.returncode == 0, done.stderr
    assert "somebody else" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["kit/kit.py", "kit/stick.py", "kit/changes.py", "kit/manifest.json", "start.sh"])
def test_a_torn_script_is_named(start, small, place, name):
    """Even a script that Python could not read is told as a file that is not as it was made."""
    with (small / name).open("a", encoding="utf-8") as file:
        file.write("\n)\n" if name.startswith("kit") else "# one more line\n")
    done = start(small)
    assert (done.returncode, done.stderr.rpartition(": ")[2].strip()) == (2, name)
    assert not app(place).exists()


@pytest.mark.parametrize("name", ["wheels", "kit/install.lock"])
def test_a_link_out_of_the_stick_is_refused(start, small, place, name):
    """A file or folder that stands elsewhere is not on the stick, whatever it holds."""
    (small / name).rename(place / "elsewhere")
    (small / name).symlink_to(place / "elsewhere")
    done = start(small)
    assert (done.returncode, name in done.stderr, app(place).exists()) == (2, True, False)


def test_a_list_that_points_outside_is_refused(start, small, place):
    """A line of the sums that names a file elsewhere is no line of a kit."""
    with (small / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  ../../outside\n")
    done = start(small)
    assert (done.returncode, "../../outside" in done.stderr, app(place).exists()) == (2, True, False)


def test_the_environment_of_python_and_pip_is_left_outside(start, small_kit, place):
    """Foreign modules, settings of pip everywhere and an open umask: it installs, where only this user can reach."""
    kit, evil = small_kit(place / "stick", "1.0", is_pip_real=True), place / "evil"
    (evil / "pip").mkdir(parents=True)
    for name in ("sitecustomize.py", "typing.py", "json.py", "small.py"):
        (evil / name).write_text(FIRST, encoding="utf-8")
    wrong = "[global]\nno-binary = :all:\ntarget = /nowhere\n"
    (evil / "pip" / "pip.conf").write_text(wrong, encoding="utf-8")
    hostile = dict.fromkeys(("PYTHONPATH", "PYTHONHOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME"), str(evil))
    hostile |= {"PYTHONWARNINGS": "error", "PYTHONINSPECT": "1", "PIP_TARGET": "/nowhere", "LC_ALL": "C"}
    hostile |= {"PIP_CONFIG_FILE": str(evil / "pip/pip.conf")}
    before = os.umask(0)
    try:
        done = start(kit, **hostile)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    found = [path for path in app(place).rglob("*") if not path.is_symlink()]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o022 for path in found} == {0}
    assert stat.S_IMODE(app(place).stat().st_mode) == 0o700
    env = {"HOME": str(place / "家 home"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(evil), "PYTHONHOME": str(evil)}
    said = subprocess.run([app(place) / "hikae", "x"], env=env, capture_output=True, encoding="utf-8", check=False)
    assert said.stdout == "1.0 x\n", said.stderr


def test_without_a_home_it_says_so(start, small):
    """A user without a home folder is told, in both languages."""
    done = start(small, HOME=None)
    assert (done.returncode, "no home folder" in done.stderr) == (2, True)


def test_a_record_that_is_not_taken_in_is_no_success(start, small, seal_anew, place):
    """When the record of the stick is refused, the program is there and the end says what is missing."""
    with zipfile.ZipFile(small / "wheels/hikae-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("small.py", "import sys\ndef main():\n    sys.exit(2 * ('receive' in sys.argv))\n")
    seal_anew(small)
    done = start(small)
    assert (done.returncode, app(place).joinpath("current").exists()) == (2, True)
    assert "the record of the stick was not taken in" in done.stderr


def test_the_sums_to_compare_with_the_paper_are_shown(start, small):
    """The sixteen letters that the paper has are shown, as only they tell one whole stick from another."""
    listed = subprocess.run(["sha256sum", small / "SHA256SUMS"], capture_output=True, encoding="utf-8", check=True)
    assert f": {listed.stdout[:16]} / " in start(small).stderr


def test_removing_names_the_home_that_was_chosen(start, small, place):
    """Where the record lies elsewhere, removing says that place."""
    start(small)
    done = start(small, "remove.sh", HIKAE_HOME=str(place / "elsewhere"))
    assert (done.returncode, f"記録は残っています: {place / 'elsewhere'}" in done.stderr) == (0, True)


def test_a_place_whose_name_is_no_text_is_met_in_words(start, small_kit, place):
    """A stick whose name came over in another encoding installs, or says why not."""
    odd = place / os.fsdecode("控え".encode("cp932"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    done = start(small_kit(odd / "kit", "1.0"))
    assert done.returncode == 0 or "hikae: " in done.stderr


def test_the_product_takes_itself_away_without_the_stick(start, small, place):
    """The scripts that removing needs lie with the product, as the stick may be gone."""
    assert start(small).returncode == 0
    shutil.rmtree(small)
    env = {"HOME": str(place / "家 home"), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    words = [sys.executable, "-I", "-B", app(place) / "kit.py", "remove"]
    done = subprocess.run(words, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert not app(place).exists()
    assert list((place / "家 home").iterdir()) == []
