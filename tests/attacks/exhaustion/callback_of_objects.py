"""The gradient called with numbers that are no machine numbers.

Tries: to have the trusted side compute what it cannot send, and count that as the grader's failure
Must: wrong, error
"""


def gradient_descent(grad, theta0, eta, n_steps):
    grad([10**30] * len(theta0))
    return 0
