#!/bin/sh
# Prints the path of a Python of 3.12 or newer that can make a virtual environment: $PYTHON if set, else what is on
# the PATH, else what pyenv has installed.
usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}
if [ -n "${PYTHON:-}" ]; then
    usable "$PYTHON" && { command -v "$PYTHON"; exit 0; }
    echo "PYTHON=$PYTHON is not a Python of 3.12 or newer with venv and ensurepip." >&2
    exit 1
fi
for python in python3.12 python3.13 python3 python "$HOME"/.pyenv/versions/*/bin/python; do
    usable "$python" && { command -v "$python"; exit 0; }
done
cat >&2 <<'TEXT'
No Python of 3.12 or newer found, neither on the PATH nor under ~/.pyenv/versions (it must be able to make a virtual
environment: on Debian and Ubuntu that is the package python3-venv). Install one, or name it: make PYTHON=/path/to/python3.12
TEXT
exit 1
