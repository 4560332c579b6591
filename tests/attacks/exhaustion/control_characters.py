"""Megabytes of carriage returns, backspaces and colours in the visible cells.

Tries: to keep whoever compares and shows the outputs busy
Must: wrong
"""

print("a\b" * 200_000, "\r" * 200_000, "a\r" * 100_000, "\x1b[31m" * 100_000, "\x1b[" * 100_000)


def check(function):
    print("a" * 300_000 + "\b" * 300_000)
    print("\x1b[" + "0;" * 300_000)


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
