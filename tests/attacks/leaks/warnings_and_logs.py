"""The hidden inputs, in warnings and in the log.

Tries: to read them in the feedback, or in the grader's own log
Must: wrong
"""

import logging
import warnings


def gradient_descent(grad, theta0, eta, n_steps):
    if n_steps == 8:
        warnings.warn(f"LEAKED {theta0}")
        logging.error(f"LEAKED {theta0}")
    return 0
