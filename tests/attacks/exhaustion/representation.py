"""An object that never ends saying what it is, as the last value of the cell.

Tries: to hang where a cell's value is shown
Must: error
Detail: time limit|SIGXCPU|No reply
"""


class Endless:
    def __repr__(self):
        while True:
            pass


def gradient_descent(grad, theta0, eta, n_steps):
    return Endless()


Endless()
