"""Right and wrong answers to lr_range_test(loss_grad, theta0, eta_min, eta_max, n_steps)."""

import math

import numpy as np


def right_factor(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a rate that is multiplied by one factor, and plain lists"""
    factor = (eta_max / eta_min) ** (1 / (n_steps - 1))
    theta, eta, broken = [float(value) for value in theta0], eta_min, False
    etas, losses = [], []
    for _ in range(n_steps):
        etas.append(eta)
        if broken:
            losses.append(math.nan)
        else:
            loss, g = loss_grad(np.array(theta))
            losses.append(float(loss))
            broken = not math.isfinite(loss)
            theta = [value - eta * float(slope) for value, slope in zip(theta, g, strict=True)]
        eta *= factor
    return etas, losses


def right_padded(loss_grad, theta0, eta_min, eta_max, n_steps):
    """np.logspace, and losses that are padded with nan at the end"""
    etas = np.logspace(np.log10(eta_min), np.log10(eta_max), n_steps)
    theta, losses = np.array(theta0, dtype=float), []
    for eta in etas:
        loss, g = loss_grad(theta.copy())
        losses.append(loss)
        if not np.isfinite(loss):
            break
        theta -= eta * np.asarray(g)
    return etas, np.array(losses + [np.nan] * (n_steps - len(losses)))


def right_exponential(loss_grad, theta0, eta_min, eta_max, n_steps):
    """np.exp of even steps, a list of both"""
    etas = np.exp(np.linspace(np.log(eta_min), np.log(eta_max), n_steps))
    theta, losses, i = np.array(theta0, dtype=float), np.zeros(n_steps) * np.nan, 0
    while i < n_steps:
        losses[i], g = loss_grad(theta)
        if np.isnan(losses[i]) or np.isinf(losses[i]):
            i = n_steps
        else:
            theta = theta - etas[i] * np.array(g)
            i += 1
    return [etas, losses]


def wrong_linear(loss_grad, theta0, eta_min, eta_max, n_steps):
    """rates with even distances instead of even factors"""
    etas, losses = np.linspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[i] * g
    return etas, losses


def wrong_end_missing(loss_grad, theta0, eta_min, eta_max, n_steps):
    """rates that stop one factor below eta_max"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps, endpoint=False), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[i] * g
    return etas, losses


def wrong_step_first(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a step before each loss is written down: the loss at theta0 is missing"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    _, g = loss_grad(theta)
    for i in range(n_steps):
        theta = theta - etas[i] * g
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
    return etas, losses


def wrong_starts_again(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a fresh start at theta0 for every rate, one step each"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    start = np.array(theta0, dtype=float)
    theta = start
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = start - etas[i] * g
    return etas, losses


def wrong_one_rate(loss_grad, theta0, eta_min, eta_max, n_steps):
    """steps that all have the length of the first rate: the rates are listed, not used"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[0] * g
    return etas, losses


def wrong_goes_on(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a walk that goes on after the crash"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        theta = theta - etas[i] * g
    return etas, losses


def wrong_shortened(loss_grad, theta0, eta_min, eta_max, n_steps):
    """arrays that end at the crash instead of going on with nan"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), []
    theta = np.array(theta0, dtype=float)
    for eta in etas:
        loss, g = loss_grad(theta)
        losses.append(loss)
        if not np.isfinite(loss):
            break
        theta = theta - eta * g
    return etas[: len(losses)], np.array(losses)


def wrong_zeros_after(loss_grad, theta0, eta_min, eta_max, n_steps):
    """zeros after the crash, where nothing is known: the best losses of all"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.zeros(n_steps)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[i] * g
    return etas, losses


def wrong_only_nan(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a crash that is seen only when the loss is nan: after inf it goes on"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if np.isnan(losses[i]):
            break
        theta = theta - etas[i] * g
    return etas, losses


def wrong_early_stop(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a walk that stops as soon as the loss rises, not only when it breaks"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]) or losses[i] > np.nanmin(losses):
            break
        theta = theta - etas[i] * g
    return etas, losses


def wrong_asks_twice(loss_grad, theta0, eta_min, eta_max, n_steps):
    """two calls of loss_grad a step, one for the loss and one for the gradient"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i] = loss_grad(theta)[0]
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[i] * loss_grad(theta)[1]
    return etas, losses


def wrong_changes_start(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a walk that drags the caller's theta0 along"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.asarray(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta -= etas[i] * g
    return etas, losses


def wrong_integers(loss_grad, theta0, eta_min, eta_max, n_steps):
    """an integer array that cuts every step to whole numbers"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = (theta - etas[i] * g).astype(theta.dtype)
    return etas, losses


def wrong_uphill(loss_grad, theta0, eta_min, eta_max, n_steps):
    """a walk uphill: the gradient is added, not subtracted"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta + etas[i] * g
    return etas, losses


def wrong_rate_late(loss_grad, theta0, eta_min, eta_max, n_steps):
    """each step with the rate of the next: the first rate is never used"""
    etas, losses = np.geomspace(eta_min, eta_max, n_steps), np.full(n_steps, np.nan)
    theta = np.array(theta0, dtype=float)
    for i in range(n_steps):
        losses[i], g = loss_grad(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[min(i + 1, n_steps - 1)] * g
    return etas, losses
