"""The gradient called with a number of three thousand digits.

Tries: to have the trusted side compute what it cannot send, and count that as the grader's failure
Must: wrong, error
"""


def gradient_descent(grad, theta0, eta, n_steps):
    grad(10**3000)
    return 0
