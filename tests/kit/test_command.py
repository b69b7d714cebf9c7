"""What `hikae kit` says, asks and refuses before it builds anything."""

import stat

import pytest
import typer

from addin.kit import build, seal
from addin.kit.build import built_kit
from addin.kit.content import KitRequest
from addin.kit.target import System, this_system
from calc.outcome import RefusedError

HERE = this_system()


@pytest.fixture
def request_in(tmp_path, root):
    """Return a maker of requests for a kit of this system, changed as asked."""

    def made(**changes):
        key = seal.private_key(_key(tmp_path))
        asked = {"system": HERE, "out": tmp_path / "kit", "home": tmp_path / "home", "tree": root,
                 "program": tmp_path / "hikae", "key": key, "books": {}}  # fmt: skip
        return KitRequest(**(asked | changes))

    return made


@pytest.fixture
def root():
    """Return the source tree."""
    from addin.commands.build import delivered  # noqa: PLC0415

    return delivered().parent


def _key(folder):
    path = folder / "key.pem"
    path.write_bytes(seal.new_key(""))
    return path


def test_a_key_is_made_once(hikae, tmp_path, monkeypatch):
    """The new key is private to the user, opens with the passphrase that was typed, and is never overwritten."""
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: "合言葉")
    path = tmp_path / "signing.pem"
    done = hikae("kit", "key", "-o", path)
    assert seal.fingerprint(seal.public_pem(seal.private_key(path, "合言葉"))) in done.stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = hikae("kit", "key", "-o", path)
    assert (again.returncode, "[kit_exists]" in again.stderr) == (2, True)


def test_an_encrypted_key_asks_for_its_passphrase(hikae, tmp_path, monkeypatch):
    """A build with an encrypted key asks; a wrong passphrase is refused before anything is made."""
    path = tmp_path / "signing.pem"
    path.write_bytes(seal.new_key("right"))
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: "wrong")
    done = hikae("kit", "build", "-o", tmp_path / "kit", "--key", path)
    assert (done.returncode, "[kit_key]" in done.stderr, (tmp_path / "kit").exists()) == (2, True, False)


def test_an_unknown_target_is_refused_with_the_names(hikae, tmp_path):
    """Another word than the three systems is refused, and they are named."""
    done = hikae("kit", "build", "-o", tmp_path / "kit", "--key", _key(tmp_path), "--target", "amiga")
    assert (done.returncode, "windows linux macos" in done.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_nothing_is_overwritten(request_in, tmp_path, kind):
    """Where a file or a folder with something in it stands, no kit is made."""
    place = tmp_path / "there"
    place.write_text("mine", encoding="utf-8") if kind == "file" else (place / "mine").mkdir(parents=True)
    with pytest.raises(RefusedError, match="kit_exists"):
        built_kit(request_in(out=place))


def test_a_kit_is_made_from_the_source_tree(request_in, tmp_path):
    """Where the lock is not, as in an installed kit, no kit can be made, and that is said."""
    with pytest.raises(RefusedError, match="kit_no_tree"):
        built_kit(request_in(tree=tmp_path))


@pytest.fixture
def without_wheels(monkeypatch):
    """Let a build find its parts at once, each a few bytes."""

    def fetched(_target, _lock, *, into, scratch):
        into.mkdir()
        (into / "six-1.17.0-py2.py3-none-any.whl").write_bytes(scratch.name.encode())
        return ()

    monkeypatch.setattr(build.parts, "fetched", fetched)
    monkeypatch.setattr(build.parts, "application", lambda *_, **__: None)
    monkeypatch.setattr(build.compiled, "carried", lambda _: {"calc.x/a.nbc": b"code"})


@pytest.fixture
def program(tmp_path):
    """Let the compiler be a program that does nothing."""
    path = tmp_path / "hikae"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o700)
    return path


@pytest.mark.usefixtures("without_wheels", "program")
def test_a_kit_that_is_too_large_is_not_made(request_in, tmp_path, monkeypatch):
    """Above the limit nothing of that name is made, and both numbers are told."""
    monkeypatch.setattr(build, "MOST_BYTES", 1000)
    with pytest.raises(RefusedError) as refused:
        built_kit(request_in())
    (found,) = refused.value.findings
    assert (found.code, dict(found.details)["most"]) == ("kit_too_large", "1,000")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hikae", "key.pem"]


@pytest.mark.usefixtures("without_wheels", "program")
def test_what_a_killed_build_left_is_cleared_away(request_in, tmp_path):
    """The hidden folder of a build that was killed is gone after the next one, and not in the kit."""
    left = tmp_path / ".kit.building" / "kit" / "secret.txt"
    left.parent.mkdir(parents=True)
    left.touch()
    done = built_kit(request_in())
    assert (done.folder, left.exists()) == (tmp_path / "kit", False)
    assert not list((tmp_path / "kit").rglob("secret.txt"))
    assert [each.code for each in done.findings] == ["kit_no_record"]


@pytest.mark.usefixtures("without_wheels", "program")
def test_a_kit_for_another_system_carries_no_kernels(request_in):
    """Code compiled here serves no other system: its kit compiles them when it is installed."""
    other = next(each for each in (System.LINUX, System.MACOS) if each is not HERE)
    assert built_kit(request_in(system=other)).has_kernels is False
