"""What a disk may hold after the power went: everything that was synced, and any part of what was not.

Pessimistic on purpose: data lasts after a sync of its file; the name of a new file after a sync of the file or of its
folder; any other change of names only after a sync of the folder. Of the rest, none, all, all but one, or only one
has reached the disk, and any write may have got no further than a part of its 512 or 4,096 byte blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

GRAINS = (512, 4096)
NEVER = 10**9
BEFORE = -1


@dataclass(frozen=True, slots=True)
class Effect:
    """One change: of a file's bytes, by number of the file, or of the names in a folder."""

    kind: str
    path: str
    file: int
    data: bytes = b""
    offset: int = 0
    other: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One disk that a power loss may leave: its folders, its files, and what had been acknowledged before."""

    at: int
    folders: frozenset[str]
    files: Mapping[str, bytes]
    acknowledged: tuple[str, ...]

    def put(self, folder: Path, *, instead_of: Path) -> None:
        """Make in an empty folder what the disk holds of another folder, which need not be there."""
        for path in (Path(name) for name in self.folders if Path(name).is_relative_to(instead_of)):
            (folder / path.relative_to(instead_of)).mkdir(parents=True, exist_ok=True)
        for path, data in self.beneath(instead_of).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)

    def beneath(self, folder: Path) -> Mapping[str, bytes]:
        """Return the files in a folder by their name there."""
        start = f"{folder}/"
        return {path.removeprefix(start): data for path, data in self.files.items() if path.startswith(start)}


class Recorded:
    """The operations as effects, each with the place in the log from which it is certain to last."""

    def __init__(self, operations, *, before=None):
        self.effects, self.acknowledged, self._live = [], [], {}
        self._count = 0
        for path, data in (before or {}).items():
            file = self._new(path)
            self._add(BEFORE, Effect("name", path, file), lasts=BEFORE)
            self._add(BEFORE, Effect("data", path, file, data), lasts=BEFORE)
        for at, operation in enumerate(operations):
            getattr(self, f"_{operation.call}")(at, operation)
        self.length = len(operations)

    def states(self) -> Iterator[State]:
        """Yield every state of the disk after each operation; the same disk with the same promises only once."""
        seen = set()
        for at in range(self.length):
            acknowledged = tuple(key for when, key in self.acknowledged if when <= at)
            happened = [(effect, lasts) for when, effect, lasts in self.effects if when <= at]
            made = {effect.path for effect, _ in happened if effect.kind == "folder"}
            for chosen in choices(happened, at):
                folders, files = disk_of(chosen, made=made)
                mark = hash((acknowledged, folders, tuple(sorted(files.items()))))
                if mark not in seen:
                    seen.add(mark)
                    yield State(at, folders, files, acknowledged)

    def _new(self, path):
        self._count += 1
        self._live[path] = self._count
        return self._count

    def _add(self, at, effect, *, lasts=NEVER):
        self.effects.append((at, effect, lasts))

    def _create(self, at, operation):
        self._add(at, Effect("name", operation.path, self._new(operation.path)))

    def _write(self, at, operation):
        file = self._live[operation.path]
        self._add(at, Effect("data", operation.path, file, operation.data, operation.offset))

    def _truncate(self, at, operation):
        self._add(at, Effect("length", operation.path, self._live[operation.path], offset=operation.offset))

    def _rename(self, at, operation):
        file = self._live.pop(operation.path)
        self._live[operation.other] = file
        self._add(at, Effect("move", operation.path, file, other=operation.other))

    def _link(self, at, operation):
        file = self._live[operation.other] = self._live[operation.path]
        self._add(at, Effect("second name", operation.other, file))

    def _unlink(self, at, operation):
        self._add(at, Effect("gone", operation.path, self._live.pop(operation.path, 0)))

    def _mkdir(self, at, operation):
        self._add(at, Effect("folder", operation.path, 0))

    def _acknowledge(self, at, operation):
        self.acknowledged.append((at, operation.path))

    def _sync(self, at, operation):
        file = self._live.get(operation.path)
        for place, (when, effect, lasts) in enumerate(self.effects):
            if lasts == NEVER and reached(effect, file=file, path=operation.path):
                self.effects[place] = (when, effect, at)


def reached(effect, *, file, path):
    """Return whether a sync of this file, or of this folder, makes an effect last."""
    if file is not None:
        return effect.file == file and effect.kind in ("data", "length", "name")
    return effect.kind not in ("data", "length") and parent(effect.other or effect.path) == path


def parent(path):
    """Return the folder of a path."""
    return str(PurePosixPath(path).parent)


def choices(happened, at):
    """Yield the effects that reached the disk: the certain ones with none, all, all but one, one, or torn ones."""
    maybe = [place for place, (_, lasts) in enumerate(happened) if lasts > at]
    everything = [effect for effect, _ in happened]
    open_places = set(maybe)
    for kept in ([], maybe, *([each] for each in maybe), *([o for o in maybe if o != each] for each in maybe)):
        gone = open_places - set(kept)
        yield [effect for place, effect in enumerate(everything) if place not in gone]
    for place in maybe:
        for torn in tears(everything[place]):
            yield [*everything[:place], torn, *everything[place + 1 :]]


def tears(effect):
    """Return a write as it may have stopped: after its first block, or before its last, of each size of block."""
    if effect.kind != "data":
        return []
    size = len(effect.data)
    cuts = {cut for grain in GRAINS for cut in (grain, (size - 1) // grain * grain) if 0 < cut < size}
    return [replace(effect, data=effect.data[:cut]) for cut in sorted(cuts)]


def disk_of(effects, *, made):
    """Return the folders and files that the effects leave, in their order; without its folder nothing is there."""
    files, names, folders = {}, {}, set()
    for effect in effects:
        if effect.kind in ("data", "length"):
            files[effect.file] = changed(files.get(effect.file, bytearray()), effect)
        elif effect.kind == "folder":
            folders.add(effect.path)
        else:
            names.pop(effect.path, None)
            if effect.kind != "gone":
                names[effect.other or effect.path] = effect.file
    lost = made - folders
    there = {path: bytes(files.get(file, b"")) for path, file in names.items() if not lost & above(path)}
    return frozenset(path for path in folders if not lost & above(path)), there


@cache
def above(path):
    """Return all folders above a path."""
    return {str(folder) for folder in PurePosixPath(path).parents}


def changed(content, effect):
    """Return a file's bytes after a write or a change of length; a hole is zeros."""
    start = effect.offset if effect.offset >= 0 else len(content)
    end = start + len(effect.data)
    content.extend(bytes(max(0, end - len(content))))
    if effect.kind == "length":
        del content[end:]
    else:
        content[start:end] = effect.data
    return content
