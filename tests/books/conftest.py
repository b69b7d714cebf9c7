"""Workbooks that are right, and packages that are wrong on purpose."""

import io
import zipfile

import pytest
from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def saved(book):
    """Return a workbook's bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture(scope="session")
def workbook():
    """Return a function that makes a workbook of one sheet from rows."""

    def made(rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        return saved(book)

    return made


@pytest.fixture(scope="session")
def repacked():
    """Return a function that changes the parts of a package: {name: bytes, or None to leave it out}."""

    def made(data, changes, compression=zipfile.ZIP_DEFLATED):
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", compression) as package:
            parts = {name: source.read(name) for name in source.namelist()}
            for name, content in {**parts, **changes}.items():
                if content is not None:
                    package.writestr(name, content)
        return target.getvalue()

    return made
