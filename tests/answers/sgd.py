"""Right and wrong answers to sgd(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng)."""

import numpy as np


def deal(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def right_array(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """an array made first, filled epoch by epoch"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = np.zeros((n_epochs + 1, theta.size))
    path[0] = theta
    for epoch in range(n_epochs):
        for rows in deal(len(y), batch_size, rng):
            theta = theta - eta * np.asarray(loss_grad(theta, X[rows], y[rows])[1])
        path[epoch + 1] = theta
    return path


def right_shuffled_data(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """copies of X and y shuffled together, then walked through"""
    theta = np.array(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_epochs):
        order = rng.permutation(len(X))
        Xs, ys = np.asarray(X)[order], np.asarray(y)[order]
        start = 0
        while start < len(Xs):
            loss, g = loss_grad(theta.copy(), Xs[start : start + batch_size], ys[start : start + batch_size])
            theta -= eta * g
            start += batch_size
        path.append(theta.copy())
    return path


def right_lists(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """plain lists of numbers, coordinate by coordinate"""
    theta, order = [float(value) for value in theta0], list(range(len(X)))
    path = [theta]
    for _ in range(n_epochs):
        rng.shuffle(order)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            _, g = loss_grad(np.array(theta), np.array([X[i] for i in rows]), np.array([y[i] for i in rows]))
            theta = [value - eta * float(slope) for value, slope in zip(theta, g, strict=True)]
        path.append(theta)
    return path


def wrong_aliased(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a path whose rows are all the same array, changed in place"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta -= eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_one_batch(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """one batch an epoch: most of the data is never shown"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        rows = rng.permutation(len(X))[:batch_size]
        theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_every_step(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a path with a row for each batch instead of each epoch"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
            path.append(theta)
    return np.array(path)


def wrong_full_gradient(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """steps on the full gradient: every batch is all of the data"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for _rows in deal(len(X), batch_size, rng):
            theta = theta - eta * loss_grad(theta, X, y)[1]
        path.append(theta)
    return np.array(path)


def wrong_shuffled_once(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """one shuffle for all epochs"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    batches = deal(len(X), batch_size, rng)
    for _ in range(n_epochs):
        for rows in batches:
            theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_mismatched(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """rows of X that do not belong to the rows of y"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = theta - eta * loss_grad(theta, X[rows], y[: len(rows)])[1]
        path.append(theta)
    return np.array(path)


def wrong_loss_not_gradient(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """steps along the loss instead of its gradient"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = theta - eta * loss_grad(theta, X[rows], y[rows])[0]
        path.append(theta)
    return np.array(path)


def wrong_asks_twice(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """two calls of loss_grad a batch, one for the loss and one for the gradient"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            if np.isfinite(loss_grad(theta, X[rows], y[rows])[0]):
                theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_last_batch_missing(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """epochs without their short last batch"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            if len(rows) == batch_size:
                theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_uphill(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a walk uphill: the gradient is added, not subtracted"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = theta + eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)


def wrong_divided_again(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a gradient divided by the batch size once more, though loss_grad gives a mean"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1] / len(rows)
        path.append(theta)
    return np.array(path)


def wrong_summed_first(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """all gradients of an epoch taken at its start and added up: one step an epoch"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        theta = theta - eta * sum(loss_grad(theta, X[rows], y[rows])[1] for rows in deal(len(X), batch_size, rng))
        path.append(theta)
    return np.array(path)


def wrong_integers(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """an integer array that cuts every step to whole numbers"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta = (theta - eta * loss_grad(theta, X[rows], y[rows])[1]).astype(theta.dtype)
        path.append(theta)
    return np.array(path)


def wrong_changes_start(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a walk that drags the caller's theta0 along"""
    X, y, theta = np.array(X), np.array(y), np.asarray(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, rng):
            theta -= eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta.copy())
    return np.array(path)


def wrong_own_seed(loss_grad, theta0, X, y, eta, batch_size, n_epochs, rng):
    """a seed of its own in every epoch: always the same order, whatever generator is given"""
    X, y, theta = np.array(X), np.array(y), np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_epochs):
        for rows in deal(len(X), batch_size, np.random.default_rng(0)):
            theta = theta - eta * loss_grad(theta, X[rows], y[rows])[1]
        path.append(theta)
    return np.array(path)
