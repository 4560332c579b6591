"""Threads started without end.

Tries: to use up the machine's threads
Must: error
Detail: RuntimeError
"""

import threading
import time


def gradient_descent(grad, theta0, eta, n_steps):
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
