"""A right answer that leaves threads computing behind.

Tries: to go on using the processor after it has returned
Must: time, error
Earns: all
Others: any
"""

import threading

import numpy as np


def spin():
    while True:
        pass


def gradient_descent(grad, theta0, eta, n_steps):
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] - eta * np.asarray(grad(path[-1])))
    if n_steps == 8:
        for _ in range(4):
            threading.Thread(target=spin, daemon=True).start()
    return np.array(path)
