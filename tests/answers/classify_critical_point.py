"""Right and wrong answers to classify_critical_point(H, tol=1e-8)."""

import numpy as np


def right_signs(H, tol=1e-8):
    """the set of signs, small ones counted as zero"""
    signs = {0 if abs(value) <= tol else int(np.sign(value)) for value in np.linalg.eigvalsh(H)}
    if {1, -1} <= signs:
        return "saddle"
    return {frozenset({1}): "minimum", frozenset({-1}): "maximum"}.get(frozenset(signs), "degenerate")


def right_extremes(H, tol=1e-8):
    """the smallest and the largest eigenvalue decide"""
    values = np.linalg.eigvalsh(np.array(H, dtype=float))
    low, high = values[0], values[-1]
    if low < -tol and high > tol:
        return "saddle"
    if low > tol:
        return "minimum"
    return "maximum" if high < -tol else "degenerate"


def wrong_diagonal(H, tol=1e-8):
    """a verdict by the diagonal, which hides tilted saddles"""
    values = np.diag(np.asarray(H, dtype=float))
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values > tol).all():
        return "minimum"
    return "maximum" if (values < -tol).all() else "degenerate"


def wrong_determinant(H, tol=1e-8):
    """a verdict by the determinant, for which two downward curvatures look like a minimum"""
    det = np.linalg.det(np.asarray(H, dtype=float))
    if abs(det) <= tol:
        return "degenerate"
    return "minimum" if det > 0 else "saddle"


def wrong_determinant_and_corner(H, tol=1e-8):
    """a verdict by the determinant and the first entry, which can tell in two dimensions only"""
    H = np.asarray(H, dtype=float)
    det = np.linalg.det(H)
    if abs(det) <= tol:
        return "degenerate"
    return "saddle" if det < 0 else "minimum" if H[0, 0] > 0 else "maximum"


def wrong_capitals(H, tol=1e-8):
    """the right word with a capital letter"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    if (values > tol).any() and (values < -tol).any():
        return "Saddle"
    if (values > tol).all():
        return "Minimum"
    return "Maximum" if (values < -tol).all() else "Degenerate"


def wrong_flat_first(H, tol=1e-8):
    """a verdict in which one flat axis hides a saddle"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    if (np.abs(values) <= tol).any():
        return "degenerate"
    if (values > 0).all():
        return "minimum"
    return "maximum" if (values < 0).all() else "saddle"


def wrong_no_tolerance(H, tol=1e-8):
    """a verdict that ignores tol"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    if (values > 1e-8).any() and (values < -1e-8).any():
        return "saddle"
    if (values > 1e-8).all():
        return "minimum"
    return "maximum" if (values < -1e-8).all() else "degenerate"


def wrong_flat_is_minimum(H, tol=1e-8):
    """a verdict for which flat axes make a minimum"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values >= -tol).all():
        return "minimum"
    return "maximum"


def wrong_upside_down(H, tol=1e-8):
    """minimum and maximum exchanged: curving upward is a minimum"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values > tol).all():
        return "maximum"
    return "minimum" if (values < -tol).all() else "degenerate"


def wrong_relative(H, tol=1e-8):
    """a tolerance relative to the largest eigenvalue, while tol is absolute"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    tol = max(tol, 1e-6) * np.abs(values).max()
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values > tol).all():
        return "minimum"
    return "maximum" if (values < -tol).all() else "degenerate"


def wrong_reaches_tol(H, tol=1e-8):
    """a verdict in which a curvature of exactly tol counts as upward, and of exactly -tol as downward"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))
    up, down = values >= tol, values <= -tol
    if up.any() and down.any():
        return "saddle"
    if up.all():
        return "minimum"
    return "maximum" if down.all() else "degenerate"


def wrong_first_two(H, tol=1e-8):
    """a verdict by the smallest and the second smallest curvature only: the others are not looked at"""
    values = np.linalg.eigvalsh(np.asarray(H, dtype=float))[:2]
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    if (values > tol).all():
        return "minimum"
    return "maximum" if (values < -tol).all() else "degenerate"
