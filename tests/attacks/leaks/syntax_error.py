"""The hidden inputs, in a SyntaxError's file name, line and text.

Tries: to read them in the feedback
Must: error
"""


def gradient_descent(grad, theta0, eta, n_steps):
    said = f"LEAKED {list(theta0)}" if n_steps == 8 else "not now"
    raise SyntaxError(said, (f"<cell {said}>", said, said, said))
