"""A run of a size in a process of its own: writes the most memory that it had, in bytes."""

import sys

from addin.bench.scale import Size, timed

accounts, scenarios = map(int, sys.argv[1:])
sys.stdout.write(str(timed(Size(accounts, scenarios)).memory))
