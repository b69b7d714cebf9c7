"""Getting the kernels ready before the first bad day."""

from importlib import import_module
from pkgutil import walk_packages

import calc
from addin.app.warm import warmed

# Melted into their callers: they have no code of their own to get ready.
INLINED = {"chi", "lane_steps"}


def kernels():
    """Return every kernel of the core by its name."""
    modules = [each.name for each in walk_packages(calc.__path__, "calc.") if each.name.endswith(".kernels")]
    found = {}
    for name in modules:
        module = import_module(name)
        found |= {each: value for each, value in vars(module).items() if hasattr(value, "nopython_signatures")}
    return found


def test_no_kernel_waits_for_the_first_bad_day():
    """After warming up every kernel of the core has its compiled form, and what is told is that there are some."""
    number = warmed()
    assert 5 <= number <= len(kernels())
    assert {name for name, kernel in kernels().items() if not kernel.nopython_signatures} <= INLINED


def test_warming_up_twice_compiles_nothing_more():
    """A second warming up meets the same types again and adds no compiled form."""
    warmed()
    before = {name: len(kernel.nopython_signatures) for name, kernel in kernels().items()}
    warmed()
    assert {name: len(kernel.nopython_signatures) for name, kernel in kernels().items()} == before
