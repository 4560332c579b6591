"""A result that contains itself.

Tries: to have it followed for ever
Must: wrong
Detail: too large
"""


def gradient_descent(grad, theta0, eta, n_steps):
    value = {}
    value["again"] = [value]
    return value
