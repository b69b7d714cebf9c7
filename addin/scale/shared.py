"""Arrays that all parts of a run read: in a file of its own, so that no memory grows with how many there are.

The file holds numbers of the market, no positions, and ends with the run; what it is good for is gone then.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.files import not_written
from addin.streams import write_at
from calc.outcome import RefusedError

Array = NDArray[Any]
NAME = "blocks"


@dataclass(frozen=True, slots=True)
class Layout:
    """Kind and shape of an array, as NumPy names them."""

    kind: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        return int(np.dtype(self.kind).itemsize * np.prod(self.shape, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Shared:
    """Arrays one behind the other in a file."""

    path: Path
    layouts: tuple[Layout, ...]

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        return sum(each.size for each in self.layouts)

    def is_there(self) -> bool:
        """Return whether this process can read the file; its folder has a name that no other run has."""
        try:
            with self.path.open("rb") as file:
                return file.seek(0, 2) == self.size
        except OSError:
            return False

    def arrays(self) -> Iterator[Array]:
        """Yield each array in turn, read anew."""
        with self.path.open("rb") as file:
            for layout in self.layouts:
                count = int(np.prod(layout.shape, dtype=np.int64))
                yield np.fromfile(file, dtype=layout.kind, count=count).reshape(layout.shape)


def laid(array: Array) -> Layout:
    """Return an array's kind and shape."""
    return Layout(array.dtype.str, array.shape)


def put(path: Path, offset: int, array: Array) -> None:
    """Put an array at an offset of a file. Raises RefusedError `file_not_written`."""
    data = array.tobytes()
    try:
        write_at(path, offset, data)
    except OSError as error:
        raise RefusedError([not_written(path, error, needed=len(data))]) from error


@contextmanager
def sharing(arrays: Iterable[Array]) -> Iterator[Shared]:
    """Give arrays, taken one by one, in a file that ends with the context.

    Raises RefusedError `file_not_written`.
    """
    with tempfile.TemporaryDirectory(prefix="hikae-scale-", ignore_cleanup_errors=True) as folder:
        shared = Shared(Path(folder) / NAME, ())
        put(shared.path, 0, np.empty(0))  # it is there, also with nothing in it
        for array in arrays:
            put(shared.path, shared.size, array)
            shared = replace(shared, layouts=(*shared.layouts, laid(array)))
        yield shared
