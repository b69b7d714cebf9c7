#!/bin/sh
# Prepares the tests that run under Wine, once for a clone: `sh installer/wine.sh`. Without it they are left out, and say so.
# As root on Debian or Ubuntu it also installs Wine (about 100 MB); elsewhere install it first. Nothing outside .venv else.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
. "$here/ready.sh"
. "$here/system.sh"

hikae_ready test || exit
if ! hikae_has wine && ! hikae_has wine64 && hikae_may_install; then
    printf 'hikae: Wine を入れています / installing Wine\n' >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -y -q --no-install-recommends wine wine64; } >"$hikae_venv/system.log" 2>&1 ||
        tail -n 15 "$hikae_venv/system.log" >&2
fi
exec "$hikae_venv/bin/python" -I "$here/maintain/wine.py"
