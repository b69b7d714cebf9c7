"""Makes the twins and the case reader importable, and prints the largest differences at the end of the run."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "twins"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

DIFFERENCES: pytest.StashKey[list[tuple[str, int, float, str]]] = pytest.StashKey()


@pytest.fixture
def compare(request):
    """Check (found, published, tolerance) triples and note the largest difference for the closing table."""
    noted = request.config.stash.setdefault(DIFFERENCES, [])

    def check(name, triples, unit=""):
        triples = list(triples)
        assert triples
        noted.append((name, len(triples), max(abs(found - value) for found, value, _ in triples), unit))
        outside = [triple for triple in triples if not abs(triple[0] - triple[1]) <= triple[2]]
        assert outside == []

    return check


def pytest_terminal_summary(terminalreporter, config):
    """Print one line a group of published values."""
    noted = config.stash.get(DIFFERENCES, [])
    if noted:
        terminalreporter.section("published values: largest difference of the twin")
    for name, count, difference, unit in sorted(noted):
        terminalreporter.write_line(f"{name:<28} {count:>4} values  {difference:10.3e} {unit}")
