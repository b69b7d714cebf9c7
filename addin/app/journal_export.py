"""The record for those who have no Hikae: a CSV that a spreadsheet opens without harm, or JSON lines for machines."""

import json
from collections.abc import Iterable, Iterator

from addin.export.people import people_csv
from addin.store.chain import Entry, canonical, entry_as_json

COLUMNS = ("番号 n", "時刻 at", "利用者 user", "種類 kind", "内容 body", "キー key", "直前 previous", "ハッシュ hash")


def as_csv(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the lines of a UTF-8 CSV with a byte order mark; no cell of it is taken for a formula."""
    return people_csv(COLUMNS, map(_cells, entries))


def as_json_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield one line of JSON for each entry, as `hikae journal show --json` prints it."""
    for each in entries:
        yield (json.dumps(entry_as_json(each), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _cells(entry: Entry) -> tuple[str, ...]:
    body = canonical(entry.body)
    return (str(entry.n), entry.at, entry.user, entry.kind, body, entry.key, entry.previous, entry.hash)
