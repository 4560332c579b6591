"""Adams, right ones and broken ones, on which the visible checks of `is_correct_adam` try a learner's examples.

All have the signature of the exercise's adam_step; each broken one has one slip, which its docstring names. An instructor's
tests bring their own.
"""

import numpy as np


def _averages(m, v, g, beta1, beta2):
    g = np.asarray(g, dtype=float)
    return beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g**2


def textbook(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """the formula as it stands"""
    m, v = _averages(m, v, g, beta1, beta2)
    return theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def coordinate_by_coordinate(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """a loop over the coordinates that gives lists"""
    new = [[], [], []]
    for x, a, b, slope in zip(theta, m, v, g, strict=True):
        a, b = a + (1 - beta1) * (slope - a), b + (1 - beta2) * (slope * slope - b)
        root = np.sqrt(b / (1 - beta2**t)) + eps
        for part, value in zip(new, (x - eta * a / ((1 - beta1**t) * root), a, b), strict=True):
            part.append(value)
    return new


def folded(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """both corrections folded into the learning rate and eps, which is the same"""
    m, v = _averages(m, v, g, beta1, beta2)
    root = np.sqrt(1 - beta2**t)
    return theta - eta * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), m, v


def uncorrected(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """no bias correction"""
    m, v = _averages(m, v, g, beta1, beta2)
    return theta - eta * m / (np.sqrt(v) + eps), m, v


def late(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """t one too large"""
    return textbook(theta, m, v, g, t + 1, eta, beta1, beta2, eps)


def early(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """t one too small from the second step on"""
    return textbook(theta, m, v, g, max(t - 1, 1), eta, beta1, beta2, eps)


def corrected_stored(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """the corrected averages are returned, and so are corrected again in the next step"""
    m, v = _averages(m, v, g, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - eta * m / (np.sqrt(v) + eps), m, v


def swapped(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """beta1 and beta2 have changed places"""
    return textbook(theta, m, v, g, t, eta, beta2, beta1, eps)


def eps_inside(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """eps inside the root"""
    m, v = _averages(m, v, g, beta1, beta2)
    return theta - eta * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), m, v


def in_place(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """the arrays it is given are changed"""
    theta, m, v = (np.asarray(part, dtype=float) for part in (theta, m, v))
    theta[:], m[:], v[:] = textbook(theta, m, v, g, t, eta, beta1, beta2, eps)
    return theta, m, v


RIGHT = (textbook, coordinate_by_coordinate, folded)
BROKEN = (uncorrected, late, early, corrected_stored, swapped, eps_inside, in_place)
