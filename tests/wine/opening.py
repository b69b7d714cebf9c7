"""Runs on Windows: opens a compound file by the calls that Office uses, and prints what it finds there.

Every stream is asked for by its name, which is looked for in the file's own tree, and is told by its hash.
"""

import hashlib
import json
import sys

import pythoncom
from win32com import storagecon

READ = storagecon.STGM_READ | storagecon.STGM_SHARE_EXCLUSIVE
PIECE = 65_536


def content(storage, name):
    """Return the hash of a stream's bytes."""
    stream, read = storage.OpenStream(name, None, READ, 0), hashlib.sha256()
    while piece := stream.Read(PIECE):
        read.update(piece)
    return read.hexdigest()


def found(storage, path=""):
    """Return the hash of every stream below a storage by its path, as the storage lists them."""
    hashes = {}
    for name, kind, *_ in list(storage.EnumElements()):
        if kind == storagecon.STGTY_STORAGE:
            hashes.update(found(storage.OpenStorage(name, None, READ, None, 0), f"{path}{name}/"))
        else:
            hashes[path + name] = content(storage, name)
    return hashes


sys.stdout.write(json.dumps(found(pythoncom.StgOpenStorage(json.load(sys.stdin.buffer), None, READ))))
