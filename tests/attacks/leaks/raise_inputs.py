"""The hidden inputs, in the text of an exception.

Tries: to read them in the feedback
Must: error
"""


def gradient_descent(grad, theta0, eta, n_steps):
    raise ValueError(f"LEAKED {list(theta0)!r}" if n_steps == 8 else "not now")
