"""Right and wrong answers to heavy_ball_rate(alpha, beta, eigenvalues)."""

import cmath

import numpy as np


def right_matrices(alpha, beta, eigenvalues):
    """a matrix for each curvature, and the largest size of their eigenvalues"""
    return max(
        np.abs(np.linalg.eigvals(np.array([[1 + beta - alpha * one, -beta], [1.0, 0.0]]))).max() for one in eigenvalues
    )


def right_stacked(alpha, beta, eigenvalues):
    """all matrices in one stack"""
    M = np.zeros((len(eigenvalues), 2, 2))
    M[:, 0, 0] = 1 + beta - alpha * np.asarray(eigenvalues)
    M[:, 0, 1], M[:, 1, 0] = -beta, 1
    return np.max(np.abs(np.linalg.eigvals(M)))


def right_quadratic_formula(alpha, beta, eigenvalues):
    """the roots of z^2 - (1 + beta - alpha l) z + beta by hand"""
    worst = 0.0
    for one in eigenvalues:
        trace = 1 + beta - alpha * one
        root = cmath.sqrt(trace * trace - 4 * beta)
        worst = max(worst, abs(trace + root) / 2, abs(trace - root) / 2)
    return worst


def right_cases(alpha, beta, eigenvalues):
    """swinging and creeping told apart"""
    trace = np.abs(1 + beta - alpha * np.asarray(eigenvalues, dtype=float))
    gap = trace**2 - 4 * beta
    return float(np.where(gap < 0, np.sqrt(beta), (trace + np.sqrt(np.maximum(gap, 0))) / 2).max())


def _roots(alpha, beta, eigenvalues):
    return np.array([np.linalg.eigvals([[1 + beta - alpha * one, -beta], [1.0, 0.0]]) for one in eigenvalues])


def wrong_real_part(alpha, beta, eigenvalues):
    """a factor from the real parts, as if nothing swung"""
    return float(np.abs(_roots(alpha, beta, eigenvalues).real).max())


def wrong_signed(alpha, beta, eigenvalues):
    """the largest eigenvalue by sign: one of -1.5 passes for harmless"""
    return float(_roots(alpha, beta, eigenvalues).real.max())


def wrong_best_direction(alpha, beta, eigenvalues):
    """the factor of the fastest direction, where the slowest decides"""
    return float(np.abs(_roots(alpha, beta, eigenvalues)).max(axis=-1).min())


def wrong_mean(alpha, beta, eigenvalues):
    """the mean factor over the directions"""
    return float(np.abs(_roots(alpha, beta, eigenvalues)).max(axis=-1).mean())


def wrong_steepest_only(alpha, beta, eigenvalues):
    """a look at the steepest direction alone"""
    return float(np.abs(_roots(alpha, beta, [max(eigenvalues)])).max())


def wrong_gentlest_only(alpha, beta, eigenvalues):
    """a look at the gentlest direction alone"""
    return float(np.abs(_roots(alpha, beta, [min(eigenvalues)])).max())


def wrong_smaller_root(alpha, beta, eigenvalues):
    """the smaller of the two eigenvalues of each matrix"""
    return float(np.abs(_roots(alpha, beta, eigenvalues)).min(axis=-1).max())


def wrong_always_swinging(alpha, beta, eigenvalues):
    """sqrt(beta) everywhere, as if every direction swung"""
    return float(np.sqrt(beta))


def wrong_no_memory(alpha, beta, eigenvalues):
    """gradient descent's factor, |1 - alpha l|, whatever beta is"""
    return float(np.abs(1 - alpha * np.asarray(eigenvalues, dtype=float)).max())


def wrong_moving_average(alpha, beta, eigenvalues):
    """the moving-average form: its step is alpha (1 - beta)"""
    return float(np.abs(_roots(alpha * (1 - beta), beta, eigenvalues)).max())


def wrong_sign_of_beta(alpha, beta, eigenvalues):
    """a matrix with +beta where -beta belongs"""
    M = [[[1 + beta - alpha * one, beta], [1.0, 0.0]] for one in eigenvalues]
    return float(np.abs(np.linalg.eigvals(np.array(M))).max())


def wrong_norm(alpha, beta, eigenvalues):
    """the norm of the matrix, which bounds one step and not the long run"""
    return max(
        float(np.linalg.norm([[1 + beta - alpha * one, -beta], [1.0, 0.0]], 2)) for one in eigenvalues
    )  # fmt: skip


def wrong_cut_at_one(alpha, beta, eigenvalues):
    """a factor cut at 1, which hides how fast a run flies off"""
    return float(min(1.0, np.abs(_roots(alpha, beta, eigenvalues)).max()))


def wrong_all_factors(alpha, beta, eigenvalues):
    """a list of all factors, where one number is asked for"""
    return np.abs(_roots(alpha, beta, eigenvalues)).max(axis=-1)
