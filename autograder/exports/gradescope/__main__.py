"""`python -m autograder.exports.gradescope [--probe]`: what run_autograder starts in Gradescope's container."""

import sys

from autograder.exports.gradescope.container import main

sys.exit(main(sys.argv[1:]))
