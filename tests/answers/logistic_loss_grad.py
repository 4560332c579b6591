"""Right and wrong answers to logistic_loss_grad(w, X, y, l2=0.0)."""

import numpy as np


def right_loop(w, X, y, l2=0.0):
    """a loop over the rows, the sign of each margin looked at first"""
    w = np.asarray(w, dtype=float)
    loss, gradient = 0.0, np.zeros(w.size)
    for row, label in zip(np.asarray(X, dtype=float), y, strict=True):
        m = label * (row @ w)
        small = np.exp(-abs(m))
        loss += np.log1p(small) + max(0.0, -m)
        gradient -= label * row * (small / (1 + small) if m > 0 else 1 / (1 + small))
    return loss / len(y) + l2 / 2 * np.sum(w**2), list(gradient / len(y) + l2 * w)


def right_half_tanh(w, X, y, l2=0.0):
    """the sigmoid as a tanh where it is not tiny, the loss by logaddexp"""
    w, X, y = np.array(w, dtype=float), np.array(X, dtype=float), np.array(y, dtype=float)
    m = X @ w * y
    pull = np.where(m > 10, np.exp(-np.maximum(m, 0)) / (1 + np.exp(-np.maximum(m, 0))), 0.5 * (1 - np.tanh(m / 2)))
    return [float(np.logaddexp(0, -m).mean() + 0.5 * l2 * w.dot(w)), l2 * w - (pull * y) @ X / len(X)]


def wrong_overflow(w, X, y, l2=0.0):
    """log(1 + exp(z)) as it is written, which overflows"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.log(1 + np.exp(-m))) + l2 / 2 * w @ w, -X.T @ (y / (1 + np.exp(m))) / len(y) + l2 * w


def wrong_cut(w, X, y, l2=0.0):
    """margins cut off at 30, so that no exponential overflows and large losses are wrong"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = np.clip(y * (X @ w), -30, 30)
    return np.mean(np.log(1 + np.exp(-m))) + l2 / 2 * w @ w, -X.T @ (y / (1 + np.exp(m))) / len(y) + l2 * w


def wrong_sum(w, X, y, l2=0.0):
    """a sum over the rows where the mean belongs"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.sum(np.logaddexp(0, -m)) + l2 / 2 * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, m))) + l2 * w


def wrong_gradient_not_averaged(w, X, y, l2=0.0):
    """a mean as the loss, and the gradient of the sum"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, m))) + l2 * w


def wrong_labels_01(w, X, y, l2=0.0):
    """labels taken for 0 and 1, as in the cross-entropy y log p + (1 - y) log(1 - p)"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w
    p = np.exp(-np.logaddexp(0, -z))
    return np.mean(np.logaddexp(0, z) - y * z) + l2 / 2 * w @ w, X.T @ (p - y) / len(y) + l2 * w


def wrong_uphill(w, X, y, l2=0.0):
    """a gradient of the data's part with the wrong sign"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y) + l2 * w


def wrong_margin_sign(w, X, y, l2=0.0):
    """a loss that punishes the right side: log(1 + exp(+margin))"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = -y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y) + l2 * w


def wrong_other_sigmoid(w, X, y, l2=0.0):
    """a gradient in which rows that are right pull hardest: the sigmoid of +margin"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, -m))) / len(y) + l2 * w


def wrong_penalty_without_half(w, X, y, l2=0.0):
    """a penalty without its half: l2 |w|^2 in the loss, with the gradient of half of it"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y) + l2 * w


def wrong_penalty_not_in_gradient(w, X, y, l2=0.0):
    """a penalty in the loss that the gradient does not know of"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y)


def wrong_no_penalty(w, X, y, l2=0.0):
    """a loss without any penalty, whatever l2 is"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)), -X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y)


def wrong_penalty_averaged(w, X, y, l2=0.0):
    """a penalty divided by the number of rows too"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    n = len(y)
    return np.mean(np.logaddexp(0, -m)) + l2 / (2 * n) * w @ w, -X.T @ (y * np.exp(-np.logaddexp(0, m))) / n + l2 * w / n


def wrong_loss_only(w, X, y, l2=0.0):
    """a loss without its gradient"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    return np.mean(np.logaddexp(0, -y * (X @ w))) + l2 / 2 * w @ w


def wrong_in_place(w, X, y, l2=0.0):
    """a loss that changes the weights it was given"""
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    m = y * (X @ w)
    loss = np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w
    w *= l2
    return loss, w - X.T @ (y * np.exp(-np.logaddexp(0, m))) / len(y)
