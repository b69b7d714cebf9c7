"""The one named cell of the Excel add-in, by which it is known however it was saved."""

from addin.books.regions.region import Region

ADDIN = Region("HIKAE_ADDIN", "Hikae", 5, 1)  # its version
