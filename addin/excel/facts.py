"""What the bridge has to know of the product that made its book."""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.excel.statements import listed

Described = Mapping[str, Any]

HEAD = "' Facts of the product. Made from the registry: what is changed here is gone with the next build.\n"


def facts(functions: Sequence[Described], *, version: str) -> str:
    """Return the text of the module with the product's version, and the functions to be asked anew after an action."""
    live = [f'"{each["name"]}"' for each in functions if not each["cached"]]
    return "".join(
        (
            f"{HEAD}Option Explicit\nOption Private Module\n\n",
            f'Public Const HIKAE_VERSION As String = "{version}"\n\n',
            "' Functions that may answer the same arguments otherwise a moment later, as they read the record.\n",
            "Public Function HikaeLive() As Variant\n",
            listed("HikaeLive = Array(", live, ")", indent="    "),
            "End Function\n",
        )
    )
