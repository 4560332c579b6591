"""nan everywhere.

Tries: to get past comparisons that are false for nan
Must: wrong
Detail: nan or inf
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    return np.full((n_steps + 1, len(theta0)), np.nan)
