"""Right and wrong answers to gradient_descent(grad, theta0, eta, n_steps)."""

import numpy as np


def right_loop(grad, theta0, eta, n_steps):
    """an array made first, filled row by row"""
    theta0 = np.asarray(theta0, dtype=float)
    path = np.empty((n_steps + 1, theta0.size))
    path[0] = theta0
    for t in range(n_steps):
        path[t + 1] = path[t] - eta * grad(path[t])
    return path


def right_lists(grad, theta0, eta, n_steps):
    """plain lists in and out"""
    theta = [float(value) for value in theta0]
    path = [theta]
    for _ in range(n_steps):
        g = grad(np.array(theta))
        theta = [value - eta * slope for value, slope in zip(theta, g, strict=True)]
        path.append(theta)
    return path


def right_in_place_copy(grad, theta0, eta, n_steps):
    """a float copy moved in place, with a copy kept of every row"""
    theta = np.array(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_steps):
        theta -= eta * grad(theta.copy())
        path.append(theta.copy())
    return np.stack(path)


def wrong_uphill(grad, theta0, eta, n_steps):
    """a walk uphill: the gradient is added, not subtracted"""
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] + eta * grad(path[-1]))
    return np.array(path)


def wrong_aliased(grad, theta0, eta, n_steps):
    """a path whose rows are all the same array, changed in place"""
    theta = np.array(theta0, dtype=float)
    path = [theta]
    for _ in range(n_steps):
        theta -= eta * grad(theta)
        path.append(theta)
    return np.array(path)


def wrong_changes_start(grad, theta0, eta, n_steps):
    """a walk that drags the caller's theta0 along"""
    theta = np.asarray(theta0, dtype=float)
    path = [theta.copy()]
    for _ in range(n_steps):
        theta -= eta * grad(theta)
        path.append(theta.copy())
    return np.array(path)


def wrong_start_missing(grad, theta0, eta, n_steps):
    """a path without its start"""
    theta, path = np.array(theta0, dtype=float), []
    for _ in range(n_steps):
        theta = theta - eta * grad(theta)
        path.append(theta)
    return np.array(path)


def wrong_one_step_short(grad, theta0, eta, n_steps):
    """a walk that stops one step early"""
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps - 1):
        path.append(path[-1] - eta * grad(path[-1]))
    return np.array(path)


def wrong_old_gradient(grad, theta0, eta, n_steps):
    """a straight walk along the gradient of the start, which is never asked for again"""
    path = [np.array(theta0, dtype=float)]
    g = grad(path[0])
    for _ in range(n_steps):
        path.append(path[-1] - eta * g)
    return np.array(path)


def wrong_unit_steps(grad, theta0, eta, n_steps):
    """steps of length eta, whatever the slope: the gradient is divided by its norm"""
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        g = grad(path[-1])
        path.append(path[-1] - eta * g / (np.linalg.norm(g) + 1e-12))
    return np.array(path)


def wrong_integers(grad, theta0, eta, n_steps):
    """an integer array that cuts every step to whole numbers"""
    theta0 = np.asarray(theta0)
    path = np.zeros((n_steps + 1, theta0.size), dtype=theta0.dtype)
    path[0] = theta0
    for t in range(n_steps):
        path[t + 1] = path[t] - eta * grad(path[t])
    return path


def wrong_final_only(grad, theta0, eta, n_steps):
    """a walk that returns only where it ends"""
    theta = np.array(theta0, dtype=float)
    for _ in range(n_steps):
        theta = theta - eta * grad(theta)
    return theta


def wrong_asks_twice(grad, theta0, eta, n_steps):
    """a walk that asks for every gradient twice"""
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        if np.all(np.isfinite(grad(path[-1]))):
            path.append(path[-1] - eta * grad(path[-1]))
    return np.array(path)
