"""How much of `calc/plan` the tests really hold: small faults put into it one by one, and whether a test turns red.

    python tests/plan/mutants.py [HOW MANY] [SEED]

Each mutant runs in a child process of its own: the code of one function is replaced by that of its mutated twin, then
the quick tests of the room run until the first one fails. Prints the survivors and the share of mutants killed.
"""

import ast
import importlib
import inspect
import io
import os
import random
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FunctionType

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUICK = (
    [
        "predicates",
        "routes",
        "duties",
        "duties_means",
        "duties_sides",
        "amounts",
        "amounts_previous",
        "day",
        "day_facts",
    ],
    ["latch", "explain", "rulings", "page", "cases"],
    ["order", "naive_model"],
)
SHOWN = ("types.py", "page.py", "clause_page.py", "enumeration.py")  # shapes and print
SECONDS, STEP = 180, 25
SWAPS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def variants(node):
    """Yield the mutated twins of one node."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPS:
        yield ast.Compare(node.left, [SWAPS[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("max", "min", "any", "all")
    ):
        twin = {"max": "min", "min": "max", "any": "all", "all": "any"}[node.func.id]
        yield ast.Call(ast.Name(twin, ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, node.ifs[:-1], node.is_async)


def spots(path):
    """Return (n, which) of every mutant of one module: the n-th node of its tree, and which of its twins."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    order = {id(node): n for n, node in enumerate(ast.walk(tree))}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for part in function.body for node in ast.walk(part)}
    return [
        (order[id(node)], which)
        for node in ast.walk(tree)
        if id(node) in inside
        for which, _ in enumerate(variants(node))
    ]


def mutant(path, n, which):
    """Return (line, source before, mutated tree) of one mutant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    node = list(ast.walk(tree))[n]
    before = f"a filter of {ast.unparse(node.iter)}" if isinstance(node, ast.comprehension) else ast.unparse(node)
    line = getattr(node, "lineno", getattr(getattr(node, "iter", None), "lineno", 0))
    replace(tree, node, list(variants(node))[which])
    return line, before, ast.fix_missing_locations(tree)


def replace(tree, old, new):
    """Put one node in the place of another."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                setattr(parent, field, [new if each is old else each for each in value])


def functions(namespace):
    """Return the plain functions of a namespace by qualified name, those of classes too."""
    found = {}
    for value in list(namespace.values()):
        members = list(vars(value).values()) if isinstance(value, type) else [value]
        for member in members:
            plain = inspect.unwrap(member.fget if isinstance(member, property) else member)
            if isinstance(plain, FunctionType) and plain.__module__ == namespace["__name__"]:
                found[plain.__qualname__] = plain
    return found


def survives(module, tree):
    """Return whether every quick test passes with the mutant in place; run in a child that is thrown away."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
    signal.alarm(SECONDS)
    code = 1
    try:
        twin = {**vars(module)}
        exec(compile(tree, module.__file__, "exec"), twin)  # noqa: S102 - our own module, mutated
        for name, function in functions(vars(module)).items():
            function.__code__ = functions(twin)[name].__code__
        for name, value in vars(module).items():
            if isinstance(value, dict) and not name.startswith("__"):
                value.update(twin[name])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = next((code for code in map(ended, QUICK) if code), 0)
    finally:
        os._exit(code)
    return False


def ended(names):
    """Return the exit code of some of the tests, stopped at the first that fails."""
    paths = [str(ROOT / f"tests/plan/test_{name}.py") for name in names]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *paths]))


def main(how_many, seed):
    """Try a sample of mutants and print what survives."""
    os.chdir(ROOT)
    paths = [path for path in sorted((ROOT / "calc/plan").glob("*.py")) if path.name not in SHOWN]
    found = [(path, *spot) for path in paths for spot in spots(path)]
    chosen = random.Random(seed).sample(found, min(how_many, len(found)))  # noqa: S311 - a test's own dice
    killed = 0
    for n, (path, *spot) in enumerate(chosen, start=1):
        line, before, tree = mutant(path, *spot)
        if survives(importlib.import_module(f"calc.plan.{path.stem}"), tree):
            print(f"survived: {path.name}:{line}: {before}", flush=True)  # noqa: T201 - a script
        else:
            killed += 1
        if n % STEP == 0:
            print(f"{n} of {len(chosen)} ({len(found)} in all), killed {killed}", flush=True)  # noqa: T201 - a script
    print(f"killed {killed} of {len(chosen)}: {killed / len(chosen):.1%}")  # noqa: T201 - a script


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
