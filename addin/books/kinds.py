"""Which files are workbooks, by their names."""

WORKBOOKS = (".xlsx", ".xlsm")  # what macros the second kind has is never looked at


def is_workbook(name: str) -> bool:
    """Return whether a file's name is that of a workbook that can be read."""
    return name.lower().endswith(WORKBOOKS)
