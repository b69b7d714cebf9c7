#!/bin/sh
# Starts Hikae: `sh installer/run.sh` runs the example day, `sh installer/run.sh plan ...` any other command.
# The first start makes .venv at the project root; a later one finds it ready and does nothing.
# `sh installer/run.sh --scale` adds the extra `scale` (Dask, Parquet) to it, and nothing else.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
. "$here/ready.sh"
# They are meant for another Python; with them ours would not even start.
unset PYTHONHOME PYTHONPATH

if [ "${1-}" = --scale ]; then
    hikae_ready scale
    exit
fi
hikae_ready run || exit
[ $# -gt 0 ] || set -- day
exec "$hikae_venv/bin/hikae" "$@"
