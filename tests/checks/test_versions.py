"""What is installed, against what the product asks for and what the record was made by."""

import pytest

from addin.app.versions import versions as own_versions
from addin.checks import versions as checked
from addin.checks.versions import versions


@pytest.fixture
def needed(monkeypatch):
    """Return a function that says what the product asks for."""

    def ask(*requirements):
        monkeypatch.setattr(checked, "requires", lambda _: list(requirements))

    return ask


def test_what_is_installed_here_is_what_the_product_asks_for(desk):
    """The environment that these tests run in is whole."""
    assert desk.found(versions) == {}
    assert all(f"{name} {value}" in versions(desk.home).en for name, value in own_versions().items())


@pytest.mark.parametrize(
    ("requirement", "code"),
    [
        ("no-such-wheel>=1", "wheel_missing"),
        ("numpy<1", "wheel_other"),
        ("numpy==0.1; sys_platform == 'nowhere'", None),
        ("no-such-wheel>=1; extra == 'scale'", None),
        ("numpy", None),
    ],
)
def test_each_wheel_is_looked_at(desk, needed, requirement, code):
    """A missing one, one of another version; what is for another system or an extra is no matter."""
    needed(requirement)
    assert desk.found(versions).keys() == ({code} if code else set())


def test_a_wheel_of_another_version_says_both(desk, needed):
    """What is there, and what is needed."""
    needed("numpy<1")
    found = desk.found(versions)["wheel_other"]
    assert (found["name"], str(found["needed"])) == ("numpy", "<1")
    assert found["installed"][0].isdigit()


def test_another_engine_in_the_record_is_told(desk):
    """The newest run was made by another version: two offices must not differ unseen."""
    desk.append("day.inputs", {"versions": own_versions(), "files": {}})
    assert desk.found(versions) == {}
    desk.append("margin.computed", {"versions": {**own_versions(), "engine": "2001.1"}, "inputs": {}})
    assert desk.found(versions)["versions_recorded"]["name"] == "engine"


def test_the_newest_run_counts(desk):
    """An earlier one by another engine is over."""
    desk.append("margin.computed", {"versions": {**own_versions(), "engine": "2001.1"}, "inputs": {}})
    desk.append("day.inputs", {"versions": own_versions(), "files": {}})
    assert desk.found(versions) == {}
