"""Dicts whose keys all land in the same place of the table.

Tries: to make the building of a dict quadratic
Must: wrong, time
"""


def gradient_descent(grad, theta0, eta, n_steps):
    return [{(number << 40): 0 for number in range(1, 5000)} for _ in range(10)] if n_steps % 2 else {n << 61: 0 for n in range(5000)}
