"""Bundles made by somebody who knows the form: every checksum is right, and still nothing wrong is merged."""

import hashlib

import pytest

from addin.app.bundle_read import read_bundle
from addin.store import copies, lines
from addin.store.chain import canonical, hash_of, key_of
from addin.store.lines import Header, line_of
from addin.store.merge import FOREIGN


def forged(path, rows, **changes):
    """Write a bundle whose every checksum is right, as somebody who knows the form could."""
    texts = [line_of(row) for row in rows]
    head = rows[-1][-1] if rows else lines.NO_HASH
    known = Header("bundle", 1, "f" * 32, rows[0][1] if rows else "", entries=len(rows), head=head)
    data = known._replace(**changes).line() + b"".join(texts)
    path.write_bytes(data + copies.sum_line(hashlib.sha256(data).hexdigest()))
    return path


def chained(*contents_):
    """Return rows of one record, chained to one another: what an office could really have recorded."""
    rows, previous = [], lines.NO_HASH
    for n, (kind, text) in enumerate(contents_, 1):
        key = key_of(kind.encode(), text.encode())
        fields = (n, "2026-11-20T18:40:00+09:00", "mori", kind, key, previous, text)
        previous = hash_of([str(field).encode() for field in fields])
        rows.append((*fields, previous))
    return rows


@pytest.mark.parametrize(
    "text",
    ["[]", '{"a":NaN}', '{"a":1e999}', '{"a":' * 5000 + "1" + "}" * 5000, '{"a":' + "1" * 5000 + "}", '{"a"}'],
)
def test_a_body_that_no_record_could_have_made_is_refused(refused, tmp_path, text):
    """A bundle whose hashes are right but whose body is nothing that can be recorded is refused."""
    assert refused(forged(tmp_path / "forged", chained(("a", text)))).code == "copy_broken"


def inner(**changes):
    """Return the text of an entry that claims to come from a third office."""
    (row,) = chained(("test.third", "{}"))
    names = ("n", "at", "user", "kind", "key", "previous", "body", "hash")
    return canonical({"record": "e" * 32, **dict(zip(names, row, strict=True)), **changes})


def test_a_foreign_entry_inside_is_taken(tmp_path, other):
    """A well-formed bundle of a record that had read a third office's brings both."""
    assert read_bundle(forged(tmp_path / "good", chained((FOREIGN, inner()))), other).added == 1


@pytest.mark.parametrize(
    "changes",
    [{"hash": "0" * 64}, {"body": '{"a":1}'}, {"record": "../../x"}, {"record": None}, {"kind": FOREIGN},
     {"user": ["mori"]}, {"n": True}, {"n": 0}, {"previous": "1" * 64}, {"body": "\ud800"}, {"at": "yesterday"}],
)  # fmt: skip
def test_a_forged_entry_inside_is_refused(refused, tmp_path, changes):
    """An entry of a third office whose hash, form or chain is wrong is refused with the bundle."""
    assert refused(forged(tmp_path / "forged", chained((FOREIGN, inner(**changes))))).code == "copy_broken"


def test_a_third_office_s_chain_must_be_whole(refused, tmp_path):
    """An entry of a third office without the one before it is refused."""
    rows = chained(("test.third", "{}"), ("test.third", '{"a":1}'))
    names = ("n", "at", "user", "kind", "key", "previous", "body", "hash")
    text = canonical({"record": "e" * 32, **dict(zip(names, rows[1], strict=True))})
    assert refused(forged(tmp_path / "forged", chained((FOREIGN, text)))).code == "copy_broken"


def test_a_header_that_lies_is_refused(refused, tmp_path):
    """A header that names another head or another number of entries is refused, though the checksum is right."""
    rows = chained(("a", "{}"), ("b", "{}"))
    assert refused(forged(tmp_path / "head", rows, head="0" * 64)).code == "copy_broken"
    assert refused(forged(tmp_path / "more", rows, entries=3)).code == "copy_broken"
    assert refused(forged(tmp_path / "less", rows, entries=1)).code == "copy_broken"
