"""A sleep of a day in the answer cell.

Tries: to make the grader wait without using any processor time
Must: error
Detail: No reply
Slow: yes
"""

import time

time.sleep(86_400)


def gradient_descent(grad, theta0, eta, n_steps):
    return None
