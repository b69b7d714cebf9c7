"""Builds a workbook and the add-in in a process of its own, and prints each part's hash: `PYTHON this [hide]`."""

import hashlib
import io
import sys
import zipfile

if "hide" in sys.argv:
    sys.modules["lxml"] = None  # as it is where lxml is not installed

from addin import runtime

runtime.prepare()

from addin.excel.outfits import excel_addin, excel_book  # noqa: E402 - openpyxl asks at its loading
from workbooks import catalogue  # noqa: E402

for data in (excel_addin(), excel_book(catalogue.built("margin"))):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            print(hashlib.sha256(package.read(name)).hexdigest(), name)  # noqa: T201 - the answer
