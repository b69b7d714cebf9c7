"""How much of `calc/plan` the tests really hold: small faults put into it one by one, and whether a test turns red.

    python tests/plan/mutants.py [HOW MANY] [SEED]

Each mutant runs in a child process of its own: the code of one function is replaced by that of its mutated twin, then
the quick tests of the room run until the first one fails. Prints the survivors and the share of mutants killed.
"""

import ast
import copy
import functools
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
QUICK = ["cases", "rulings", "duties", "routes", "amounts", "explain", "day", "page", "predicates", "order"]
QUICK += ["naive_model", "enumeration", "clause_tables"]
SECONDS = 180
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
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("max", "min", "any", "all"):
        twin = {"max": "min", "min": "max", "any": "all", "all": "any"}[node.func.id]
        yield ast.Call(ast.Name(twin, ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, node.ifs[:-1], node.is_async)


def mutants_of(path):
    """Yield (line, function, source before, source after, mutated tree) of every mutant of one module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    count = sum(1 for _ in ast.walk(tree))
    for n in range(count):
        for which in range(2):
            made = copy.deepcopy(tree)
            nodes = list(ast.walk(made))
            inside = [each for each in nodes if isinstance(each, ast.FunctionDef) and nodes[n] in ast.walk(each)]
            twins = list(variants(nodes[n]))
            if not inside or which >= len(twins) or in_signature(inside[0], nodes[n]):
                continue
            before = ast.unparse(nodes[n]) if not isinstance(nodes[n], ast.comprehension) else "a filter"
            line = getattr(nodes[n], "lineno", inside[0].lineno)
            replace(made, nodes[n], twins[which])
            yield line, inside[0].name, before, ast.fix_missing_locations(made)


def in_signature(function, node):
    """Return whether a node belongs to a function's head: defaults and annotations are not its behaviour."""
    head = [function.args, *function.decorator_list, *filter(None, [function.returns])]
    return any(node in ast.walk(part) for part in head)


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
            member = member.fget if isinstance(member, property) else member
            plain = inspect.unwrap(member) if isinstance(member, (FunctionType, functools._lru_cache_wrapper)) else None
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
        paths = [str(ROOT / f"tests/plan/test_{name}.py") for name in QUICK]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *paths]))
    finally:
        os._exit(code)
    return False


def main(how_many, seed):
    """Try a sample of mutants and print what survives."""
    os.chdir(ROOT)
    found = [
        (path, *mutant)
        for path in sorted((ROOT / "calc/plan").glob("*.py"))
        for mutant in mutants_of(path)
        if path.name not in ("types.py", "page.py", "clause_page.py", "enumeration.py")
    ]
    chosen = random.Random(seed).sample(found, min(how_many, len(found)))  # noqa: S311 - a test's own dice
    killed = 0
    for n, (path, line, name, before, tree) in enumerate(chosen, start=1):
        module = importlib.import_module(f"calc.plan.{path.stem}")
        if survives(module, tree):
            print(f"survived: {path.name}:{line} {name}: {before}", flush=True)  # noqa: T201 - a script
        else:
            killed += 1
        if n % 25 == 0:
            print(f"{n} of {len(chosen)} ({len(found)} in all), killed {killed}", flush=True)  # noqa: T201 - a script
    print(f"killed {killed} of {len(chosen)}: {killed / len(chosen):.1%}")  # noqa: T201 - a script


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
