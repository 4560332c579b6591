"""pytest and the grader's module of assertions replaced in sys.modules.

Tries: to make the tests import assertions that assert nothing
Must: wrong
Naive: cheats
"""

import sys
import types

import numpy as np

for name in ("autograder.hidden", "pytest", "_pytest.outcomes", "numpy.testing", "nbval", "nbval.plugin"):
    fake = types.ModuleType(name)
    fake.__getattr__ = lambda attribute: lambda *args, **kwargs: None
    sys.modules[name] = fake


def gradient_descent(grad, theta0, eta, n_steps):
    return np.zeros((n_steps + 1, len(theta0)))
