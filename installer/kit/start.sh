#!/bin/sh
# 控えを始めます: sh start.sh / Starts Hikae from this folder alone: sh start.sh
# No network, no administrator. All work is kit/kit.py, which needs nothing but the Python named in kit/python-version.
set -u
damaged() {
    echo "hikae: ファイルが作成時と違います。この媒体は使わないでください / files are not as they were made, do not use this stick: $1" >&2
    exit 2
}
unset PYTHONHOME PYTHONPATH
kit=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
wanted=$(cat "$kit/kit/python-version") || exit 2
what=${HIKAE_KIT_WHAT:-start}
: "${HOME:?ホームフォルダがありません / this user has no home folder}"

for name in "python$wanted" python3; do
    if "$name" -I -c "import sys, venv; assert '%d.%d' % sys.version_info[:2] == '$wanted'" 2>/dev/null; then
        for file in kit/kit.py kit/stick.py kit/changes.py kit/excel.py; do  # they look at all others
            sum=$("$name" -I -c "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())" \
                "$kit/$file" 2>/dev/null) && grep -qxF "$sum  $file" "$kit/SHA256SUMS" || damaged "$file"
        done
        exec "$name" -I -B "$kit/kit/kit.py" "$what"
    fi
done
sed "s/{version}/$wanted/g" "$kit/kit/python-needed.txt" >&2
exit 2
