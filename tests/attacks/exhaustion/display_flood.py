"""Displays of a hundred megabytes, and ten thousand small ones.

Tries: to fill memory, results and feedback with displays
Must: wrong
"""

from IPython.display import HTML, Markdown, display

try:
    display(HTML("<b>" + "x" * (20 << 20)))
except MemoryError:
    pass
for number in range(1200):
    display({"text/plain": str(number)}, raw=True)
    display(Markdown("x"), display_id=f"d{number % 7}")


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
