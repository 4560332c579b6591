"""Right and wrong answers to mlp_loss_grad(params, X, y, l2)."""

import numpy as np


def forward(params, X):
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in params)
    H = np.tanh(np.asarray(X, dtype=float) @ W1 + b1)
    return W1, W2, H, H @ W2 + b2


def shares_of(Z):
    top = Z.max(axis=1, keepdims=True)
    total = top + np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    return total[:, 0], np.exp(Z - total)


def solve(params, X, y, l2, slope=lambda H: 1 - H**2, penal=(1, 0, 1, 0), half=0.5, mean=True, grad_l2=True):
    """The right answer, with places to go wrong in."""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    W1, W2, H, Z = forward(params, X)
    total, P = shares_of(Z)
    n = len(y)
    D = P - np.eye(Z.shape[1])[y]
    D = D / n if mean else D
    E = D @ W2.T * slope(H)
    each = total - Z[np.arange(n), y]
    loss = each.mean() if mean else each.sum()
    parts = [np.asarray(part, dtype=float) for part in params]
    loss = loss + half * l2 * sum(k * np.sum(part**2) for k, part in zip(penal, parts, strict=True))
    g = [X.T @ E, E.sum(axis=0), H.T @ D, D.sum(axis=0)]
    return loss, [one + grad_l2 * k * l2 * part for one, k, part in zip(g, penal, parts, strict=True)]


def right_rows(params, X, y, l2):
    """a loop over the rows, outer products summed up, a tuple of lists"""
    W1, b1, W2, b2 = (np.array(part, dtype=float) for part in params)
    loss, grads = 0.0, [l2 * W1, 0 * b1, l2 * W2, 0 * b2]
    for x, k in zip(np.asarray(X, dtype=float), y, strict=True):
        h = np.tanh(x @ W1 + b1)
        z = h @ W2 + b2
        z = z - z.max()
        p = np.exp(z) / np.exp(z).sum()
        loss += np.log(np.exp(z).sum()) - z[k]
        p[k] -= 1
        e = W2 @ p * (1 - h) * (1 + h)
        for one, more in zip(grads, (np.outer(x, e), e, np.outer(h, p), p), strict=True):
            one += more / len(y)
    return [loss / len(y) + l2 / 2 * ((W1**2).sum() + (W2**2).sum()), tuple(one.tolist() for one in grads)]


def right_logaddexp(params, X, y, l2):
    """the logarithm of the sum by logaddexp, shares from it, the slope by cosh"""
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in params)
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=int)
    below = X @ W1 + b1
    H = np.tanh(below)
    Z = H @ W2 + b2
    total = np.logaddexp.reduce(Z, axis=1)
    D = np.exp(Z - total[:, None])
    truth = np.zeros_like(D)
    truth[np.arange(len(y)), y] = 1
    D = (D - truth) / len(y)
    E = (D @ W2.T) / np.cosh(np.clip(below, -300, 300)) ** 2
    loss = np.mean(total - np.sum(truth * Z, axis=1)) + l2 * (np.sum(W1 * W1) + np.sum(W2 * W2)) / 2
    return float(loss), [X.T @ E + l2 * W1, E.sum(0), H.T @ D + l2 * W2, D.sum(0)]


def wrong_overflow(params, X, y, l2):
    """exp of the scores as they are, which overflows"""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    W1, W2, H, Z = forward(params, X)
    with np.errstate(all="ignore"):
        P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
        loss = np.mean(-np.log(P[np.arange(len(y)), y])) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2))
    D = (P - np.eye(Z.shape[1])[y]) / len(y)
    E = D @ W2.T * (1 - H**2)
    return loss, [X.T @ E + l2 * W1, E.sum(axis=0), H.T @ D + l2 * W2, D.sum(axis=0)]


def wrong_log_of_share(params, X, y, l2):
    """the logarithm of a share that may have become 0"""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    W1, W2, _, Z = forward(params, X)
    P = shares_of(Z)[1]
    with np.errstate(all="ignore"):
        loss = np.mean(-np.log(P[np.arange(len(y)), y])) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2))
    return loss, solve(params, X, y, l2)[1]


def wrong_small_number(params, X, y, l2):
    """a small number added to the shares before the logarithm, which caps the loss"""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    W1, W2, _, Z = forward(params, X)
    P = shares_of(Z)[1]
    loss = np.mean(-np.log(P[np.arange(len(y)), y] + 1e-12)) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2))
    return loss, solve(params, X, y, l2)[1]


def wrong_sum(params, X, y, l2):
    """a sum over the rows where the mean belongs"""
    return solve(params, X, y, l2, mean=False)


def wrong_slope_before(params, X, y, l2):
    """the slope of tanh taken as 1 - z**2, with z from before tanh"""
    W1, b1 = (np.asarray(part, dtype=float) for part in params[:2])
    before = np.asarray(X, dtype=float) @ W1 + b1
    return solve(params, X, y, l2, slope=lambda H: 1 - before**2)


def wrong_slope_missing(params, X, y, l2):
    """blame that passes tanh as if it were a straight line"""
    return solve(params, X, y, l2, slope=np.ones_like)


def wrong_slope_sigmoid(params, X, y, l2):
    """the slope of the sigmoid, H (1 - H), in the place of that of tanh"""
    return solve(params, X, y, l2, slope=lambda H: H * (1 - H))


def wrong_biases_penalized(params, X, y, l2):
    """a penalty on the biases as well"""
    return solve(params, X, y, l2, penal=(1, 1, 1, 1))


def wrong_first_layer_only(params, X, y, l2):
    """a penalty on W1 only"""
    return solve(params, X, y, l2, penal=(1, 0, 0, 0))


def wrong_no_half(params, X, y, l2):
    """a penalty of l2 times the squares, without the half"""
    return solve(params, X, y, l2, half=1.0)


def wrong_penalty_without_gradient(params, X, y, l2):
    """a penalty in the loss that the gradients do not know of"""
    return solve(params, X, y, l2, grad_l2=False)


def wrong_uphill(params, X, y, l2):
    """gradients of the data's part with the wrong sign"""
    loss, g = solve(params, X, y, 0.0)
    full, with_penalty = solve(params, X, y, l2)
    return full, [both - 2 * one for both, one in zip(with_penalty, g, strict=True)]


def wrong_truth_forgotten(params, X, y, l2):
    """shares whose truth was never subtracted"""
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    W1, W2, H, Z = forward(params, X)
    D = shares_of(Z)[1] / len(y)
    E = D @ W2.T * (1 - H**2)
    return solve(params, X, y, l2)[0], [X.T @ E + l2 * W1, E.sum(axis=0), H.T @ D + l2 * W2, D.sum(axis=0)]


def wrong_bias_mean(params, X, y, l2):
    """gradients of the biases averaged over the rows once more"""
    loss, (W1, b1, W2, b2) = solve(params, X, y, l2)
    return loss, [W1, b1 / len(y), W2, b2 / len(y)]


def wrong_changes_params(params, X, y, l2):
    """a function that takes a step with the weights it was given"""
    loss, g = solve(params, X, y, l2)
    for part, one in zip(params, g, strict=True):
        if isinstance(part, np.ndarray) and part.dtype.kind == "f":
            part -= 0.1 * one
    return loss, g


def wrong_loss_only(params, X, y, l2):
    """a right loss with gradients of zeros"""
    loss, g = solve(params, X, y, l2)
    return loss, [np.zeros_like(one) for one in g]
