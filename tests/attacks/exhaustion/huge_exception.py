"""An exception whose text is twenty megabytes long.

Tries: to fill results and feedback
Must: error, memory
Detail: ValueError|MemoryError
"""


def gradient_descent(grad, theta0, eta, n_steps):
    raise ValueError("x" * (20 << 20))
