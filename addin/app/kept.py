"""Results kept by what they were made from: a sheet asks for the same one from each of its cells."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from calc.outcome import Finding, RefusedError

P = ParamSpec("P")
T = TypeVar("T")


def kept(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that keeps the last `size` results of a pure function, its refusals as well as its values."""

    def decorated(made: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=size)
        def once(*arguments: P.args, **named: P.kwargs) -> T | RefusedError:
            try:
                return made(*arguments, **named)
            except RefusedError as refused:
                return refused

        @wraps(made)
        def asked(*arguments: P.args, **named: P.kwargs) -> T:
            result = once(*arguments, **named)  # type: ignore[arg-type] # lru_cache wants every argument hashable
            if isinstance(result, RefusedError):
                raise RefusedError(result.findings)  # a new one: each bears the trace of its own call
            return result

        return asked

    return decorated


def good(value: T | Finding) -> T:
    """Return what is no finding; a finding is raised as RefusedError."""
    if isinstance(value, Finding):
        raise RefusedError([value])
    return value
