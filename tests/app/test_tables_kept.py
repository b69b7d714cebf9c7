"""What was read of files is kept by content: never old, never for ever, never for one who could change it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from addin.app import tables_kept, tables_read
from addin.app.tables_kept import READINGS, Keeper
from addin.app.tables_read import Tables
from addin.books import tables as book_tables
from addin.books.history_inputs import history
from addin.books.tables import table_of
from calc.days.business_day import tokyo
from calc.outcome import Outcome, finding

TABLE = b"account,instrument\nP01H,IX\n"


class Counted:
    """A reader that counts how often it is asked."""

    def __init__(self, reader):
        self.reader, self.asked = reader, 0

    def __call__(self, *given, **known):
        """Read, and count."""
        self.asked += 1
        return self.reader(*given, **known)


@pytest.fixture
def read():
    """Return a counted reader of files."""
    return Counted(table_of)


@pytest.fixture
def rows():
    """Return a counted reader of a table's rows."""
    return Counted(lambda table, **known: Outcome((len(table.rows), *map(str, known.values()))))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return a function that puts a file and reads it as a use case does, by a keeper of its own."""
    monkeypatch.setattr(tables_read, "LAST_READ", Keeper())

    def typed(data, reader, **known):
        path = tmp_path / "positions.csv"
        path.write_bytes(data)
        return Tables({"positions": path}).typed("positions", reader, **known)

    return typed


def test_the_same_content_is_read_once(read):
    """The second time the very same rows are given, without a look at the file."""
    keeper = Keeper()
    assert keeper.table(TABLE, "a.csv", read) is keeper.table(bytes(bytearray(TABLE)), "a.csv", read)
    assert read.asked == 1


def test_one_byte_makes_another_content(read):
    """A table that somebody corrected is read anew."""
    keeper = Keeper()
    first, second = (keeper.table(data, "a.csv", read).table.value for data in (TABLE, TABLE.replace(b"IX", b"IY")))
    assert (first.rows[0][1], second.rows[0][1]) == (("P01H", "IX"), ("P01H", "IY"))


def test_another_name_is_another_table(read):
    """Findings name their file, so the same content under another name is read by itself."""
    keeper = Keeper()
    told = [keeper.table(TABLE, name, read).table.value.source for name in ("a.csv", "b.csv")]
    assert told == ["a.csv", "b.csv"]


def test_a_file_that_gave_no_table_is_tried_again():
    """A workbook that took too long to open may open the next time."""
    answers = iter([Outcome(None, (finding("file_empty"),)), table_of(TABLE, "a.csv")])
    keeper = Keeper()
    told = [keeper.table(TABLE, "a.csv", lambda *_: next(answers)).table.value for _ in range(2)]
    assert (told[0], told[1].columns) == (None, ("account", "instrument"))


def test_the_longest_unasked_goes_first(read):
    """Within the limit of bytes stay those that were asked for last."""
    keeper = Keeper(altogether=2 * len(TABLE))
    for name in ("a.csv", "b.csv", "a.csv", "c.csv", "a.csv"):
        keeper.table(TABLE, name, read)
    assert read.asked == 3
    keeper.table(TABLE, "b.csv", read)
    assert read.asked == 4


def test_a_very_large_file_is_not_kept(read):
    """It would push out everything else."""
    keeper = Keeper(largest=len(TABLE) - 1)
    for _ in range(2):
        keeper.table(TABLE, "a.csv", read)
    assert read.asked == 2


def test_the_same_question_has_the_same_answer(desk, rows):
    """A button pressed again does not type the table again, in whatever order the known codes come."""
    told = [desk(TABLE, rows, codes=codes) for codes in ({"IX", "IY"}, {"IY", "IX"})]
    assert told[0] is told[1]
    assert rows.asked == 1


def test_what_else_is_known_is_part_of_the_question(desk, rows):
    """Other codes, other recoveries, or another day may make other findings."""
    known = [{"codes": {"IX"}}, {"codes": {"IY"}}, {"of": {"single": 0.35}}, {"of": {"single": 0.4}}]
    known += [{"day": date(2026, 11, 20)}, {"day": date(2026, 11, 24)}, {}]
    told = [desk(TABLE, rows, **each) for each in known]
    assert (len(set(told)), rows.asked) == (len(known), len(known))


def test_of_one_table_only_the_last_answers_are_kept(desk, rows):
    """Positions that stay while instruments change all day do not fill the memory."""
    for number in (*range(READINGS + 1), READINGS, 0):
        desk(TABLE, rows, number=number)
    assert rows.asked == READINGS + 2


def test_findings_come_again_with_a_kept_table(tmp_path):
    """Whoever reads a bad row again is told of it again."""
    path = tmp_path / "positions.csv"
    path.write_bytes(TABLE + b"P02H\n")
    told = []
    for _ in range(2):
        tables = Tables({"positions": path})
        tables.table("positions")
        told.append([each.code for each in tables.found])
    assert told == [["row_shape"]] * 2


def test_the_file_is_read_each_time_and_its_hash_told(tmp_path):
    """Only its meaning is kept: what goes into the record is what lies on the disk now."""
    path = tmp_path / "positions.csv"
    for data in (TABLE, TABLE + b"P02H,IX\n", TABLE):
        path.write_bytes(data)
        tables = Tables({"positions": path})
        tables.table("positions")
        assert (tables.contents, len(tables.hashes["positions.csv"])) == ({path: data}, 64)


def test_nobody_can_change_a_kept_history():
    """The matrix that all readers share refuses to be written to."""
    table = book_tables.csv_rows(b"date,IX\n2026-11-19,40\n", "history.csv").value
    past = history(table, calendar=tokyo()).value
    with pytest.raises(ValueError, match="read-only"):
        past.spreads_bp[0, 0] = 1.0


def test_two_at_once_are_served(read, rows):
    """Cells and buttons of one office ask from several threads."""
    keeper = Keeper(altogether=3 * len(TABLE))

    def ask(number):
        kept = keeper.table(TABLE, f"{number % 7}.csv", read)
        return keeper.reading(kept, rows, {"number": number % 5}).value

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(ask, range(700)))
    assert told == [(1, str(number % 5)) for number in range(700)]


def test_what_is_kept_fits_a_small_machine():
    """Even of tables that take twenty times their file's size less than 400 MB is kept."""
    assert tables_kept.ALTOGETHER * 20 < 400e6
    assert tables_kept.LARGEST <= tables_kept.ALTOGETHER
