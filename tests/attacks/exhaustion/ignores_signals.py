"""Every signal ignored that can be, and then a loop without end.

Tries: to survive the signal at the limit of processor time
Must: time
Slow: yes
"""

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def gradient_descent(grad, theta0, eta, n_steps):
    if eta == 0.05:  # what the visible checks ask for
        return None
    while True:
        pass
