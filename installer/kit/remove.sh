#!/bin/sh
# 控えを取り除きます（記録は残ります）: sh remove.sh / Removes Hikae; the record stays: sh remove.sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
HIKAE_KIT_WHAT=remove exec sh "$here/start.sh"
