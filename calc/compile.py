"""The one place that fixes the processor Numba compiles for, before the first kernel is built.

Two offices must get one number: the code name alone leaves the host's own features on, so both are fixed here.
A processor without the x86-64-v3 set gets the plain x86-64 code (about three times slower, last bits may differ);
other architectures compile for themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

import llvmlite.binding as llvm
from numba import config, get_num_threads, njit, prange, set_num_threads
from numba.core.caching import FunctionCache
from numba.core.runtime.nrt import rtsys

__all__ = [
    "FASTMATH", "PROCESSOR", "V3_FEATURES", "inlined_kernel", "kernel", "parallel_kernel", "prange", "target",
    "with_threads",
]  # fmt: skip

V3_FEATURES = (
    "avx", "avx2", "bmi", "bmi2", "cmov", "cx16", "cx8", "f16c", "fma", "fxsr", "lzcnt", "mmx", "movbe", "popcnt",
    "sahf", "sse", "sse2", "sse3", "sse4.1", "sse4.2", "ssse3", "xsave",
)  # fmt: skip

# Never `reassoc`: sums keep their written order.
FASTMATH = {"contract", "nnan", "ninf", "nsz", "arcp"}

P = ParamSpec("P")
R = TypeVar("R")


def target(triple: str, host_features: dict[str, bool]) -> tuple[str, str] | None:
    """Return the code name and feature list to compile for, or None to leave a foreign architecture alone."""
    if not triple.startswith("x86_64"):
        return None
    if all(host_features.get(name, False) for name in V3_FEATURES):
        return "x86-64-v3", ",".join(f"+{name}" for name in V3_FEATURES)
    return "x86-64", "+sse2"


_chosen = target(llvm.get_process_triple(), dict(llvm.get_host_cpu_features()))
if _chosen is not None:
    for _setting, _value in zip(("CPU_NAME", "CPU_FEATURES"), _chosen, strict=True):
        setattr(config, _setting, _value)
PROCESSOR = f"{llvm.get_process_triple()} {_chosen[0] if _chosen is not None else llvm.get_host_cpu_name()}"


@contextmanager
def with_threads(number: int) -> Iterator[None]:
    """Let parallel kernels run on so many threads for a while."""
    before = get_num_threads()
    set_num_threads(number)
    try:
        yield
    finally:
        set_num_threads(before)


class FinishedCode(FunctionCache):
    """A kernel's cache that takes machine code from the disk without preparing the compiler for it.

    Numba fills its tables of all Python and NumPy functions first, a third of a second; finished code needs none of
    them. A kernel that is not in the cache is compiled as ever, which fills them then. Same files, same keys.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:  # noqa: ANN401 - Numba's own signature
        """Return the finished kernel of a signature, None when it has to be compiled."""
        rtsys.initialize(target_context)  # the code's arrays live in Numba's runtime
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)  # type: ignore[no-untyped-call]


def _kept(made: Any) -> Any:  # noqa: ANN401 - Numba's dispatcher
    """Return a compiled function with its cache replaced: `cache=True` lets nobody choose one."""
    if not hasattr(made, "py_func"):  # with NUMBA_DISABLE_JIT, for a debugger, functions stay what they are
        return made
    made._cache = FinishedCode(made.py_func)  # type: ignore[no-untyped-call]  # noqa: SLF001
    return made


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel: cached, without the interpreter lock, sums in written order."""
    compiled = njit(cache=True, nogil=True, fastmath=FASTMATH, error_model="numpy")(function)
    return cast("Callable[P, R]", _kept(compiled))


def inlined_kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel that is melted into its callers, where a constant argument then leaves no branch."""
    compiled = njit(cache=True, nogil=True, forceinline=True, fastmath=FASTMATH, error_model="numpy")(function)
    return cast("Callable[P, R]", _kept(compiled))


def parallel_kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel whose outer `prange` rows are independent of each other, so threads do not change a bit."""
    compiled = njit(cache=True, nogil=True, parallel=True, fastmath=FASTMATH, error_model="numpy")(function)
    return cast("Callable[P, R]", _kept(compiled))
