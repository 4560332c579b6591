"""Right and wrong answers to optimal_heavy_ball(mu, L)."""

import math

import numpy as np


def right_roots(mu, L):
    """Polyak's formulas with the roots of mu and L"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2


def right_kappa(mu, L):
    """Polyak's formulas with kappa, as a list"""
    root = np.sqrt(L / mu)
    return [(2 / (root + 1)) ** 2 / mu, ((root - 1) / (root + 1)) ** 2]


def right_from_alpha(mu, L):
    """beta from alpha: the critical one at both ends"""
    alpha = (2 / (np.sqrt(mu) + np.sqrt(L))) ** 2
    return np.array([alpha, max(abs(1 - np.sqrt(alpha * mu)), abs(1 - np.sqrt(alpha * L))) ** 2])


def wrong_not_squared(mu, L):
    """a memory without the square, which is Nesterov's"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 4 / (low + high) ** 2, (high - low) / (high + low)


def wrong_nesterov(mu, L):
    """Nesterov's pair, 1 / L and (sqrt kappa - 1) / (sqrt kappa + 1)"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 1 / L, (high - low) / (high + low)


def wrong_roots_forgotten(mu, L):
    """a memory from kappa where its root belongs"""
    return 4 / (math.sqrt(mu) + math.sqrt(L)) ** 2, ((L - mu) / (L + mu)) ** 2


def wrong_root_twice(mu, L):
    """a memory from the root of kappa's root: the root is taken twice"""
    kappa = np.sqrt(L / mu)
    return 4 / (np.sqrt(L) + np.sqrt(mu)) ** 2, ((np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1)) ** 2


def wrong_no_roots(mu, L):
    """formulas with L, mu and kappa where their roots belong"""
    kappa = L / mu
    return 4 / (L + mu) ** 2, ((kappa - 1) / (kappa + 1)) ** 2


def wrong_step_of_gradient_descent(mu, L):
    """gradient descent's best step, 2 / (L + mu), beside Polyak's memory"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 2 / (L + mu), ((high - low) / (high + low)) ** 2


def wrong_half_step(mu, L):
    """half of the step: 2 over the square, where 4 belongs"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 2 / (low + high) ** 2, ((high - low) / (high + low)) ** 2


def wrong_step_not_squared(mu, L):
    """a step without the square: 2 / (sqrt L + sqrt mu)"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return 2 / (low + high), ((high - low) / (high + low)) ** 2


def wrong_mu_is_one(mu, L):
    """a step from kappa alone, as if mu were 1"""
    root = math.sqrt(L / mu)
    return 4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2


def wrong_moving_average(mu, L):
    """the step of the notes' moving-average form, alpha / (1 - beta)"""
    low, high = math.sqrt(mu), math.sqrt(L)
    beta = ((high - low) / (high + low)) ** 2
    return 4 / (low + high) ** 2 / (1 - beta), beta


def wrong_order(mu, L):
    """the right pair in the wrong order, beta first"""
    low, high = math.sqrt(mu), math.sqrt(L)
    return ((high - low) / (high + low)) ** 2, 4 / (low + high) ** 2


def wrong_whole_division(mu, L):
    """kappa by whole division, L // mu"""
    root = math.sqrt(L // mu)
    return 4 / (math.sqrt(mu) + math.sqrt(L)) ** 2, ((root - 1) / (root + 1)) ** 2


def wrong_usual_beta(mu, L):
    """the usual beta of 0.9, whatever the valley"""
    return 4 / (math.sqrt(mu) + math.sqrt(L)) ** 2, 0.9
