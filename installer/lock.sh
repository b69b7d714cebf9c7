#!/bin/sh
# Makes the lock files anew, then the notices: `sh installer/lock.sh [--upgrade | --upgrade-package NAME]`.
# Run it after a change of dependencies in pyproject.toml, run.in or test.in; read the difference before committing.
# One resolution serves Linux, Windows and macOS and all supported Pythons; run.lock is a part of scale.lock, which has
# the extra `scale` beside, and that a part of test.lock.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/ready.sh"
hikae_ready test
cd "$hikae_root"

locked() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@"
}
locked "$@" --extra scale pyproject.toml installer/run.in installer/test.in -o installer/test.lock
locked --extra scale pyproject.toml installer/run.in -c installer/test.lock -o installer/scale.lock
locked pyproject.toml installer/run.in -c installer/test.lock -o installer/run.lock

hikae_ready test
.venv/bin/python -I installer/maintain/notices.py > THIRD-PARTY-NOTICES.new
mv THIRD-PARTY-NOTICES.new THIRD-PARTY-NOTICES.txt
