# Sourced with $here (this folder): makes .venv ready for `run` or `test`. POSIX sh, nothing else needed.
# prepare.py does the work; this file only finds out that there is none, and finds a Python when there is.

hikae_root=${here%/installer}
hikae_venv=$hikae_root/.venv

# The stamp is what .venv was made from: the folder, pyproject.toml and the lock, byte for byte.
# The import notices a system Python that was replaced under .venv since.
hikae_is_ready() {
    {
        printf '%s\n' "$hikae_root"
        cat "$hikae_root/pyproject.toml" "$here/$1.lock"
    } | cmp -s - "$hikae_venv/$1.stamp" &&
        [ -x "$hikae_venv/bin/hikae" ] && "$hikae_venv/bin/python" -I -c 'import addin' 2>/dev/null
}

# The first Python 3.11 to 3.13 that can run `code`.
hikae_python_that() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -I -c "import sys; assert (3, 11) <= sys.version_info < (3, 14)
$1" 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# One that can make environments is better; without one, prepare.py says what is missing or installs it.
hikae_python() { hikae_python_that 'import ensurepip, venv' || hikae_python_that ''; }

hikae_ready() {
    hikae_is_ready "$1" && return 0
    if ! python=$(hikae_python); then
        cat "$here/python-needed.txt" >&2
        return 2
    fi
    "$python" -I "$here/prepare.py" "$1"
}
