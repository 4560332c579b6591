"""Right and wrong answers to numerical_gradient(f, x, h=1e-5)."""

import numpy as np


def right_loop(f, x, h=1e-5):
    """a loop over the coordinates with a copy each way"""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.size)
    for i in range(x.size):
        ahead, behind = x.copy(), x.copy()
        ahead[i] += h
        behind[i] -= h
        gradient[i] = (f(ahead) - f(behind)) / (2 * h)
    return gradient


def right_list(f, x, h=1e-5):
    """rows of the identity, and a plain list as the result"""
    x = np.asarray(x, dtype=float)
    return [f(x + h * e) / (2 * h) - f(x - h * e) / (2 * h) for e in np.eye(len(x))]


def right_restored(f, x, h=1e-5):
    """one float copy, moved and restored"""
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for i, centre in enumerate(x.copy()):
        x[i] = centre + h
        high = f(x.copy())
        x[i] = centre - h
        low = f(x.copy())
        x[i] = centre
        gradient[i] = (high - low) / (2 * h)
    return gradient


def wrong_forward(f, x, h=1e-5):
    """a forward difference, whose error shrinks like h and not like h squared"""
    x = np.array(x, dtype=float)
    return np.array([(f(x + h * e) - f(x)) / h for e in np.eye(x.size)])


def wrong_half_distance(f, x, h=1e-5):
    """a central difference divided by h, while the two points lie 2h apart"""
    x = np.array(x, dtype=float)
    return np.array([(f(x + h * e) - f(x - h * e)) / h for e in np.eye(x.size)])


def wrong_in_place(f, x, h=1e-5):
    """a walk in the caller's own array, which is never put back"""
    x = np.asarray(x)
    gradient = np.zeros(x.size)
    for i in range(x.size):
        x[i] += h
        high = f(x)
        x[i] -= 2 * h
        gradient[i] = (high - f(x)) / (2 * h)
    return gradient


def wrong_integers(f, x, h=1e-5):
    """an integer array that cuts x + h back to x"""
    gradient = []
    for i in range(len(x)):
        ahead, behind = np.array(x), np.array(x)
        ahead[i] += h
        behind[i] -= h
        gradient.append((f(ahead) - f(behind)) / (2 * h))
    return np.array(gradient)


def wrong_all_at_once(f, x, h=1e-5):
    """one step along all coordinates at once: the slope along the diagonal"""
    x = np.array(x, dtype=float)
    return np.full(x.size, (f(x + h) - f(x - h)) / (2 * h))


def wrong_backward(f, x, h=1e-5):
    """a backward difference, whose error shrinks like h and not like h squared"""
    x = np.array(x, dtype=float)
    return np.array([(f(x) - f(x - h * e)) / h for e in np.eye(x.size)])


def wrong_own_h(f, x, h=1e-5):
    """a step of its own that ignores the argument h"""
    x = np.array(x, dtype=float)
    return np.array([(f(x + 1e-6 * e) - f(x - 1e-6 * e)) / 2e-6 for e in np.eye(x.size)])
