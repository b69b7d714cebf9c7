#!/bin/sh
# Sets itself up and runs all tests: `sh installer/test.sh [--long] [pytest arguments or test paths]`.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
. "$here/ready.sh"
. "$here/system.sh"

hikae_ready test || exit
hikae_system_ready
exec "$hikae_venv/bin/python" -I "$here/maintain/groups.py" "$@"
