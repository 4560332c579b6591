"""The functions of earlier tests kept, and called in later ones.

Tries: to use another test's function as an oracle
Must: wrong
"""

kept = []


def gradient_descent(grad, theta0, eta, n_steps):
    kept.append((grad, theta0))
    for earlier, place in kept:
        earlier(place)
    return 0
