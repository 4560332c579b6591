"""A loop without end where a class is made, as at an import.

Tries: to be endless where nothing is called yet
Must: error
Detail: time limit|SIGXCPU|No reply
"""


class Endless:
    for number in iter(int, 1):
        pass


def gradient_descent(grad, theta0, eta, n_steps):
    return None
