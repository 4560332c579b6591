"""A generator that never ends, and generators inside of generators.

Tries: to have an endless result written out
Must: wrong, memory, time
Detail: too large
"""

import itertools


def gradient_descent(grad, theta0, eta, n_steps):
    return itertools.count() if n_steps % 2 else ((inner for inner in itertools.count()) for outer in itertools.count())
