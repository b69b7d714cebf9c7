"""Records what a program did to the files of one folder: each write, name, sync and acknowledgement, in order.

The record is made by strace and read back into plain operations. A call that changes files and that the reader does
not know fails, so that nothing can happen behind its back.
"""

import re
from dataclasses import dataclass
from pathlib import Path

CONTENT = "openat,write,writev,pwrite64,lseek,ftruncate"
NAMES = "?rename,?renameat,?renameat2,?link,linkat,?unlink,unlinkat,?rmdir,?mkdir,mkdirat"
SYNCS = "fsync,fdatasync"
# Other ways to change a file; the product uses none, or this reader would have to learn it.
UNKNOWN = "pwritev,pwritev2,truncate,fallocate,copy_file_range,sendfile,?symlink,symlinkat,?creat"
LINE = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\((?P<given>.*)\) += (?P<result>\d+)(?:<(?P<opened>[^>]*)>)?")
UNFINISHED = re.compile(r"(?P<pid>\d+) +(?P<begun>.*) <unfinished \.\.\.>")
RESUMED = re.compile(r"(?P<pid>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)")
HANDLE = re.compile(r"(\d+)<([^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
NUMBER = re.compile(r"\d+")
GONE = " (deleted)"
ACKNOWLEDGED = b"recorded "
AT_THE_END = -1


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of a file, a name or a folder; or a sync; or an acknowledgement, whose words stand in `path`."""

    call: str
    path: str
    other: str = ""
    data: bytes = b""
    offset: int = 0


def recorded(warm, use_case, *, folder, log, **more):
    """Return the operations of a use case on the files in `folder`, with its acknowledgements."""
    reader = Reader(folder)
    with warm.watched("-y", "-xx", "-s", "100000000", "-o", str(log), f"-etrace={CONTENT},{NAMES},{SYNCS},{UNKNOWN}"):
        run = warm.run(use_case, folder, **more)
    assert (run.finished, run.traceback) == ("0", ""), run
    operations = list(reader.operations(log.read_text(encoding="ascii").splitlines()))
    log.unlink()
    return operations


def whole_lines(lines):
    """Yield each call as one line, at its end, also where another process came between."""
    begun = {}
    for line in lines:
        if cut := UNFINISHED.fullmatch(line):
            begun[cut["pid"]] = f"{cut['pid']} {cut['begun']}"
        elif more := RESUMED.fullmatch(line):
            yield begun.pop(more["pid"], "") + more["rest"]
        else:
            yield line


class Reader:
    """Reads the lines of strace; knows which files there are and where in them each handle stands."""

    def __init__(self, folder):
        self.folder = f"{folder}/"
        self.files = {str(path) for path in Path(folder).rglob("*") if path.is_file()}
        self.places = {}

    def operations(self, lines):
        """Yield the operations of a log."""
        for line in whole_lines(lines):
            call = LINE.match(line)
            if call is not None:
                yield from self._operations(call)

    def _operations(self, call):
        name, given = call["call"], call["given"]
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(given)]
        handle = HANDLE.match(given)
        held = decoded(handle[2]) if handle else ""
        if name in ("write", "writev") and not self.ours(held):
            yield from (Operation("acknowledge", word.decode()) for word in acknowledged(b"".join(texts)))
        elif name == "openat":
            yield from self._opened(call, decoded(call["opened"] or ""))
        elif handle and self.ours(held):
            yield from self._changed(name, held, b"".join(texts), (call["pid"], handle[1]), given, int(call["result"]))
        elif not handle and texts and self.ours(texts[0].decode()):
            yield from self._named(name, [text.decode() for text in texts])

    def ours(self, path):
        """Return whether a path is in the folder (or is the folder) and still has a name."""
        return f"{path}/".startswith(self.folder) and not path.endswith(GONE)

    def _opened(self, call, path):
        if not self.ours(path):
            return
        self.places[call["pid"], call["result"]] = AT_THE_END if "O_APPEND" in call["given"] else 0
        if path not in self.files and "O_CREAT" in call["given"]:
            self.files.add(path)
            yield Operation("create", path)
        elif "O_TRUNC" in call["given"]:
            yield Operation("truncate", path)

    def _changed(self, name, path, data, handle, given, result):
        numbers = NUMBER.findall(TEXT.sub("", HANDLE.sub("", given, count=1)))
        if name in ("write", "writev"):
            yield Operation("write", path, data=data[:result], offset=self.places[handle])
            self.places[handle] += result if self.places[handle] != AT_THE_END else 0
        elif name == "lseek":
            self.places[handle] = result
        elif name == "pwrite64":
            yield Operation("write", path, data=data[:result], offset=int(numbers[-1]))
        elif name == "ftruncate":
            yield Operation("truncate", path, offset=int(numbers[-1]))
        else:
            assert name in SYNCS, f"a call that this reader does not know: {name}({given[:200]})"
            yield Operation("sync", path)

    def _named(self, name, paths):
        if name.startswith("rename"):
            self.files = self.files - {paths[0]} | {paths[1]}
            yield Operation("rename", paths[0], other=paths[1])
        elif name.startswith("link"):
            self.files.add(paths[1])
            yield Operation("link", paths[0], other=paths[1])
        elif name.startswith("mkdir"):
            yield Operation("mkdir", paths[0])
        else:
            assert name in ("unlink", "rmdir"), f"a call that this reader does not know: {name} {paths}"
            self.files.discard(paths[0])
            yield Operation("unlink", paths[0])


def decoded(text):
    """Return a path that strace wrote byte by byte."""
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text


def acknowledged(data):
    """Return what the lines of an output acknowledge."""
    return [line.removeprefix(ACKNOWLEDGED) for line in data.splitlines() if line.startswith(ACKNOWLEDGED)]
