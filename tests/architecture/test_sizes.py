"""Functions are short, files are short, and there is more test than product."""

import ast
import statistics

MEDIAN, MOST, LONGEST, LONGEST_KERNEL, FILE = 8, 20, 45, 60, 300
SHARE = 0.9
TESTS_PER_LINE = 1.3


def code_lines(source):
    """Return the numbers of the lines that hold more than a blank or a comment."""
    lines = enumerate(source.text.splitlines(), start=1)
    return {number for number, line in lines if line.strip() and not line.lstrip().startswith("#")}


def has_docstring(node):
    """Return whether the first statement is a docstring."""
    return ast.get_docstring(node, clean=False) is not None


def functions(sources):
    """Return (place, body lines, most allowed) of each function; docstring, blank lines and comments do not count."""
    for source in sources:
        counted = code_lines(source)
        most = LONGEST_KERNEL if source.name.endswith(".kernels") else LONGEST
        for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            body = node.body[1:] if has_docstring(node) else node.body
            lines = range(body[0].lineno, node.end_lineno + 1) if body else ()
            yield f"{source.at(node)} {node.name}", len(counted.intersection(lines)), most


def too_long(sources):
    """Return the functions that nobody should have to read."""
    return [f"{place}: {lines} lines" for place, lines, most in functions(sources) if lines > most]


def long_files(sources):
    """Return the files that should be two."""
    counts = {source.path: len(source.text.splitlines()) for source in sources}
    return [f"{path}: {lines} lines" for path, lines in counts.items() if lines > FILE]


def written(sources):
    """Return how many lines that are not blank stand in these files."""
    return sum(bool(line.strip()) for source in sources for line in source.text.splitlines())


def function_of(lines):
    """Return the text of a function with so many body lines."""
    return "def f():\n    '''Say it.\n\n    And more.\n    '''\n" + "    # why\n\n    x = 1\n" * lines


def test_no_function_is_too_long(product, scripts):
    """No function has more than 45 lines of body, no kernel more than 60."""
    assert not (found := too_long(product + scripts)), "\n".join(found)


def test_most_functions_are_short(product):
    """Half of all functions have at most 8 lines of body, and nine in ten at most 20."""
    lines = [count for _, count, _ in functions(product)]
    assert statistics.median(lines) <= MEDIAN
    assert sum(count <= MOST for count in lines) >= SHARE * len(lines)


def test_a_long_function_is_found(example):
    """The 46th line of a function and the 61st of a kernel are found; docstring, blanks and comments are free."""
    assert too_long(example("calc.x", function_of(45))) == []
    assert too_long(example("calc.x", function_of(46))) == ["calc/x.py:1 f: 46 lines"]
    assert too_long(example("calc.margin.kernels", function_of(60))) == []
    assert len(too_long(example("calc.margin.kernels", function_of(61)))) == 1


def test_a_function_of_a_docstring_alone_has_no_lines(example):
    """A function that only says what it is counts as empty."""
    assert [count for _, count, _ in functions(example("calc.x", "def f():\n    '''Say it.'''\n"))] == [0]


def test_no_file_is_too_long(product, scripts, tests):
    """No Python file has more than 300 lines."""
    assert not (found := long_files(product + scripts + tests)), "\n".join(found)


def test_a_long_file_is_found(example):
    """The 301st line of a file is found."""
    assert long_files(example("calc.x", "\n" * 300)) == []
    assert long_files(example("calc.x", "\n" * 301)) == ["calc/x.py: 301 lines"]


def test_there_is_more_test_than_product(product, tests):
    """The tests have at least 1.3 lines for each line of the product."""
    assert written(tests) >= TESTS_PER_LINE * written(product)


def test_blank_lines_are_no_tests(example):
    """Only lines that hold something count as written."""
    assert written(example("tests.x", "\n\nx = 1\n\n")) == 1
