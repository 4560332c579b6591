#!/usr/bin/env bash
# environment.sh HOME: makes HOME/venv with what requirements.txt says, on the system's Python if it is 3.11 or newer, else on one that
# is fetched to HOME/python. Both lie where a student's process, which is not root, can read them; a Python in /root would not.
set -euo pipefail
home=$1
source=$home/source
python3 -m venv "$home/tools"
"$home/tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$source/requirements-uv.txt"
uv=$home/tools/bin/uv
export UV_PYTHON_INSTALL_DIR=$home/python UV_LINK_MODE=copy
python=/usr/bin/python3
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=3.12
    export UV_PYTHON_PREFERENCE=only-managed
fi
"$uv" venv --quiet --clear --python "$python" "$home/venv"
"$uv" pip install --quiet --no-cache --python "$home/venv/bin/python" --require-hashes -r "$source/requirements.txt"
chmod -R a+rX "$home/venv"
if [ -d "$home/python" ]; then chmod -R a+rX "$home/python"; fi
