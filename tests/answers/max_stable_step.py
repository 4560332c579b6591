"""Right and wrong answers to max_stable_step(H)."""

import numpy as np


def right_eigvalsh(H):
    """the largest eigenvalue of a symmetric matrix"""
    largest = max(np.linalg.eigvalsh(H))
    if largest <= 0:
        return float("inf")
    return 2.0 / largest


def right_eig(H):
    """the general eigenvalues, their real parts, the positive ones"""
    curvature = np.linalg.eig(np.array(H, dtype=float))[0].real
    upward = curvature[curvature > 1e-14]
    return 2 / upward.max() if upward.size else np.inf


def wrong_diagonal(H):
    """a border read off the diagonal, which holds the curvatures of untilted bowls only"""
    top = np.max(np.diag(np.asarray(H, dtype=float)))
    return 2 / top if top > 0 else np.inf


def wrong_one_over_L(H):
    """the safest step, 1 / L, and not the border 2 / L"""
    top = np.linalg.eigvalsh(np.asarray(H, dtype=float)).max()
    return 1 / top if top > 0 else np.inf


def wrong_smallest(H):
    """a border from the gentlest curvature instead of the steepest"""
    curvature = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    curvature = curvature[curvature > 0]
    return 2 / curvature.min() if curvature.size else np.inf


def wrong_size(H):
    """a border from the curvature of largest size, upward or downward"""
    top = np.abs(np.linalg.eigvalsh(np.asarray(H, dtype=float))).max()
    return 2 / top if top > 0 else np.inf


def wrong_first(H):
    """a border from the first eigenvalue of eigvalsh, which is the smallest: it sorts them upward"""
    first = np.linalg.eigvalsh(np.asarray(H, dtype=float))[0]
    return 2 / first if first > 0 else np.inf


def wrong_downward(H):
    """2 / L for every L, also where nothing curves upward"""
    top = np.linalg.eigvalsh(np.asarray(H, dtype=float)).max()
    return 2 / top if top else np.inf


def wrong_trace(H):
    """a border from the sum of the curvatures, the trace"""
    total = np.trace(np.asarray(H, dtype=float))
    return 2 / total if total > 0 else np.inf


def wrong_integers(H):
    """a border in whole numbers: 2 // L cuts its fraction off"""
    top = np.linalg.eigvalsh(np.asarray(H, dtype=float)).max()
    return float(2 // top) if top > 0 else np.inf


def wrong_plus_mu(H):
    """the fastest step, 2 / (L + mu), and not the border 2 / L"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    return 2 / (values[-1] + max(values[0], 0.0)) if values[-1] > 0 else np.inf
