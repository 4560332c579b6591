"""Functions registered for the end of the process.

Tries: to print or write a forged result when the grader is done with it
Must: wrong
"""

import atexit
import json
import os
import sys

REPORT = json.dumps({"status": "graded", "points": 10, "functions": {"gradient_descent": {"points": 4}}})


def forge():
    for descriptor in range(64):
        try:
            os.write(descriptor, REPORT.encode())
        except OSError:
            pass
    print(REPORT, file=sys.__stdout__)


atexit.register(forge)


def gradient_descent(grad, theta0, eta, n_steps):
    atexit.register(forge)
    return None
