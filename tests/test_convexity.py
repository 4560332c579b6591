"""The convexity tests find what is there, and do not cry wolf."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import convexity, datasets
from course.convexity import (
    chord_gap,
    estimate_L,
    estimate_mu,
    find_negative_curvature,
    find_violation,
    first_order_gap,
    is_psd,
)
from course.models import Hinge, LeastSquares, Logistic

rng0 = np.random.default_rng(0)
X, W = rng0.standard_normal((30, 3)), rng0.standard_normal(3)
SIGNS = np.where(X @ W + rng0.standard_normal(30) > 0, 1.0, -1.0)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def one_neuron(w):
    """One sigmoid neuron with squared error, labels 0 and 1."""
    return np.mean((sigmoid(w @ X.T) - (SIGNS + 1) / 2) ** 2, axis=-1)


def zero_one(w):
    return np.mean(SIGNS * (w @ X.T) <= 0, axis=-1)


def two_weights(w):
    return (1 - w[..., 0] * w[..., 1]) ** 2


def k_means(w):
    """Three one-dimensional centres w, 30 points: mean squared distance to the nearest."""
    return np.mean(np.min((X[:, 0, None] - w[..., None, :]) ** 2, axis=-1), axis=-1)


def mixture(w):
    """Negative log-likelihood of two unit normals with means w[0], w[1]."""
    z = -0.5 * (X[:, 0, None] - w[..., None, :]) ** 2
    return -np.mean(np.logaddexp(z[..., 0], z[..., 1]), axis=-1)


CONVEX = {
    "logistic": (Logistic(X, SIGNS, 0.01).value, 3),
    "least squares": (LeastSquares(X, SIGNS).value, 3),
    "hinge": (Hinge(X, SIGNS, 0.01).value, 3),
    "abs": (lambda x: np.abs(x[..., 0]), 1),
    "exp": (lambda x: np.exp(x[..., 0]), 1),
    "flat-bottomed": (lambda x: np.maximum(0, np.abs(x[..., 0]) - 1), 1),
    "constant": (lambda x: np.full(x.shape[:-1], 0.1), 2),
    "largest eigenvalue": (lambda x: np.maximum(x[..., 0], x[..., 1]), 2),
    "norm": (lambda x: np.linalg.norm(x, axis=-1), 5),
}
NOT_CONVEX = {
    "one sigmoid neuron with squared error": (one_neuron, 3),
    "0-1 loss": (zero_one, 3),
    "two weights multiplied": (two_weights, 2),
    "k-means": (k_means, 3),
    "Gaussian mixture": (mixture, 2),
    "saddle": (lambda x: x[..., 0] ** 2 - x[..., 1] ** 2, 2),
    "concave root": (lambda x: np.sqrt(np.abs(x[..., 0])), 1),
}


# -- finding a violation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONVEX)
def test_convex_functions_are_never_refuted(name):
    f, dim = CONVEX[name]
    for seed in range(3):
        assert find_violation(f, -4, 4, dim, seed) is None


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_functions_that_are_not_convex_are_refuted_by_a_witness_that_can_be_checked(name):
    f, dim = NOT_CONVEX[name]
    for seed in range(5):
        witness = find_violation(f, -3, 3, dim, seed)
        assert witness is not None
        assert witness.check(f)
        assert 0 < witness.lam < 1 and np.all(np.abs([witness.a, witness.b]) <= 3)
        # Checked once more by hand, without the module.
        middle = witness.lam * witness.a + (1 - witness.lam) * witness.b
        by_hand = f(middle) - (witness.lam * f(witness.a) + (1 - witness.lam) * f(witness.b))
        assert by_hand == pytest.approx(witness.gap, rel=1e-9) and by_hand > 0
        assert not witness.check(lambda w: np.sum(w * w, axis=-1)), (
            "a witness against one function is none against another"
        )


@settings(max_examples=60, deadline=None)
@given(
    slope=st.floats(1e-6, 1e12),
    offset=st.floats(-1e12, 1e12),
    centre=st.sampled_from([0.0, 1.0, 1e3, 1e8]),
    seed=st.integers(0, 99),
)
def test_rounding_on_linear_functions_is_not_a_violation(slope, offset, centre, seed):
    weights = np.random.default_rng(seed).standard_normal(3)
    for f in (lambda w: slope * (w @ weights) + offset, lambda w: slope * ((w - centre) @ weights)):
        assert find_violation(f, centre - 1, centre + 1, 3, seed, tries=2000) is None


def test_a_dent_of_one_part_in_a_thousand_is_found():
    def dented(x):
        return x[..., 0] ** 2 + 1e-3 * np.sin(100 * x[..., 0])

    assert find_violation(dented, -1, 1, 1, 0).check(dented)


def test_functions_of_one_point_or_of_plain_numbers_work_and_give_the_same_witness():
    batched = find_violation(two_weights, -3, 3, 2, 0)
    single = find_violation(lambda w: float((1 - w[0] * w[1]) ** 2), -3, 3, 2, 0)
    assert np.array_equal(batched.a, single.a) and batched.gap == pytest.approx(single.gap, rel=1e-12)
    assert find_violation(np.sin, -3, 3, 1, 0).check(np.sin)
    assert find_violation(np.square, -3, 3, 1, 0, tries=500) is None


def test_a_function_that_adds_up_over_its_batch_is_not_mistaken_for_a_batched_one():
    for d in (1, 2, 3, 4, 7):
        # np.sum over everything, or over rows, has the wrong meaning on a stack of points.
        assert find_violation(lambda w: np.sum(w**2), -1, 1, d, 0, tries=300) is None
        assert find_violation(lambda w: -np.sum(w**2), -1, 1, d, 0, tries=300) is not None
        assert find_violation(lambda w: w[0] ** 2, -1, 1, d, 0, tries=300) is None


def test_a_hole_in_the_domain():
    with np.errstate(invalid="ignore", divide="ignore"):
        assert find_violation(lambda x: -np.log(x[..., 0]), -1, 2, 1, 0) is None, "nan outside the domain says nothing"
        with pytest.raises(ValueError, match="nan on all of the 200 chords.*domain"):
            find_violation(lambda x: np.log(x[..., 0]), -2, -1, 1, 0, tries=200)
    ring = find_violation(lambda w: np.where(np.sum(w * w, axis=-1) > 1, 0.0, np.inf), -2, 2, 2, 0)
    assert ring.gap == np.inf, "an infinite hill in the middle is a violation"
    ball = find_violation(lambda w: np.where(np.sum(w * w, axis=-1) < 1, 0.0, np.inf), -2, 2, 2, 0)
    assert ball is None, "a convex domain with infinite walls is none"


def test_the_search_is_seeded_and_bounded():
    one, two = (find_violation(one_neuron, -3, 3, 3, 7) for _ in range(2))
    assert repr(one) == repr(two)
    calls = []

    def counted(w):
        calls.append(w.shape[0] if w.ndim == 2 else 1)
        return np.sum(w * w, axis=-1)

    assert find_violation(counted, -1, 1, 2, 0, tries=5000) is None
    assert sum(calls) <= 3 * 5000 + 20 and len(calls) < 40, "three values per chord, many chords at once"


@pytest.mark.parametrize(
    ("lo", "hi", "tries", "words"),
    [(1, 1, 10, "lo has to be below hi"), (0, np.inf, 10, "not finite"), (0, 1, 0, "at least one chord")],
)
def test_wrong_search_arguments_are_told(lo, hi, tries, words):
    with pytest.raises(ValueError, match=words):
        find_violation(np.square, lo, hi, 1, 0, tries=tries)


def test_a_function_that_returns_a_vector_is_told():
    with pytest.raises(ValueError, match=r"shape \(2,\) for one point"):
        find_violation(lambda w: w, -1, 1, 2, 0)


def test_a_box_can_have_sides_of_its_own():
    a, b, lam = convexity.random_chords([0, 10], [1, 20], 2, 0, 500)
    for points in (a, b):
        assert np.all((points >= [0, 10]) & (points <= [1, 20]))
    assert lam.min() > 0 and lam.max() < 1
    lengths = np.abs(a - b).max(axis=-1)
    assert lengths.max() > 5 and lengths.min() < 0.05, "long chords and short ones"


# -- the gaps ----------------------------------------------------------------------------------------------------------


def test_chord_gap_by_hand_and_in_bulk():
    assert chord_gap(lambda x: x * x, 0.0, 2.0, 0.5) == -1.0
    assert chord_gap(lambda x: -x * x, 0.0, 2.0, 0.5) == 1.0
    # lam weighs a: at lam = 1/4 the point is 1.5, nearer to b = 2.
    assert chord_gap(lambda x: x * x, 0.0, 2.0, 0.25) == 1.5**2 - 0.75 * 4
    a, b, lam = convexity.random_chords(-1, 1, 3, 0, 50)
    together = chord_gap(one_neuron, a, b, lam)
    assert together.shape == (50,)
    np.testing.assert_allclose(
        together, [chord_gap(one_neuron, *chord) for chord in zip(a, b, lam, strict=True)], atol=1e-15
    )
    along = chord_gap(one_neuron, a[0], b[0], np.linspace(0, 1, 11))
    assert along.shape == (11,) and abs(along[0]) < 1e-15 and abs(along[-1]) < 1e-15
    for lam in (-0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            chord_gap(np.square, 0.0, 1.0, lam)
    with pytest.raises(ValueError, match="same coordinates"):
        chord_gap(one_neuron, np.ones(3), np.ones(2), 0.5)


def test_first_order_gap_is_positive_where_a_tangent_cuts_the_graph():
    model = Logistic(X, SIGNS, 0.01)
    a, b = np.random.default_rng(1).standard_normal((2, 500, 3))
    assert first_order_gap(model.value, model.gradient, a, b).max() <= 1e-12
    assert first_order_gap(np.sin, np.cos, np.pi / 2, np.pi) == pytest.approx(1.0)
    assert first_order_gap(lambda x: x[..., 0] ** 2, lambda x: 2 * x, np.array([1.0]), np.array([3.0])) == -4.0


# -- Hessians ----------------------------------------------------------------------------------------------------------


def test_is_psd_at_any_scale():
    for scale in (1e-12, 1.0, 1e12):
        assert is_psd(scale * np.diag([1.0, 0.0]))
        assert not is_psd(scale * np.diag([1.0, -1e-6]))
    Q = np.linalg.qr(np.random.default_rng(0).standard_normal((6, 6)))[0]
    assert is_psd(Q @ np.diag([1e6, 1, 1, 1, 0, 0]) @ Q.T), "zero eigenvalues that come out as -1e-10"
    assert is_psd(np.stack([np.eye(2), -np.eye(2)])).tolist() == [True, False]
    assert is_psd(np.zeros((3, 3)))


def test_negative_curvature_is_found_where_there_is_some_and_can_be_walked_down():
    def hessian(x):
        return np.stack([np.diag(row) for row in np.stack([np.full(len(x), 2.0), -6 * x[:, 1]], axis=-1)])

    found = find_negative_curvature(hessian, -1, 1, 2, 0)  # of x^2 - y^3
    assert found.curvature == pytest.approx(-6 * found.point[1]) and found.curvature < -5
    np.testing.assert_allclose(np.abs(found.direction), [0, 1], atol=1e-12)
    assert find_negative_curvature(hessian, [-1, -1], [1, 0], 2, 0) is None, "on y < 0 the function is convex"
    assert find_negative_curvature(Logistic(X, SIGNS).hessian, -20, 20, 3, 0) is None
    data = datasets.duplicate_columns()
    assert find_negative_curvature(LeastSquares(data.X, data.y).hessian, -1, 1, 3, 0) is None


# -- L and mu ----------------------------------------------------------------------------------------------------------


class Plain:
    """Only what estimates need; no Hessian unless given."""

    def __init__(self, d, gradient, hessian=None):
        self.d, self.gradient, self.hessian = d, gradient, hessian


@pytest.mark.parametrize("with_hessian", [True, False])
def test_estimates_stay_on_their_side_and_are_exact_enough_on_a_quadratic(with_hessian):
    A = np.diag([0.5, 2.0, 10.0])
    f = Plain(3, lambda x: x @ A, (lambda x: np.broadcast_to(A, (*x.shape, 3))) if with_hessian else None)
    L, mu = estimate_L(f, -1, 1, 0), estimate_mu(f, -1, 1, 0)
    assert 10.0 * 0.95 < L <= 10.0 * (1 + 1e-12) and 0.5 * (1 - 1e-12) <= mu < 0.5 * 1.3


def test_estimates_bracket_the_models_bounds():
    model = Logistic(X, SIGNS, 0.05)
    without = Plain(model.d, model.gradient)
    for m in (model, without):
        assert 0.3 * model.L < estimate_L(m, -1, 1, 0) <= model.L
        assert model.mu <= estimate_mu(m, -1, 1, 0) < model.L
    assert estimate_mu(Hinge(X, SIGNS, 0.05), -1, 1, 0) >= 0.05 * (1 - 1e-9)


def test_mu_is_negative_where_the_function_is_not_convex():
    well = Plain(1, lambda x: 4 * x * (x * x - 1))
    assert estimate_mu(well, -1, 1, 0) < -3.5 and estimate_mu(well, 1, 2, 0) > 7.9


def test_estimates_refuse_a_box_outside_the_domain():
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match="inside the function's domain"):
        estimate_L(Plain(1, lambda x: np.sqrt(x)), -1, 1, 0)
