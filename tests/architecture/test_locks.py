"""The lock files are whole, agree with what is asked for, and name no address; the notices follow the lock."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<rest>(?:^ .*\n?)+)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
ADDRESS = re.compile(r"https?:|file:|git\+|@ |^-", re.MULTILINE)
NOTICES = "installer/maintain/notices.py"


def pins(lock):
    """Return {name: (version, hashes, marker)} of a lock file."""
    found = PIN.finditer(lock)
    return {m["name"]: (m["version"], frozenset(HASH.findall(m["rest"])), m["marker"] or "") for m in found}


def asked(text):
    """Return the requirements of a list of what is asked for."""
    return [Requirement(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def loose(lock):
    """Return the lines of a lock that pin nothing exactly or come without a hash."""
    names = [line.split(" ")[0] for line in lock.splitlines() if line.strip() and line[0] not in " #"]
    good = {f"{name}=={version}" for name, (version, hashes, _) in pins(lock).items() if hashes}
    return [name for name in names if name not in good]


def unmet(requirements, lock):
    """Return the requirements that a lock does not meet."""
    locked = pins(lock)
    names = ((requirement, canonicalize_name(requirement.name)) for requirement in requirements)
    return [str(r) for r, name in names if name not in locked or not r.specifier.contains(locked[name][0])]


def beyond(part, whole):
    """Return the packages of one lock that another does not hold in the same version, with the same hashes."""
    held = pins(whole)
    return [name for name, (version, hashes, _) in pins(part).items() if held.get(name, ())[:2] != (version, hashes)]


@pytest.fixture(scope="module")
def run_lock(root):
    """Return the text of the lock for work."""
    return (root / "installer/run.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def test_lock(root):
    """Return the text of the lock for work and tests."""
    return (root / "installer/test.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def scale_lock(root):
    """Return the text of the lock for work with the extra `scale`."""
    return (root / "installer/scale.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(root):
    """Return what pyproject.toml says of the project."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wanted(root, project):
    """Return what pyproject.toml and run.in ask for."""
    return [*map(Requirement, project["dependencies"]), *asked((root / "installer/run.in").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def extra(project):
    """Return what the extra `scale` asks for beside that."""
    return [*map(Requirement, project["optional-dependencies"]["scale"])]


def test_every_package_is_pinned_with_hashes(run_lock, scale_lock, test_lock):
    """Each package of every lock has one exact version and its hashes."""
    assert loose(run_lock) + loose(scale_lock) + loose(test_lock) == []


def test_a_loose_package_is_found():
    """A range, and a version without a hash, are found."""
    assert loose("numpy>=2\n") == ["numpy>=2"]
    assert loose("numpy==2.4.6 \\\n    # via hikae\n") == ["numpy==2.4.6"]
    assert loose(f"numpy==2.4.6 \\\n    --hash=sha256:{'0' * 64}\n") == []


def test_the_locks_hold_no_address(run_lock, scale_lock, test_lock):
    """No lock says from where packages come."""
    assert not ADDRESS.search(run_lock)
    assert not ADDRESS.search(scale_lock)
    assert not ADDRESS.search(test_lock)


@pytest.mark.parametrize("line", ["--index-url x", "-f x", "numpy @ x", "# from https://x", "x @ git+ssh://x"])
def test_an_address_is_found(line):
    """An option, a direct reference and an address in a comment are found."""
    assert ADDRESS.search(f"six==1.17.0 \\\n{line}\n")


def test_the_locks_meet_what_is_asked_for(root, wanted, extra, run_lock, scale_lock, test_lock):
    """What pyproject.toml, run.in and test.in ask for stands in the locks in a version that they accept."""
    for_tests = asked((root / "installer/test.in").read_text(encoding="utf-8"))
    assert unmet(wanted, run_lock) == []
    assert unmet([*wanted, *extra], scale_lock) == []
    assert unmet([*wanted, *extra, *for_tests], test_lock) == []


def test_nobody_gets_the_extra_unasked(extra, run_lock):
    """Nothing of the extra `scale` stands in the lock for work."""
    assert unmet(extra, run_lock) == [str(each) for each in extra]


def test_an_unmet_requirement_is_found(run_lock):
    """A package that is not locked, or in a version that is not accepted, is found."""
    assert unmet([Requirement("numpy<2"), Requirement("absent"), Requirement("Six")], run_lock) == ["numpy<2", "absent"]


def test_what_one_platform_needs_is_marked(wanted, run_lock):
    """A package that pyproject.toml wants on some platforms only is locked for those only."""
    some = {canonicalize_name(requirement.name) for requirement in wanted if requirement.marker}
    assert some
    assert {name for name in some if not pins(run_lock)[name][2]} == set()


def test_each_lock_is_a_part_of_the_next(run_lock, scale_lock, test_lock):
    """An environment for tests serves for work and the extra: each package stands in the next lock, byte for byte."""
    assert beyond(run_lock, scale_lock) == []
    assert beyond(scale_lock, test_lock) == []


def test_another_version_is_found(run_lock):
    """A package that the locks hold in two versions, or one of them not at all, is found."""
    other = run_lock.replace("six==1.17.0", "six==1.16.0").replace("rich==", "poor==")
    assert beyond(run_lock, other) == ["rich", "six"]


def test_the_notices_list_what_is_locked(root, script, scale_lock):
    """The third-party notices hold each package of work and extra in its version, and no other."""
    listed = script(NOTICES).licences((root / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8"))
    assert list(listed) == [f"{name} {version}" for name, (version, _, _) in pins(scale_lock).items()]


def test_the_notices_say_the_packages_own_licence(root, script, scale_lock):
    """The licence in the notices is the one the installed package states, for all that is installed everywhere."""
    notices = script(NOTICES)
    listed = notices.licences((root / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8"))
    parts = notices.locked_parts(scale_lock)
    stated = {f"{p.name} {p.version}": notices.expression(p) for p in parts if not p.marker}
    assert {name: listed[name] for name in stated} == stated


def test_no_licence_asks_for_our_source(root, script):
    """No package that is installed for work is under a copyleft licence."""
    assert script(NOTICES).refused((root / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "LGPL-2.1-only", "AGPL-3.0", "MIT AND GPL-2.0-only"])
def test_a_copyleft_licence_is_found(script, licence):
    """GPL, LGPL and AGPL are refused, also as a part of an expression."""
    notices = script(NOTICES)
    block = f"{notices.RULE}\nx 1.0\nLicence: {licence}\n{notices.RULE}\n"
    assert notices.refused(block) == ["x 1.0"]
    assert notices.refused(block.replace(licence, "MIT AND MPL-2.0")) == []


def test_the_notices_carry_the_licence_texts(root):
    """Where a package is installed everywhere, its own licence text is in the notices."""
    notices = (root / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")
    for holder in ("NumPy Developers", "Anaconda, Inc.", "Will McGugan", "AQR Capital Management", "Apache Arrow"):
        assert holder in notices, holder
