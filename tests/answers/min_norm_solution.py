"""Right and wrong answers to min_norm_solution(X, y)."""

import numpy as np


def right_lstsq(X, y):
    """least squares by the library, which takes the smallest"""
    return np.linalg.lstsq(np.array(X, dtype=float), np.array(y, dtype=float), rcond=None)[0].tolist()


def right_svd(X, y):
    """singular values, the zero ones left out"""
    U, s, Vt = np.linalg.svd(np.asarray(X, dtype=float), full_matrices=False)
    keep = s > 1e-12 * s[0]
    return Vt[keep].T @ ((U[:, keep].T @ np.asarray(y, dtype=float)) / s[keep])


def right_mixture(X, y):
    """a mixture of the rows, its weights from their products"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return X.T @ (np.linalg.pinv(X @ X.T, rcond=1e-10, hermitian=True) @ y)


def wrong_normal_equations(X, y):
    """the normal equations with the inverse of X'X, which does not exist for wide tables"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return np.linalg.inv(X.T @ X) @ X.T @ y


def wrong_row_inverse(X, y):
    """X' times the inverse of XX', which a repeated row or a tall table takes away"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return X.T @ np.linalg.inv(X @ X.T) @ y


def wrong_ridge(X, y):
    """ridge regression with a small penalty: almost a fit"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return np.linalg.solve(X.T @ X + 1e-3 * np.eye(X.shape[1]), X.T @ y)


def wrong_tiny_ridge(X, y):
    """ridge regression with a penalty of 1e-8, invisible until the rows are short"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return np.linalg.solve(X.T @ X + 1e-8 * np.eye(X.shape[1]), X.T @ y)


def wrong_first_columns(X, y):
    """a solution that uses the first n columns only and leaves zeros in the rest"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    n, d = X.shape
    w = np.zeros(d)
    w[: min(n, d)] = np.linalg.lstsq(X[:, : min(n, d)], y, rcond=None)[0]
    return w


def wrong_plus_invisible(X, y):
    """a solution with a part added that no row sees: it fits, and is larger than needed"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    P = np.linalg.pinv(X)
    ones = np.ones(X.shape[1])
    return P @ y + ones - P @ (X @ ones)


def wrong_transpose(X, y):
    """X' y: the labels added up through the rows, without solving anything"""
    return np.asarray(X, dtype=float).T @ np.asarray(y, dtype=float)


def wrong_signs(X, y):
    """sign(X' y), the direction that adaptive methods take, scaled to fit on average"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    s = np.sign(X.T @ y)
    return s * (X @ s @ y) / np.sum((X @ s) ** 2)


def wrong_few_steps(X, y):
    """gradient descent from 0 that stops after 50 steps"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w = np.zeros(X.shape[1])
    for _ in range(50):
        w = w - X.T @ (X @ w - y) / np.linalg.norm(X, 2) ** 2
    return w


def wrong_changes_labels(X, y):
    """the right w, by way of dividing the caller's own rows and labels"""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    scale = np.abs(X).max()
    X /= scale
    y /= scale
    return np.linalg.pinv(X) @ y
