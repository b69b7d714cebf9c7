"""Before anything is acknowledged, all that it rests on has been synced: contents, lengths and names."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("failing_child.py")
CALLS = "openat,write,pwrite64,ftruncate,rename,unlink,mkdir,fsync,fdatasync,writev"
LINE = re.compile(
    r'\d+ +(?P<call>\w+)\((?:\d+<(?P<open>[^>]*)>|(?:AT_FDCWD[^,]*, )?"(?P<name>[^"]*)")(?P<rest>.*)\) += \d+'
)


class Disk:
    """What is not yet durable, by path: a file's content or length, a folder's names."""

    def __init__(self, folder):
        self.folder, self.known, self.unsynced, self.acknowledged = str(folder), set(), set(), []

    def see(self, line):
        """Take in one call as strace wrote it down."""
        found = LINE.match(line)
        if found is None:
            return
        call, path, rest = found["call"], found["open"] or found["name"], found["rest"]
        if call == "writev" and '="recorded ' in rest:
            self.acknowledged.append(sorted(self.unsynced))
        if not path.startswith(self.folder):
            return
        if call in {"fsync", "fdatasync"}:
            self.unsynced.discard(path)
        elif call in {"write", "pwrite64", "ftruncate"}:
            self.unsynced.add(path)
        elif call == "rename":
            self._renamed(path, rest.split('"')[1])
        elif call in {"unlink", "mkdir"} or ("O_CREAT" in rest and path not in self.known):
            self.unsynced.add(str(Path(path).parent))
        self.known.add(path)

    def _renamed(self, old, new):
        if old in self.unsynced:
            self.unsynced = self.unsynced - {old} | {new}
        self.unsynced.add(str(Path(new).parent))


@pytest.mark.parametrize(("use_case", "acknowledgements"), [("journal", 6), ("file", 2)])
def test_everything_is_synced_before_it_is_acknowledged(tmp_path, strace, use_case, acknowledgements):
    """At each acknowledgement nothing written, shortened, renamed or made is left unsynced."""
    log, folder = tmp_path / "calls", tmp_path / "run"
    folder.mkdir()
    asked = json.dumps({"use_case": use_case, "folder": str(folder), "call": "write", "at": 0, "when": 0})
    command = [strace, "-f", "-y", "-s", "16", "-o", str(log), "-e", f"trace={CALLS}"]
    program = [sys.executable, "-B", str(CHILD), str(tmp_path)]
    subprocess.run([*command, *program], input=asked.encode(), check=True, capture_output=True)
    disk = Disk(folder)
    for line in log.read_text(errors="replace").splitlines():
        disk.see(line)
    assert disk.acknowledged == [[]] * acknowledgements
