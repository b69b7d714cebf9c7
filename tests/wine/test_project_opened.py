"""Windows itself, as Wine plays it, opens our projects: its own structured storage finds and reads every stream."""

import hashlib

from compound_reader import Compound

from addin.excel.outfits import modules
from addin.excel.vbaproject import Module, vba_project
from addin.excel.vbaproject.compound import compound_file


def hashes(data):
    """Return the hash of every stream by its path, as our strict reader finds them."""
    streams = Compound(data).streams.items()
    return {"/".join(path): hashlib.sha256(content).hexdigest() for path, content in streams}


def test_windows_reads_the_modules_of_our_books(on_windows, wine, tmp_path):
    """The project of a book of many sheets, with a large module beside ours, is read whole and by name."""
    large = Module("Large", "".join(f"' {number:018d}\n" for number in range(50_000)))
    data = vba_project([*modules([f"Sheet{number}" for number in range(1, 25)]), large], name="Hikae")
    path = tmp_path / "vbaProject.bin"
    path.write_bytes(data)
    assert on_windows("opening.py", wine.windows_path(path)) == hashes(data)


def test_windows_reads_streams_of_every_size(on_windows, wine, tmp_path):
    """Streams around the sizes of sectors and of the cutoff, a hundred of them in one storage, are found and read."""
    sizes = [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 1_300_000, *range(88)]
    streams = {f"s{place}": hashlib.shake_256(b"noise").digest(size) for place, size in enumerate(sizes)}
    data = compound_file({"VBA": streams, "PROJECT": b"p"})
    path = tmp_path / "sizes.bin"
    path.write_bytes(data)
    assert on_windows("opening.py", wine.windows_path(path)) == hashes(data)
