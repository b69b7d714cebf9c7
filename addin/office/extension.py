"""The add-in of the product that runs, as bytes."""

from importlib.metadata import version

from addin.functions import described
from addin.libreoffice import package


def extension() -> bytes:
    """Return the .oxt; the same product gives the same bytes."""
    return package.extension(
        described.described_functions(),
        described.described_actions(),
        words=described.office_words(),
        cutoffs=described.office_cutoffs(),
        version=version("hikae"),
    )
