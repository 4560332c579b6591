#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: Python, the packages that grading needs, the sandbox's library.
# AUTOGRADER_HOME and AUTOGRADER_PYTHON (an environment that is there already) are for trying it elsewhere.
set -euo pipefail
home=${AUTOGRADER_HOME:-/autograder}
source=$home/source

if [ -z "${AUTOGRADER_PYTHON:-}" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -yq --no-install-recommends libseccomp2 python3 python3-venv
    bash "$source/environment.sh" "$home"
fi

# A student's process becomes a user of its own, which must find Python and the course and nothing else.
chmod a+rx "$home" "$source"
chmod -R a+rX "$source/course"
chmod -R go-rwx "$source/tests" "$source/solutions" "$source/gradescope.json"

cd "$home"
PYTHONPATH=$source "${AUTOGRADER_PYTHON:-$home/venv/bin/python}" -m autograder.exports.gradescope --probe
