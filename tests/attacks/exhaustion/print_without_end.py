"""Prints without end, in the answer cell.

Tries: to fill memory with text before the limit of time comes
Must: error
"""

while True:
    print("all work and no play " * 1000)


def gradient_descent(grad, theta0, eta, n_steps):
    return None
