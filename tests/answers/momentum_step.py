"""Right and wrong answers to momentum_step(theta, v, g, eta, beta)."""

import numpy as np


def right_arrays(theta, v, g, eta, beta):
    """the two lines of the notes, on float arrays"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    return theta - eta * v, v


def right_lists(theta, v, g, eta, beta):
    """a loop over coordinates, lists in and out"""
    new_theta, new_v = [], []
    for x, speed, slope in zip(theta, v, g, strict=True):
        speed = speed + (1 - beta) * (slope - speed)
        new_v.append(speed)
        new_theta.append(x - eta * speed)
    return [new_theta, new_v]


def right_in_place_copies(theta, v, g, eta, beta):
    """float copies, changed in place"""
    theta, v = np.array(theta, dtype=float), np.array(v, dtype=float)
    v *= beta
    v += np.multiply(g, 1 - beta)
    theta -= eta * v
    return theta, v


def wrong_heavy_ball(theta, v, g, eta, beta):
    """heavy ball, PyTorch's form: the gradient enters whole, without the factor (1 - beta)"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + g
    return theta - eta * v, v


def wrong_eta_inside(theta, v, g, eta, beta):
    """a velocity with eta inside, v = beta v + eta g, and theta - v"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + eta * g
    return theta - v, v


def wrong_old_velocity(theta, v, g, eta, beta):
    """a step with the old velocity: theta moves before v is renewed"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    return theta - eta * v, beta * v + (1 - beta) * g


def wrong_beta_swapped(theta, v, g, eta, beta):
    """an average with its weights exchanged: beta on the gradient, 1 - beta on the past"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = (1 - beta) * v + beta * g
    return theta - eta * v, v


def wrong_uphill(theta, v, g, eta, beta):
    """a walk uphill: eta v is added, not subtracted"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    return theta + eta * v, v


def wrong_velocity_downhill(theta, v, g, eta, beta):
    """a velocity that points downhill, v = beta v - (1 - beta) g, where the notes' points uphill"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v - (1 - beta) * g
    return theta + eta * v, v


def wrong_no_memory(theta, v, g, eta, beta):
    """plain gradient descent: v is renewed, but theta moves by eta g"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    return theta - eta * g, beta * v + (1 - beta) * g


def wrong_nesterov(theta, v, g, eta, beta):
    """Nesterov's look-ahead: theta moves by eta (beta v + (1 - beta) g) with the new v"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    return theta - eta * (beta * v + (1 - beta) * g), v


def wrong_stored_step(theta, v, g, eta, beta):
    """a step that is right, but eta v is handed back as the velocity"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    return theta - eta * v, eta * v


def wrong_stops_without_gradient(theta, v, g, eta, beta):
    """a ball that stops dead in each coordinate where the gradient is zero"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = np.where(g == 0, 0.0, beta * v + (1 - beta) * g)
    return theta - eta * v, v


def wrong_changes_v(theta, v, g, eta, beta):
    """a step that changes the caller's v in place"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v *= beta
    v += (1 - beta) * g
    return theta - eta * v, v


def wrong_changes_theta(theta, v, g, eta, beta):
    """a step that changes the caller's theta in place"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    theta -= eta * v
    return theta, v


def wrong_integers(theta, v, g, eta, beta):
    """arrays of whole numbers, which cut what is written into them"""
    theta, v, g = np.array(theta), np.array(v), np.asarray(g)
    v[:] = beta * v + (1 - beta) * g
    theta[:] = theta - eta * v
    return theta, v


def wrong_order(theta, v, g, eta, beta):
    """the right pair in the wrong order, v first"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    v = beta * v + (1 - beta) * g
    return v, theta - eta * v


def wrong_theta_only(theta, v, g, eta, beta):
    """a step that keeps its velocity to itself and returns theta alone"""
    theta, v, g = (np.asarray(one, dtype=float) for one in (theta, v, g))
    return theta - eta * (beta * v + (1 - beta) * g)
