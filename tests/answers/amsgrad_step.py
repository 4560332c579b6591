"""Right and wrong answers to amsgrad_step(theta, m, v, v_max, g, eta, beta1, beta2, eps)."""

import numpy as np


def averages(m, v, g, beta1, beta2):
    g = np.asarray(g, dtype=float)
    return beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g**2


def right_formula(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """the formula line by line"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def right_loop(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """a loop over the coordinates that gives lists"""
    new = [], [], [], []
    for x, a, b, most, slope in zip(theta, m, v, v_max, g, strict=True):
        a = a + (1 - beta1) * (slope - a)
        b = b + (1 - beta2) * (slope * slope - b)
        most = most if most > b else b
        for part, value in zip(new, (x - eta * a / (most**0.5 + eps), a, b, most), strict=True):
            part.append(value)
    return list(new)


def wrong_root_of_v(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """Adam with a v_max that is kept and never used"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (np.sqrt(v) + eps), m, v, np.maximum(v_max, v)


def wrong_v_is_max(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad whose v itself may not fall: the average goes on from the largest"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v_max, v_max


def wrong_larger_of_v(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad that compares the new v with the old v, not with v_max, and returns the larger as both"""
    m = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(g)
    v = np.maximum(v, beta2 * np.asarray(v) + (1 - beta2) * np.asarray(g) ** 2)
    return np.asarray(theta) - eta * m / (np.sqrt(v) + eps), m, v, v


def wrong_old_max(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad that compares the old v instead of the new one"""
    old = np.asarray(v, dtype=float)
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, old)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def wrong_max_of_squares(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad that keeps the largest squared gradient, not the largest average"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, np.asarray(g, dtype=float) ** 2)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def wrong_one_max(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad with one largest value for all coordinates"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.full_like(v, max(np.max(v_max), np.max(v)))
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def wrong_smallest(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad with the smaller of the two values"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.minimum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def wrong_eps_inside(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad with eps inside the root"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.maximum(v_max, v)
    return theta - eta * m / np.sqrt(v_max + eps), m, v, v_max


def wrong_in_place(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad that changes the v_max it is given"""
    m, v = averages(m, v, g, beta1, beta2)
    v_max = np.asarray(v_max, dtype=float)
    np.maximum(v_max, v, out=v_max)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max
