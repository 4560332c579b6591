"""Memory taken until nothing is left, and every MemoryError swallowed.

Tries: to fail where the failure is to be reported
Must: memory, error, wrong, time
"""

kept = []


def gradient_descent(grad, theta0, eta, n_steps):
    size = 64 << 20
    while size > 16:
        try:
            kept.append(bytearray(size))
        except MemoryError:
            size //= 2
    return kept
