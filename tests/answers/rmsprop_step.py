"""Right and wrong answers to rmsprop_step(theta, v, g, eta, beta, eps)."""

import numpy as np


def right_formula(theta, v, g, eta, beta=0.9, eps=1e-8):
    """the formula in two lines"""
    theta, v, g = (np.array(part, dtype=float) for part in (theta, v, g))
    v = beta * v + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def right_loop(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a loop over the coordinates that gives lists"""
    new_theta, new_v = [], []
    for x, s, slope in zip(theta, v, g, strict=True):
        s = s + (1 - beta) * (slope * slope - s)
        new_v.append(s)
        new_theta.append(x - eta * slope / (s**0.5 + eps))
    return [new_theta, new_v]


def right_in_place_on_copies(theta, v, g, eta, beta=0.9, eps=1e-8):
    """copies that are changed in place"""
    theta, v = np.array(theta, dtype=float), np.array(v, dtype=float)
    v *= beta
    v += (1 - beta) * np.square(np.asarray(g, dtype=float))
    theta -= np.divide(eta * np.asarray(g), np.sqrt(v) + eps)
    return theta, v


def wrong_sum(theta, v, g, eta, beta=0.9, eps=1e-8):
    """AdaGrad: the squares are added up, nothing is forgotten"""
    g = np.asarray(g, dtype=float)
    v = np.asarray(v) + g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def wrong_old_v(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a step that divides by the root of the old v"""
    g = np.asarray(g, dtype=float)
    new = beta * np.asarray(v) + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), new


def wrong_eps_inside(theta, v, g, eta, beta=0.9, eps=1e-8):
    """RMSProp with eps inside the root"""
    g = np.asarray(g, dtype=float)
    v = beta * np.asarray(v) + (1 - beta) * g**2
    return theta - eta * g / np.sqrt(v + eps), v


def wrong_no_root(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a step divided by v itself, without the root"""
    g = np.asarray(g, dtype=float)
    v = beta * np.asarray(v) + (1 - beta) * g**2
    return theta - eta * g / (v + eps), v


def wrong_beta_swapped(theta, v, g, eta, beta=0.9, eps=1e-8):
    """an average in which beta belongs to the new square instead of the old v"""
    g = np.asarray(g, dtype=float)
    v = (1 - beta) * np.asarray(v) + beta * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def wrong_one_rate(theta, v, g, eta, beta=0.9, eps=1e-8):
    """one rate for all coordinates: the squares are averaged over them"""
    g = np.asarray(g, dtype=float)
    v = beta * np.asarray(v) + (1 - beta) * np.mean(g**2)
    return theta - eta * g / (np.sqrt(v) + eps), v


def wrong_not_squared(theta, v, g, eta, beta=0.9, eps=1e-8):
    """an average of sizes: the absolute gradient instead of its square"""
    g = np.asarray(g, dtype=float)
    v = beta * np.asarray(v) + (1 - beta) * np.abs(g)
    return theta - eta * g / (np.sqrt(v) + eps), v


def wrong_no_eps(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a step without eps, which is 0 / 0 where the gradient has always been zero"""
    g = np.asarray(g, dtype=float)
    v = beta * np.asarray(v) + (1 - beta) * g**2
    with np.errstate(invalid="ignore"):
        return theta - eta * g / np.sqrt(v), v


def wrong_in_place(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a step that changes the arrays it is given"""
    theta, v, g = (np.asarray(part, dtype=float) for part in (theta, v, g))
    v *= beta
    v += (1 - beta) * g**2
    theta -= eta * g / (np.sqrt(v) + eps)
    return theta, v


def wrong_integers(theta, v, g, eta, beta=0.9, eps=1e-8):
    """a step in arrays of the caller's type, which cut whole numbers"""
    theta, v, g = np.array(theta), np.array(v), np.asarray(g)
    v[:] = beta * v + (1 - beta) * g**2
    theta[:] = theta - eta * g / (np.sqrt(v) + eps)
    return theta, v
