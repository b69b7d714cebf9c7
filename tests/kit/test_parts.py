"""The wheels of a kit are those of the lock, hash for hash, and the application is built from the tree alone."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from addin.kit import parts
from addin.kit.target import Pin, System, target_of, this_python
from calc.outcome import RefusedError

pytestmark = pytest.mark.timeout(600)  # whoever comes first builds the kit for all

ROOT = Path(__file__).parents[2]
WHEEL, OURS = "six-1.17.0-py2.py3-none-any.whl", "hikae-0.1.0-py3-none-any.whl"


def digest(data):
    """Return a hash as a lock says it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.fixture
def wheels(tmp_path):
    """Return a folder with one wheel of the lock and the application."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    (folder / WHEEL).write_bytes(b"six")
    (folder / OURS).write_bytes(b"hikae")
    return folder


def test_the_lock_of_a_kit_has_one_hash_for_each_wheel(wheels):
    """What lies in the kit is locked to its own bytes, the application included."""
    pin = Pin("six", "1.17.0", (digest(b"other platform"), digest(b"six")))
    assert parts.exact_lock(wheels, [pin]).splitlines() == [
        "hikae==0.1.0 \\",
        f"    --hash={digest(b'hikae')}",
        "six==1.17.0 \\",
        f"    --hash={digest(b'six')}",
    ]


@pytest.mark.parametrize(
    "pin",
    [
        Pin("six", "1.17.0", (digest(b"seven"),)),
        Pin("six", "1.16.0", (digest(b"six"),)),
        Pin("python-dateutil", "2.9.0", (digest(b"six"),)),
    ],
)
def test_a_wheel_that_is_not_the_locks_stops_the_kit(wheels, pin):
    """Another content, another version and a wheel that is not there are refused by their name."""
    with pytest.raises(RefusedError) as refused:
        parts.exact_lock(wheels, [pin])
    assert [dict(each.details)["detail"] for each in refused.value.findings] == [f"{pin.name}=={pin.version}"]


def test_a_name_may_be_spelt_as_wheels_spell_it(tmp_path):
    """A wheel's underscore is the lock's hyphen."""
    (tmp_path / "python_dateutil-2.9.0-py2.py3-none-any.whl").write_bytes(b"x")
    assert "python-dateutil==2.9.0" in parts.exact_lock(tmp_path, [Pin("python-dateutil", "2.9.0", (digest(b"x"),))])


def test_what_cannot_be_fetched_is_told_in_pips_words(tmp_path, monkeypatch):
    """Without a place to fetch from, the refusal carries what pip said last."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    lock = tmp_path / "run.lock"
    lock.write_text(f"six==1.17.0 \\\n    --hash={digest(b'six')}\n", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        parts.fetched(target_of(System.LINUX, this_python()), lock, into=tmp_path / "wheels", scratch=tmp_path)
    (found,) = refused.value.findings
    assert (found.code, "six" in dict(found.details)["detail"]) == ("kit_parts", True)


def test_the_application_is_the_tree_and_nothing_is_written_there(stick, tmp_path):
    """The wheel in the kit holds the packages of this tree byte for byte, built beside the tree."""
    (wheel,) = (stick / "wheels").glob("hikae-*.whl")
    with zipfile.ZipFile(wheel) as built:
        names = [name for name in built.namelist() if name.split("/")[0] in {"addin", "calc", "workbooks"}]
        assert {name for name in names if built.read(name) != (ROOT / name).read_bytes()} == set()
    assert {"addin/kit/sheet.typ", "addin/kit/contents.toml", "calc/compile.py"} <= set(names)
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "build").glob("*")}
    parts.application(ROOT, into=tmp_path, scratch=tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "build").glob("*")} == before
