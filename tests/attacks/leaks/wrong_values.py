"""The hidden inputs returned as the result, in keys, texts and numbers.

Tries: to have the wrong result quoted beside the right one
Must: wrong
"""


def gradient_descent(grad, theta0, eta, n_steps):
    said = f"LEAKED {list(theta0)}"
    return {said: said} if n_steps % 2 else [said, said]
