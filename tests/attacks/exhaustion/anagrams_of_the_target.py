"""A check that prints thousands of anagrams of the stored lines.

Tries: to have the difference between the two computed, which takes longest for lines of the same letters in another order
Must: wrong
"""

import random


def check(function):
    lines = [line for line in PLACES["targets"]["gradient_descent"].splitlines() if line]
    for number in range(1500):
        for line in lines:
            print("".join(random.sample(line, len(line))))


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
