"""A kit built once for all tests here, and a bare computer: another user, an empty home, no network."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from addin.app.approval.people import Person
from addin.app.continuity_contacts import contact_said
from addin.app.continuity_record import record_said
from addin.kit import compiled, seal
from addin.kit.target import this_python
from addin.now import now
from addin.office import profile
from addin.office.profile import hikae_program
from addin.store.journal import Journal
from calc.continuity.contacts import Contact

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("HIKAE_LONG"))
STRANGER = 64242  # nobody on any computer
MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
PROGRAMS = "/usr/local/bin:/usr/bin:/bin"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
# Puts the one wheel in place, as pip would.
SMALL_PIP = """
import pathlib, sys, sysconfig, zipfile
folder = pathlib.Path(sys.argv[sys.argv.index("--find-links") + 1])
(wheel,) = folder.glob("hikae-*.whl")
zipfile.ZipFile(wheel).extractall(sysconfig.get_path("purelib"))
program = pathlib.Path(sys.executable).with_name("hikae")
program.write_text("from small import main\\nmain()\\n")
program.chmod(0o700)
"""


@dataclass
class Computer:
    """A computer with nothing on it: what runs there has this home alone, and no network."""

    home: Path
    seconds: dict = field(default_factory=dict)

    @property
    def app(self):
        """Where the product is installed."""
        return self.home / ".local" / "share" / "hikae-app"

    @property
    def data(self):
        """Where the record is."""
        return self.home / ".local" / "share" / "hikae"

    @property
    def hikae(self):
        """What the user types."""
        return self.home / ".local" / "bin" / "hikae"

    def ran(self, *command, **environment):
        """Return what came of a command there, and note how long it took."""
        alone = ["unshare", "--net"] if IS_ROOT else ["unshare", "--map-root-user", "--net"]
        other = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"] if IS_ROOT else []
        names = {"HOME": str(self.home), "PATH": PROGRAMS, "LANG": "C.UTF-8", **environment}
        words, started = [str(word) for word in command], time.monotonic()
        done = subprocess.run(
            [*alone, *other, *words], env=names, cwd=self.home, capture_output=True, encoding="utf-8", check=False
        )
        self.seconds[words[-1]] = time.monotonic() - started
        return done

    def files(self):
        """Return every name below the home."""
        return {path.relative_to(self.home).as_posix() for path in self.home.rglob("*")}


@pytest.fixture(scope="session")
def open_place():
    """Return a folder that another user can reach, gone in the end."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def computer(open_place):
    """Return a bare computer."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "--net", "true"], check=False).returncode:
        pytest.skip("this system lends no empty network namespace (unshare --net)")
    if not shutil.which(f"python{this_python()}", path=PROGRAMS):
        pytest.skip(f"no Python {this_python()} for everybody in {PROGRAMS}")
    home = open_place / "a home"
    home.mkdir(mode=0o700)
    owned(home)
    return Computer(home)


def owned(folder):
    """Give everything in a folder to the stranger."""
    for path in (folder, *folder.rglob("*")):
        if IS_ROOT:
            os.chown(path, STRANGER, STRANGER)


@pytest.fixture(scope="session")
def main_office(hikae, example_day, tmp_path_factory):
    """Return the home of the main office with the example day and a contact in its record, and the day's output."""
    home = tmp_path_factory.mktemp("main office")
    done = hikae("day", "--data", example_day, "--out", home / "out", "--home", home)
    assert done.returncode == 0, done.stderr
    contact = Contact("山田", "staff", {"landline": "03-0000-0000"}, date(2026, 11, 2), None)
    with Journal(home) as journal:
        record_said(journal, [contact_said(contact, at=now())], person=Person("u", "AB"))
    (home / "settings.toml").write_text('role = "clearing_house"\n', encoding="utf-8")
    (home / "password.txt").write_text("not for the stick", encoding="utf-8")
    return home


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory):
    """Return the file of a signing key without a passphrase."""
    path = tmp_path_factory.mktemp("key") / "signing.pem"
    path.write_bytes(seal.new_key(""))
    return path


@pytest.fixture(scope="session")
def compiler(tmp_path_factory):
    """Return a `hikae` that begins with the kernels that these tests compiled; in the long form it begins with none.

    Numba takes no kernel of another source, so what a kit carries is the same.
    """
    program = hikae_program()
    if LONG:
        return program
    path = tmp_path_factory.mktemp("compiler") / "hikae"
    cache = Path(os.environ["NUMBA_CACHE_DIR"])
    names = [f"{shlex.quote(str(cache / compiled._cache_folder(module).name))}" for module in compiled.MODULES]  # noqa: SLF001 - what Numba calls it
    path.write_text(f'#!/bin/sh\ncp -R {" ".join(names)} "$NUMBA_CACHE_DIR"\nexec {shlex.quote(str(program))} "$@"\n',
                    encoding="utf-8")  # fmt: skip
    path.chmod(0o700)
    return path


@pytest.fixture(scope="session")
def kit(hikae, main_office, signing_key, open_place, compiler):
    """Return the folder of a kit for this system, and what its build said."""
    folder = open_place / "a stick" / "hikae"
    folder.parent.mkdir()
    folder.parent.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile, "hikae_program", lambda: compiler)
        done = hikae("kit", "build", "-o", folder, "--key", signing_key, "--home", main_office, "--json")
    assert done.returncode == 0, done.stderr
    owned(folder)
    for each in (folder, *folder.rglob("*")) if IS_ROOT else ():
        each.chmod(0o500 if each.is_dir() else 0o600)  # a stick on which nobody can put anything
    return folder, json.loads(done.stdout)


@pytest.fixture(scope="session")
def stick(kit):
    """Return the folder of the kit."""
    return kit[0]


@pytest.fixture(scope="session")
def small_kit(stick):
    """Return a maker of small kits: the real scripts, and a program that only says its version.

    In an ordinary run the parts are put in place by a few lines instead of pip, unless pip itself is what counts.
    """

    def made(folder, version, *, is_pip_real=LONG):
        for name in (
            "start.sh",
            "remove.sh",
            "kit/kit.py",
            "kit/stick.py",
            "kit/changes.py",
            "kit/excel.py",
            "kit/python-needed.txt",
            "kit/python-version",
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "installer" / "kit" / Path(name).name if "version" not in name else stick / name,
                        folder / name)  # fmt: skip
        (folder / "wheels").mkdir()
        (pip,) = (stick / "wheels").glob("pip-*.whl")
        if is_pip_real:
            shutil.copy(pip, folder / "wheels")
        else:
            with zipfile.ZipFile(folder / "wheels" / pip.name, "w") as wheel:
                wheel.writestr("pip/__init__.py", "")
                wheel.writestr("pip/__main__.py", SMALL_PIP)
        wheel = small_wheel(folder / "wheels", version)
        made = json.dumps({"made": f"2026-11-{float(version) + 19:02.0f}T21:00:00+09:00"})
        (folder / "kit" / "manifest.json").write_text(made, encoding="utf-8")
        lock = f"hikae=={version} --hash=sha256:{seal.digest_of(wheel)}\n"
        (folder / "kit" / "install.lock").write_text(lock, encoding="utf-8")
        sealed_again(folder)
        owned(folder)
        return folder

    return made


def small_wheel(folder, version):
    """Make a wheel whose `hikae` prints its version and what it was asked."""
    code = f"import sys\ndef main():\n    print({version!r}, *sys.argv[1:])\n"
    info = f"hikae-{version}.dist-info"
    members = {
        "small.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: hikae\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nhikae = small:main\n",
        f"{info}/RECORD": "",
    }
    path = folder / f"hikae-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in members.items():
            wheel.writestr(name, text)
    return path


def sealed_again(folder):
    """Write the sums of what lies in a folder now."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(seal.SUMS)]
    text = seal.sums_text({path.relative_to(folder).as_posix(): seal.digest_of(path) for path in files})
    (folder / seal.SUMS).write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def seal_anew():
    """Return what writes the sums of a folder again, as somebody could who changes a stick."""
    return sealed_again


@pytest.fixture(scope="session")
def wheel_made():
    """Return what makes the wheel of a small product in a folder."""
    return small_wheel
