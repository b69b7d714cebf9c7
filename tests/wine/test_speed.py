BUSY = 4  # how much slower than the bar a machine may be that has other things to do: a test, no benchmark


def test_a_worksheet_function_is_soon_answered(on_windows):
    """From Excel's side to the engine and back, the median of the row that the bench has for Excel."""
    (row,) = on_windows("timing.py")
    assert row["work"] == "Excel function, COM round trip"
    assert (row["unit"], row["bar"]) == ("ms", 2.0)
    assert row["measured"] <= BUSY * row["bar"]
