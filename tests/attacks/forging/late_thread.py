"""A thread that waits until the function has returned, and then answers whatever is asked next.

Tries: to reply before the real function does
Must: wrong, breach
Others: any
"""

import gc
import os
import threading
import time

from autograder.codec import encode


def answer_later(number):
    time.sleep(0.002)
    for ahead in range(3):
        os.write(3, encode(["returned", number + ahead, 0]))


def gradient_descent(grad, theta0, eta, n_steps):
    session = next(it for it in gc.get_objects() if type(it).__name__ == "Session")
    threading.Thread(target=answer_later, args=(session._request + 1,)).start()
    return None
