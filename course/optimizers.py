"""Update rules: one pure function each, in the order in which they grew out of one another.

    theta, *memory = rule(theta, grad, t, *memory, **hyper)

theta   parameters, shape (..., d): the last axis holds coordinates, all axes before it independent runs
grad    callable, theta -> gradient, (..., d) -> (..., d)
t       number of the step, counted from 1
memory  what a rule carries from step to step; it starts at the default in the signature and takes the shape of theta
hyper   learning rate and the like: numbers, or arrays that broadcast against theta, as (runs, 1)

Nothing is changed in place and nothing is kept between calls. A variant is another function, never a flag.
"""

import numpy as np


def gradient_descent(theta, grad, t, *, eta=0.1):
    """Gradient descent (Cauchy 1847). On a minibatch gradient the same line is SGD (Robbins and Monro 1951)."""
    return (theta - eta * grad(theta),)


def momentum(theta, grad, t, v=0.0, *, eta=0.1, beta=0.9):
    """Momentum as the notes write it: v is the moving average of the gradients. It is heavy_ball at eta (1 - beta)."""
    v = beta * v + (1 - beta) * grad(theta)
    return theta - eta * v, v


def heavy_ball(theta, grad, t, v=0.0, *, eta=0.1, beta=0.9):
    """Heavy ball (Polyak 1964) in PyTorch's form: v is the sum of the gradients, each faded by beta a step."""
    v = beta * v + grad(theta)
    return theta - eta * v, v


def nesterov(theta, grad, t, v=0.0, *, eta=0.1, beta=0.9):
    """Accelerated gradient (Nesterov 1983) in the look-ahead form of Sutskever et al. (2013): the gradient is taken
    where the velocity is about to carry theta. (PyTorch stores the point looked at, theta - eta beta v, instead.)"""
    v = beta * v + grad(theta - eta * beta * v)
    return theta - eta * v, v


def adagrad(theta, grad, t, v=0.0, *, eta=0.1, eps=1e-8):
    """AdaGrad, diagonal (Duchi, Hazan and Singer 2011): v is the sum of the squared gradients; eps outside the root."""
    g = grad(theta)
    v = v + g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def rmsprop(theta, grad, t, v=0.0, *, eta=0.1, beta=0.9, eps=1e-8):
    """RMSProp (Tieleman and Hinton 2012): v is the moving average of the squared gradients; eps outside the root."""
    g = grad(theta)
    v = beta * v + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def adam_uncorrected(theta, grad, t, m=0.0, v=0.0, *, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam as the notes write it: without bias correction. The first step is (1 - beta1) / sqrt(1 - beta2) times as long
    as with it, at these defaults 3.2 times."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return theta - eta * m / (np.sqrt(v) + eps), m, v


def adam(theta, grad, t, m=0.0, v=0.0, *, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam (Kingma and Ba 2015, algorithm 1; also PyTorch's): both averages are corrected for their start at zero.
    For neural networks the paper suggests eta = 0.001."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v


def amsgrad(theta, grad, t, m=0.0, v=0.0, v_max=0.0, *, eta=0.1, beta1=0.9, beta2=0.99, eps=1e-8):
    """AMSGrad (Reddi, Kale and Kumar 2018, algorithm 2): v may fall, v_max may not. No bias correction, as in the paper
    (PyTorch's corrects both averages); eps, which the paper leaves out, stands outside the root."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def adamw(theta, grad, t, m=0.0, v=0.0, *, eta=0.1, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """AdamW (Loshchilov and Hutter 2019) as PyTorch has it: weight decay beside the Adam step, not inside its averages,
    and multiplied by eta."""
    g = grad(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - eta * (m_hat / (np.sqrt(v_hat) + eps) + decay * theta), m, v


OPTIMIZERS = {
    rule.__name__: rule
    for rule in (
        gradient_descent,
        momentum,
        heavy_ball,
        nesterov,
        adagrad,
        rmsprop,
        adam_uncorrected,
        adam,
        amsgrad,
        adamw,
    )
}
