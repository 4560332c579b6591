"""Right and wrong answers to hinge_loss_subgrad(w, X, y, l2)."""

import numpy as np


def right_loop(w, X, y, l2):
    """a loop over the rows; a row exactly at its kink pulls in full"""
    w = np.asarray(w, dtype=float)
    loss, g = 0.0, np.zeros(w.size)
    for row, label in zip(np.asarray(X, dtype=float), y, strict=True):
        missing = 1 - label * np.dot(row, w)
        if missing >= 0:
            loss += missing
            g -= label * row
    return loss / len(y) + l2 / 2 * np.dot(w, w), g / len(y) + l2 * w


def right_half_at_the_kink(w, X, y, l2):
    """half a pull at the kink, from the sign of what is missing"""
    w, X, y = np.array(w, dtype=float), np.array(X, dtype=float), np.array(y, dtype=float)
    missing = 1 - y * (X @ w)
    pull = (np.sign(missing) + 1) / 2
    return [float(np.clip(missing, 0, None).mean() + 0.5 * l2 * np.sum(w * w)), l2 * w - np.mean((pull * y)[:, None] * X, axis=0)]


def wrong_corner_at_zero(w, X, y, l2):
    """a hinge with its corner at a margin of 0, not of 1: only mistakes pay"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, -m)) + l2 / 2 * w @ w, -X.T @ ((m < 0) * y) / len(y) + l2 * w


def wrong_pulls_only_mistakes(w, X, y, l2):
    """a right loss whose subgradient counts mistakes only, not the rows inside the margin"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 0) * y) / len(y) + l2 * w


def wrong_all_rows_pull(w, X, y, l2):
    """a loss without its flat part: every row pulls, however right it is"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ y / len(y) + l2 * w


def wrong_sum(w, X, y, l2):
    """a sum over the rows where the mean belongs"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.sum(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 1) * y) + l2 * w


def wrong_mean_of_active(w, X, y, l2):
    """a subgradient that is averaged over the active rows only"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    active = max(1, np.sum(m < 1))
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 1) * y) / active + l2 * w


def wrong_uphill(w, X, y, l2):
    """a subgradient of the data's part with the wrong sign"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, X.T @ ((m < 1) * y) / len(y) + l2 * w


def wrong_squared(w, X, y, l2):
    """the squared hinge, which has no kink"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    missing = np.maximum(0, 1 - y * (X @ w))
    return np.mean(missing**2) + l2 / 2 * w @ w, -2 * X.T @ (missing * y) / len(y) + l2 * w


def wrong_penalty_without_half(w, X, y, l2):
    """a penalty without its half: l2 |w|^2 in the loss"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 * w @ w, -X.T @ ((m < 1) * y) / len(y) + l2 * w


def wrong_penalty_not_in_gradient(w, X, y, l2):
    """a penalty in the loss that the subgradient does not know of"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 1) * y) / len(y)


def wrong_labels_01(w, X, y, l2):
    """labels made 0 and 1, so that one class never pulls"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    y = (y + 1) / 2
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 1) * y) / len(y) + l2 * w


def wrong_twice_at_the_kink(w, X, y, l2):
    """a subgradient that pulls twice at a margin of exactly 1: the slopes of both sides are added"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    pull = (m < 1) * 1.0 + 2.0 * (m == 1)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ (pull * y) / len(y) + l2 * w


def wrong_in_place(w, X, y, l2):
    """a loss that changes the weights it was given"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    loss = np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w
    w *= l2
    return loss, w - X.T @ ((m < 1) * y) / len(y)
