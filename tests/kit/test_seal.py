"""The seal of a kit: sums over every file, signed by the firm's key, checked by a Hikae that was there before."""

import hashlib
import json
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from addin.kit import seal
from addin.kit.verify import MANIFEST, verified_kit
from calc.outcome import RefusedError

FILES = {"start.sh": b"echo\n", "wheels/x-1-py3-none-any.whl": b"wheel", MANIFEST: b'{"hikae": "1"}'}
KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))


def sealed(folder, key=KEY):
    """Seal whatever lies in a folder, as a build does."""
    (folder / seal.PUBLIC_KEY).write_bytes(seal.public_pem(key))
    names = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(seal.SUMS)]
    text = seal.sums_text({path.relative_to(folder).as_posix(): seal.digest_of(path) for path in names}).encode()
    (folder / seal.SUMS).write_bytes(text)
    (folder / seal.SIGNATURE).write_bytes(key.sign(text))


@pytest.fixture
def kit(tmp_path):
    """Return a small folder under a seal."""
    folder = tmp_path / "a kit"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    sealed(folder)
    return folder


def refusals(kit, **options):
    """Return the codes and subjects with which a kit is refused."""
    with pytest.raises(RefusedError) as refused:
        verified_kit(kit, **options)
    return [(each.code, *dict(each.details).values()) for each in refused.value.findings]


def test_a_kit_is_as_it_was_sealed(kit):
    """What nobody touched is confirmed, with its manifest and the fingerprint of who signed it."""
    found = verified_kit(kit)
    assert (found.files, found.manifest, found.findings) == (4, {"hikae": "1"}, ())
    assert found.fingerprint == seal.fingerprint(seal.public_pem(KEY))


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found_and_the_file_named(kit, name):
    """One bit of any file changed, and the kit is refused with the name of that file."""
    data = bytearray((kit / name).read_bytes())
    data[len(data) // 2] ^= 1
    (kit / name).write_bytes(data)
    assert refusals(kit) == [("kit_file_changed", name)]


def test_every_wrong_file_is_named(kit):
    """A missing file and a changed one are both said."""
    (kit / "start.sh").unlink()
    (kit / MANIFEST).write_bytes(b"{}")
    assert refusals(kit) == [("kit_file_changed", MANIFEST), ("kit_file_missing", "start.sh")]


def test_a_file_that_nobody_sealed_is_warned_of(kit):
    """A file that the sums do not list is named, and the kit stands."""
    (kit / "wheels" / "more.whl").touch()
    (found,) = verified_kit(kit).findings
    assert (found.code, *dict(found.details).values()) == ("kit_file_extra", "wheels/more.whl")


def test_new_sums_for_a_changed_file_are_not_enough(kit):
    """Who changes a file and writes new sums fails at the signature."""
    signature = (kit / seal.SIGNATURE).read_bytes()
    (kit / "start.sh").write_bytes(b"other")
    sealed(kit, OTHER)
    (kit / seal.PUBLIC_KEY).write_bytes(seal.public_pem(KEY))
    (kit / seal.SIGNATURE).write_bytes(signature)
    assert refusals(kit) == [("kit_signature", seal.SUMS)]


def test_a_kit_sealed_anew_by_somebody_else_shows_another_fingerprint(kit):
    """Who seals the whole kit with a key of their own is found by the fingerprint on paper, and only by that."""
    paper = verified_kit(kit).fingerprint
    sealed(kit, OTHER)
    assert verified_kit(kit).fingerprint != paper
    assert refusals(kit, expected=paper)[0][0] == "kit_other_key"


def test_a_fingerprint_may_be_typed_with_or_without_blanks(kit):
    """Blanks and capitals of a typed fingerprint do not matter."""
    paper = verified_kit(kit).fingerprint
    assert verified_kit(kit, expected=paper.replace(" ", "").upper()).fingerprint == paper


@pytest.mark.parametrize("name", [seal.SIGNATURE, seal.PUBLIC_KEY])
@pytest.mark.parametrize("data", [None, b"", b"-----BEGIN PUBLIC KEY-----"])
def test_a_broken_signature_is_no_signature(kit, name, data):
    """A signature or key that is missing, empty or torn refuses the kit."""
    (kit / name).unlink() if data is None else (kit / name).write_bytes(data)
    assert [code for code, *_ in refusals(kit)] == ["kit_signature"]


def test_another_kind_of_key_is_refused(kit):
    """A public key that is no Ed25519 key is none of ours."""
    pem = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    (kit / seal.PUBLIC_KEY).write_bytes(pem.public_bytes(serialization.Encoding.PEM, form))
    assert refusals(kit) == [("kit_signature", seal.PUBLIC_KEY)]


def test_a_folder_without_sums_is_no_kit(tmp_path):
    """Any other folder is refused as such."""
    assert refusals(tmp_path) == [("kit_not", str(tmp_path))]


@pytest.mark.parametrize(
    "line", ["x  start.sh", f"{'0' * 64} start.sh", f"{'0' * 64}  /etc/passwd", f"{'0' * 64}  a/../../b"]
)
def test_a_line_of_the_sums_that_is_none_is_refused(line):
    """A line without a hash, and one that points outside the kit, are refused with their number."""
    with pytest.raises(RefusedError) as refused:
        seal.digests_in(f"{'0' * 64}  a\n{line}\n")
    assert [(each.code, dict(each.details)["row"]) for each in refused.value.findings] == [("kit_sums", "2")]


def test_the_sums_are_those_of_the_usual_tool(kit):
    """Any computer's own `sha256sum --check` reads the list."""
    done = subprocess.run(["sha256sum", "--check", "--strict", seal.SUMS], cwd=kit, capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b": OK")) == (0, 4)


def test_the_fingerprint_is_of_the_public_key_alone():
    """The fingerprint is the SHA-256 of the key's own 32 bytes in groups of four, for a published pair of keys."""
    published = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    shown = seal.fingerprint(seal.public_pem(KEY))
    assert shown.replace(" ", "") == hashlib.sha256(bytes.fromhex(published)).hexdigest()
    assert [len(group) for group in shown.split()] == [4] * 16


@pytest.mark.parametrize("phrase", ["", "合言葉 42"])
def test_a_new_key_signs_with_its_passphrase_only(tmp_path, phrase):
    """A key that was made opens with its own passphrase, and with no other."""
    path = tmp_path / "key.pem"
    path.write_bytes(seal.new_key(phrase))
    assert seal.is_encrypted(path) is bool(phrase)
    assert isinstance(seal.private_key(path, phrase), ed25519.Ed25519PrivateKey)
    with pytest.raises(RefusedError, match="kit_key"):
        seal.private_key(path, "another")


def test_what_is_no_private_key_is_refused(tmp_path):
    """A public key given in place of the private one is refused."""
    path = tmp_path / "key.pub"
    path.write_bytes(seal.public_pem(KEY))
    with pytest.raises(RefusedError, match="kit_key"):
        seal.private_key(path)


def test_verify_says_what_is_left_to_be_compared(kit, hikae):
    """The command shows the fingerprint and that comparing it is the reader's part; with a fingerprint it compares."""
    alone = hikae("kit", "verify", kit, "--lang", "en")
    paper = verified_kit(kit).fingerprint
    assert (alone.returncode, paper in alone.stdout, "compare this fingerprint" in alone.stdout) == (0, True, True)
    compared = hikae("kit", "verify", kit, "--fingerprint", paper, "--lang", "en")
    assert "is the one of the fingerprint on paper" in compared.stdout
    said = json.loads(hikae("kit", "verify", kit, "--json").stdout)
    assert (said["fingerprint"], said["compared"], said["kit"]) == (paper, False, {"hikae": "1"})


def test_verify_refuses_in_words(kit, hikae):
    """A changed file ends the command with 2 and its name, in both languages."""
    (kit / "start.sh").write_bytes(b"other")
    done = hikae("kit", "verify", kit)
    assert (done.returncode, done.stdout) == (2, "")
    assert "start.sh が作成時と違います" in done.stderr
    assert "start.sh is not as it was made" in done.stderr
