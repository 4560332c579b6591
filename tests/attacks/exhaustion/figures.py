"""Hundreds of figures, and a huge one.

Tries: to fill memory and feedback with pictures
Must: wrong, error
"""

import matplotlib.pyplot as plt

for number in range(200):
    plt.figure()
plt.figure(figsize=(400, 400)).add_subplot().plot([0, 1])


def gradient_descent(grad, theta0, eta, n_steps):
    plt.figure(figsize=(1000, 1000))
    return 0
