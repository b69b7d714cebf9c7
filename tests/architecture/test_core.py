"""The core reads no clock, no file and no environment; the shell has one clock and one writer of files."""

import ast
import re

import pytest

CLOCK_NAMES = {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"}
WALL_CLOCK = re.compile(rf"(\w+\.)*(datetime|date)\.(now|today|utcnow)|time\.({'|'.join(CLOCK_NAMES)})")
SQL_CLOCK = re.compile(r"(?i)CURRENT_(TIMESTAMP|DATE|TIME)\b|\b(datetime|date|time|julianday|unixepoch)\('now'")

# What the core must not call, by the last part of the name: the outer world in any form.
OUTER_WORLD = {
    "open", "input", "print", "exec", "eval", "breakpoint", "__import__", "import_module", "getenv",
    "now", "today", "utcnow", "perf_counter", "monotonic", "time_ns", "sleep",
    "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "exists", "stat",
}  # fmt: skip
TABLES = "calc.tables"  # the one reader of what ships inside the packages

# What opens, makes or renames a file, by its whole name or by its method.
WRITERS = re.compile(
    r"os\.(open|fdopen|write|replace|rename|renames|link|symlink|truncate|mkfifo|creat)"
    r"|shutil\.(copy\w*|move|make_archive|unpack_archive|chown)"
    r"|tempfile\.\w+"
    r"|(logging\.)?(handlers\.)?\w*FileHandler"
    r"|.+\.(write_text|write_bytes|touch|symlink_to|hardlink_to|to_csv|to_excel|to_parquet|to_pickle|tofile)"
)
MODE = re.compile(r"[rwaxbt+]+")
FILES = {"addin.files", "addin.streams"}  # the second for what is too large to hold
NOT_FILES = {
    ("addin.app.settings_book", "tempfile.TemporaryDirectory"),  # where kept inputs lie; addin.files writes them
    ("addin.books.style", "tempfile.gettempdir"),  # where openpyxl keeps its own work; only named when it is full
    ("addin.bench.house", "tempfile.TemporaryDirectory"),  # where the benchmark's own input lies; addin.files writes it
    ("addin.bench.run", "tempfile.TemporaryDirectory"),  # the same
    ("addin.runtime", "tempfile.mkdtemp"),  # the folder of compiled kernels, where the usual one is not private
    ("addin.scale.clients", "tempfile.TemporaryDirectory"),  # where processes of this computer keep what they are told
    ("addin.scale.shared", "tempfile.TemporaryDirectory"),  # where a run's arrays lie; addin.streams writes them
    ("addin.worker.child", "tempfile.TemporaryFile"),  # has no name; LibreOffice's Python has no addin.files
    ("addin.worker.main", "os.fdopen"),  # the pipes it was started with
    ("addin.worker.main", "os.open"),  # the null device, in place of those pipes
}


def called(node):
    """Return the dotted name of what is called."""
    return ast.unparse(node.func)


def clock_readings(sources):
    """Return where the wall clock is read: called, imported by its bare name, or asked of the database."""
    found = []
    for source in sources:
        for node in source.nodes(ast.Call, ast.ImportFrom, ast.Constant):
            read = (
                (isinstance(node, ast.Call) and WALL_CLOCK.fullmatch(called(node)))
                or (isinstance(node, ast.ImportFrom) and node.module == "time" and named(node) & CLOCK_NAMES)
                or (isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCK.search(node.value))
            )
            found += [(source.name, f"{source.at(node)} reads the clock")] if read else []
    return found


def named(node):
    """Return the names that a from-import takes."""
    return {alias.name for alias in node.names}


def outer_world(sources):
    """Return what a core module asks of the outer world."""
    found = []
    for source in sources:
        for node in source.nodes(ast.Call):
            name = called(node).rpartition(".")[2]
            if name in OUTER_WORLD and source.name != TABLES:
                found.append(f"{source.at(node)} calls {called(node)}")
        found += [f"{source.at(n)} reads the environment" for n in source.nodes(ast.Attribute) if n.attr == "environ"]
    return found


def opens_to_write(node):
    """Return whether a call of some `open` asks for a mode that writes, or for one that cannot be seen here."""
    if called(node).rpartition(".")[2] not in {"open", "ZipFile", "TarFile"}:
        return False
    said = [*node.args[:2], *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
    modes = [value.value for value in said if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    unseen = any(keyword.arg == "mode" and not isinstance(keyword.value, ast.Constant) for keyword in node.keywords)
    return unseen or any(MODE.fullmatch(mode) and set(mode) & set("wax+") for mode in modes)


def buffers(function):
    """Return the names that a function binds to a buffer in memory: a package may be written into those."""
    made = (n for n in ast.walk(function) if isinstance(n, ast.Assign) and isinstance(n.value, ast.Call))
    return {ast.unparse(target) for n in made if called(n.value).endswith("BytesIO") for target in n.targets}


def written_into(node):
    """Return what a call writes a package into, or nothing when it writes none."""
    saves = called(node).endswith(".save") or opens_to_write(node)
    return ast.unparse(node.args[0]) if saves and node.args else ""


def file_writings(sources):
    """Return (module, call, place) where a file is opened for writing, made, or renamed."""
    found = []
    for source in sources:
        in_memory = {name for function in source.nodes(ast.FunctionDef) for name in buffers(function)}
        for node in source.nodes(ast.Call):
            target = written_into(node)
            if WRITERS.fullmatch(called(node)) or (target and target not in in_memory):
                found.append((source.name, called(node), source.at(node)))
    return found


def second_writers(sources):
    """Return the writings that are neither in the one writer nor on the short list of what is no file."""
    found = file_writings(sources)
    return [f"{place} {call}" for name, call, place in found if name not in FILES and (name, call) not in NOT_FILES]


def core(sources):
    """Return the modules of calc."""
    return [source for source in sources if source.name.partition(".")[0] == "calc"]


def test_the_core_asks_nothing_of_the_outer_world(product):
    """No module of calc opens, reads or lists a file, asks the time or the environment, or prints."""
    assert not (found := outer_world(core(product))), "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "open('a')", "x.open()", "print(1)", "datetime.now()", "dt.date.today()", "path.read_text()",
        "os.environ['HOME']", "os.getenv('HOME')", "time.monotonic()", "import_module('os')",
    ],
)  # fmt: skip
def test_a_core_that_asks_is_found(example, line):
    """Each way to the outer world is found in a module of calc."""
    assert len(outer_world(example("calc.days.x", line))) == 1


def test_the_reader_of_packaged_tables_may_read(example):
    """Only calc.tables may read what ships inside the packages."""
    assert outer_world(example("calc.tables", "files(package).joinpath(name).read_text()")) == []


def test_one_module_reads_the_clock(product):
    """Nothing but addin/now.py asks what time it is."""
    assert [place for name, place in clock_readings(product) if name != "addin.now"] == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(JST)", "dt.datetime.utcnow()", "date.today()", "time.time()", "time.localtime()",
        "from time import time", "run('INSERT INTO t VALUES (CURRENT_TIMESTAMP)')", "run(\"SELECT datetime('now')\")",
    ],
)  # fmt: skip
def test_a_second_clock_is_found(example, line):
    """Every way to read the wall clock is found, in Python and in SQL."""
    assert clock_readings(example("addin.app.day", line)) == [("addin.app.day", "addin/app/day.py:1 reads the clock")]


@pytest.mark.parametrize("line", ["now()", "time.monotonic()", "time.sleep(1)", "day.replace(day=1)", "'today'"])
def test_a_duration_or_a_given_instant_is_no_clock(example, line):
    """Being told the time, and measuring how long something takes, reads no wall clock."""
    assert clock_readings(example("addin.app.day", line)) == []


def test_one_module_writes_files(product):
    """Nothing but addin/files.py and addin/streams.py opens a file for writing."""
    assert not (found := second_writers(product)), "\n".join(found)


def test_each_exception_is_still_needed(product):
    """What is allowed beside the one writer is really there."""
    assert NOT_FILES - {(name, call) for name, call, _ in file_writings(product)} == set()


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')", "open(path, mode='ab')", "open(path, mode=mode)", "path.open('x')", "path.open('r+')",
        "io.open(path, 'wb')", "path.write_text('a')", "path.write_bytes(b'a')", "os.open(path, flags)",
        "os.replace(a, b)", "shutil.copyfile(a, b)", "tempfile.mkstemp()", "frame.to_csv(path)", "book.save(path)",
        "zipfile.ZipFile(path, 'w')", "logging.FileHandler(path)",
    ],
)  # fmt: skip
def test_a_second_writer_is_found(example, line):
    """Each way to open a file for writing is found."""
    assert len(second_writers(example("addin.export.x", f"def f():\n    {line}\n"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "open(path)", "path.open('rb')", "open(path, encoding='utf-8')", "text.replace('a', 'w')",
        "archive.open('notes')", "zipfile.ZipFile(path)", "held = io.BytesIO()\n    book.save(held)",
        "held = io.BytesIO()\n    zipfile.ZipFile(held, 'w', zipfile.ZIP_STORED)",
    ],
)  # fmt: skip
def test_reading_and_memory_are_no_writing(example, line):
    """Reading a file and writing a package into memory are let through."""
    assert second_writers(example("addin.export.x", f"def f():\n    {line}\n")) == []
