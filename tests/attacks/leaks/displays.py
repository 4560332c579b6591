"""The hidden inputs, displayed, plotted and put into the pager.

Tries: to read them in the feedback
Must: wrong
"""

import matplotlib.pyplot as plt
from IPython.display import HTML, display


def gradient_descent(grad, theta0, eta, n_steps):
    if n_steps == 8:
        display(HTML(f"LEAKED {theta0}"))
        plt.title(f"LEAKED {theta0}")
        plt.show()
    return 0
