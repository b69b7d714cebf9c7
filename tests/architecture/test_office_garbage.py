"""The office must not wait for itself: no document may end on a thread that the calling thread is waiting for."""

import ast


def calls_in(node):
    """Return the names of what a piece of code calls, such as `gc.disable`."""
    return {ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)}


def test_garbage_of_the_office_is_collected_on_the_calling_thread(root):
    """Collection by itself is switched off when the add-in is loaded, and each way in from the office asks for it."""
    folder = root / "addin/libreoffice"
    component, office = (ast.parse((folder / f"{name}.py").read_text("utf-8")) for name in ("component", "office"))
    at_load = [each for each in component.body if isinstance(each, ast.Expr)]
    assert any("gc.disable" in calls_in(each) for each in at_load)
    both = [*ast.walk(component), *ast.walk(office)]
    named = {each.name: each for each in both if isinstance(each, ast.FunctionDef)}
    assert "gc.collect" in calls_in(named["collect"])
    assert all("collect" in calls_in(named[way_in]) for way_in in ("called", "trigger", "execute", "notify"))
