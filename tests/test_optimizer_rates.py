"""How fast the rules are on quadratics, against theory."""

import math

import numpy as np
import pytest

from course.descent import minimize
from course.objectives import quadratic


@pytest.mark.parametrize(
    ("kappa", "expected"), [(10, (118, 71, 39, 28)), (100, (1182, 705, 140, 96)), (1000, (11758, 7048, 461, 325))]
)
def test_steps_to_a_millionth_follow_theory(kappa, expected):
    """Tuned by theory for mu = 1, L = kappa, 50 dimensions: GD 1/L, GD 2/(L+mu), Nesterov, heavy ball (Polyak 1964)."""
    f = quadratic(np.geomspace(1, kappa, 50))
    start = np.random.default_rng(0).standard_normal(50)
    root = math.sqrt(kappa)
    runs = [
        ("gradient_descent", {"eta": 1 / kappa}),
        ("gradient_descent", {"eta": 2 / (kappa + 1)}),
        ("nesterov", {"eta": 1 / kappa, "beta": (root - 1) / (root + 1)}),
        ("heavy_ball", {"eta": (2 / (root + 1)) ** 2, "beta": ((root - 1) / (root + 1)) ** 2}),
    ]
    steps = []
    for (name, hyper), budget in zip(runs, expected, strict=True):
        distance = np.linalg.norm(minimize(name, f, start, budget + 5, **hyper).theta, axis=-1)
        steps.append(int(np.argmax(distance <= 1e-6)))
    assert tuple(steps) == expected


@pytest.mark.parametrize("kappa", [10.0, 100.0])
def test_asymptotic_rates(kappa):
    """Error per step in the long run: (kappa-1)/(kappa+1), 1 - 1/sqrt kappa, (sqrt kappa - 1)/(sqrt kappa + 1)."""
    f, root = quadratic([1.0, kappa]), math.sqrt(kappa)
    runs = {
        "gradient_descent": ({"eta": 2 / (kappa + 1)}, (kappa - 1) / (kappa + 1)),
        "nesterov": ({"eta": 1 / kappa, "beta": (root - 1) / (root + 1)}, 1 - 1 / root),
        "heavy_ball": ({"eta": (2 / (root + 1)) ** 2, "beta": ((root - 1) / (root + 1)) ** 2}, (root - 1) / (root + 1)),
    }
    for name, (hyper, rate) in runs.items():
        steps = int(-200 / math.log(rate))  # to 1e-87, where the rate has long settled and nothing underflows
        distance = np.linalg.norm(minimize(name, f, [1.0, 1.0], steps, **hyper).theta, axis=-1)
        measured = (distance[-1] / distance[steps // 2]) ** (1 / (steps - steps // 2))
        # double roots bring a factor t: (1 + 1/t) a step
        assert rate * (1 - 1e-9) <= measured <= rate * (1 + 2.5 / steps)


@pytest.mark.parametrize(("name", "limit"), [("gradient_descent", 0.08), ("heavy_ball", 0.152), ("momentum", 1.52)])
def test_largest_stable_step(name, limit):
    """For L = 25 and beta = 0.9: 2/L, 2 (1 + beta)/L, and that over 1 - beta for the moving average."""
    f = quadratic([25.0])
    within, beyond = minimize(name, f, [1.0], 4000, eta=np.array([0.99, 1.01]) * limit).loss[-1]
    assert within < 1e-6 and beyond > 1e6


def test_gradient_descent_does_not_see_a_rotation_but_adam_does():
    """kappa = 1000 from R (1, 1): steps to a loss of a millionth."""
    angles = np.radians([0, 15, 45])
    turned = [quadratic([1.0, 1000.0], angle=angle) for angle in angles]
    descent = [minimize("gradient_descent", f, f.start, 3500, eta=1.9 / 1000).steps_to(1e-6) for f in turned]
    adam_steps = [minimize("adam", f, f.start, 1100, eta=0.3).steps_to(1e-6) for f in turned]
    assert descent == [3450] * 3
    assert adam_steps == [157, 629, 1042]
