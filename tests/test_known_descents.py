"""Small known results that the lessons lean on."""

import numpy as np
import pytest

from course.descent import minimize
from course.objectives import OBJECTIVES, ravine

WELL = OBJECTIVES["double_well"]


def test_ravine_zigzags():
    """kappa = 25 from (10, 1): at 0.072 the steep coordinate changes sign 30 times in 30 steps, at 0.01 never."""
    run = minimize("gradient_descent", ravine(25), [10.0, 1.0], 30, eta=[0.01, 0.072])
    flips = np.sum(np.diff(np.sign(run.theta[..., 1]), axis=0) != 0, axis=0)
    np.testing.assert_array_equal(flips, [0, 30])


def test_saddle_holds_a_run_for_a_time_that_grows_with_the_logarithm():
    starts = [[1.0, offset] for offset in (1e-2, 1e-4, 1e-8, 1e-16, 0.0)]
    y = np.abs(minimize("gradient_descent", OBJECTIVES["saddle"], starts, 400, eta=0.1).theta[..., 1])
    assert [int(np.argmax(y[:, i] >= 1)) for i in range(4)] == [49, 97, 194, 387]
    assert y[:, 4].max() == 0


def test_convex_functions_on_which_descent_does_not_settle():
    bounce = minimize("gradient_descent", OBJECTIVES["absolute"], [1.0], 100, eta=0.3).theta[:, 0]
    np.testing.assert_allclose(bounce[-4:], [0.1, -0.2, 0.1, -0.2], atol=1e-9)
    crawl = minimize("gradient_descent", OBJECTIVES["exponential"], [0.0], 10_000, every=10_000, eta=0.3).final
    assert crawl[0] == pytest.approx(-8.01, abs=5e-3)


def test_plateau():
    plateau = OBJECTIVES["sigmoid_plateau"]
    for name, eta, steps in (("gradient_descent", 1.0, 3001), ("adam", 0.1, 61)):
        x = minimize(name, plateau, plateau.start, steps + 1, eta=eta).theta[:, 0]
        assert int(np.argmax(x < 0)) in (steps, steps + 1)


def test_velocity_carries_over_the_shallow_well():
    ends = minimize("heavy_ball", WELL, [1.8], 3000, every=3000, eta=0.01, beta=[0.0, 0.5, 0.8, 0.9, 0.95]).final[:, 0]
    np.testing.assert_allclose(ends, [0.960, 0.960, 0.960, -1.036, -1.036], atol=1e-3)
