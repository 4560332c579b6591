"""A jump to address zero, in the function.

Tries: to take the grader down with it
Must: error
Detail: SIGSEGV
"""

import ctypes


def gradient_descent(grad, theta0, eta, n_steps):
    ctypes.string_at(0)
