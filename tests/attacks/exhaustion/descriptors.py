"""Files opened without end, and never closed.

Tries: to use up the machine's table of files
Must: error
Detail: OSError
"""


def gradient_descent(grad, theta0, eta, n_steps):
    kept = []
    while True:
        kept.append(open("/dev/null"))
