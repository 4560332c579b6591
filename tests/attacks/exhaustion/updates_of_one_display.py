"""One display, updated over and over with more.

Tries: to get past a count of displays
Must: wrong, time
"""

from IPython.display import display

handle = display("x", display_id="one")
for number in range(1, 1000):
    handle.update("x" * number * 100)


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
