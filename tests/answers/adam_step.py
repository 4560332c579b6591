"""Right and wrong answers to adam_step(theta, m, v, g, t, eta, beta1, beta2, eps)."""

import numpy as np


def averages(m, v, g, beta1, beta2):
    g = np.asarray(g, dtype=float)
    return beta1 * np.asarray(m) + (1 - beta1) * g, beta2 * np.asarray(v) + (1 - beta2) * g**2


def adam(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def right_formula(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """the formula line by line"""
    m, v = averages(m, v, g, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v


def right_loop(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """a loop over the coordinates that gives lists"""
    new = [], [], []
    for x, a, b, slope in zip(theta, m, v, g, strict=True):
        a = a + (1 - beta1) * (slope - a)
        b = b + (1 - beta2) * (slope * slope - b)
        new[0].append(x - eta * a / (1 - beta1**t) / ((b / (1 - beta2**t)) ** 0.5 + eps))
        new[1].append(a)
        new[2].append(b)
    return new


def right_folded(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """both corrections folded into the rate and eps"""
    m, v = averages(m, v, g, beta1, beta2)
    root = np.sqrt(1 - beta2**t)
    return theta - eta * root / (1 - beta1**t) * m / (np.sqrt(v) + root * eps), m, v


def wrong_uncorrected(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam as the notes write it, without bias correction"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (np.sqrt(v) + eps), m, v


def wrong_v_uncorrected(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with m corrected and v not"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


def wrong_m_uncorrected(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with v corrected and m not"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def wrong_t_late(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with t off by one: the correction takes t + 1"""
    return adam(theta, m, v, g, t + 1, eta, beta1, beta2, eps)


def wrong_t_early(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with t off by one from the second step on: the correction takes t - 1"""
    return adam(theta, m, v, g, max(t - 1, 1), eta, beta1, beta2, eps)


def wrong_t_ignored(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam whose correction is that of the first step for ever: no power of t"""
    return adam(theta, m, v, g, 1, eta, beta1, beta2, eps)


def wrong_corrected_stored(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam that returns the corrected m and v, so that the next step corrects them again"""
    m, v = averages(m, v, g, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - eta * m / (np.sqrt(v) + eps), m, v


def wrong_betas_swapped(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with beta1 and beta2 in each other's place"""
    return adam(theta, m, v, g, t, eta, beta2, beta1, eps)


def wrong_eps_inside(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with eps inside the root"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps), m, v


def wrong_old_m(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam that steps with the m from before this gradient"""
    new_m, new_v = averages(m, v, g, beta1, beta2)
    return theta - eta * np.asarray(m) / (1 - beta1**t) / (np.sqrt(new_v / (1 - beta2**t)) + eps), new_m, new_v


def wrong_gradient_on_top(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """RMSProp with correction: the step takes g where it should take m"""
    m, v = averages(m, v, g, beta1, beta2)
    return theta - eta * np.asarray(g) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def wrong_fixed_betas(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with 0.9 and 0.999 written into the formula"""
    return adam(theta, m, v, g, t, eta, 0.9, 0.999, eps)


def wrong_in_place(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam that changes the arrays it is given"""
    theta, m, v = (np.asarray(part, dtype=float) for part in (theta, m, v))
    theta[:], m[:], v[:] = adam(theta, m, v, g, t, eta, beta1, beta2, eps)
    return theta, m, v


def wrong_integers(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam in arrays of the caller's type, which cut whole numbers"""
    theta, m, v = np.array(theta), np.array(m), np.array(v)
    theta[:], m[:], v[:] = adam(theta, m, v, g, t, eta, beta1, beta2, eps)
    return theta, m, v
