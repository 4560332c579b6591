"""A result of lists in lists, ten thousand deep.

Tries: to overflow the stack of whoever reads it
Must: wrong
Detail: too large
"""


def gradient_descent(grad, theta0, eta, n_steps):
    value = []
    for _ in range(10_000):
        value = [value]
    return value
