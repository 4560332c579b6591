"""A list that grows without end.

Tries: to take the machine's memory
Must: memory, time
"""


def gradient_descent(grad, theta0, eta, n_steps):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
