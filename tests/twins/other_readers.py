"""What other people's readers make of a VBA project: oletools and olefile, both told to pass nothing over."""

import io
import warnings

import olefile

# Its import uses names that its own parser library calls old.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(container):
    """Return the bytes of a CompressedContainer."""
    return bytes(decompress_stream(bytearray(container)))


def streams(data):
    """Return {path: bytes} of a compound file; any defect is an error."""
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as opened:
        return {tuple(path): opened.openstream(path).read() for path in opened.listdir()}


def sources(data):
    """Return {name: source} of the modules in a vbaProject.bin or in a package that holds one."""
    parser = VBA_Parser("any", data=data)
    try:
        return {stream.removeprefix("VBA/"): source for _, stream, _, source in parser.extract_all_macros()}
    finally:
        parser.close()
