#!/usr/bin/env bash
# environment.sh HOME: makes HOME/venv with what requirements.txt says, on whatever Python from 3.11 on there is or can be had.
set -euo pipefail
home=$1
source=$home/source
python3 -m venv "$home/tools"
"$home/tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$source/requirements-uv.txt"
uv=$home/tools/bin/uv
export UV_PYTHON_INSTALL_DIR=$home/python UV_LINK_MODE=copy
"$uv" venv --quiet --clear --python ">=3.11" "$home/venv"
"$uv" pip install --quiet --no-cache --python "$home/venv/bin/python" --require-hashes -r "$source/requirements.txt"
