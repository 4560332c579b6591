"""The hidden inputs, in exceptions out of the function that was passed in.

Tries: to have what the trusted function says quoted
Must: error, wrong
"""


def gradient_descent(grad, theta0, eta, n_steps):
    try:
        grad(["LEAKED" if n_steps == 8 else "no"] * 3)
    except Exception as error:
        raise RuntimeError(f"{'LEAKED' if n_steps == 8 else ''} {error}") from error
    return 0
