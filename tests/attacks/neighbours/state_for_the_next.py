"""Working folder, umask, environment, signals, clock and random state changed.

Tries: to leave the next student another world
Runs: 2
Must: refused
Unconfined: not tried, a fork's state is its own without a sandbox as well
"""

import os
import random
import signal
import time

import numpy as np


def attempt():
    if os.environ.get("TZ") == "poisoned" or random.random() == 0.0 or signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN:
        return "found it changed"
    os.environ["TZ"] = "poisoned"
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    random.random = lambda: 0.0
    np.random.seed(0)
    time.tzset()
    os.chdir("/tmp")
    return "changed its folder"
