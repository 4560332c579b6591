"""The models: derivatives against finite differences, optima against scikit-learn and scipy, bounds against samples."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import datasets
from course.models import Hinge, LeastSquares, Logistic

SMOOTH = (LeastSquares, Logistic)
ALL = (LeastSquares, Logistic, Hinge)


def small(model, l2=0.1, n=40, d=5, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d)) * [1, 2, 0.5, 3, 1]
    y = np.where(X @ rng.standard_normal(d) + rng.standard_normal(n) > 0, 1.0, -1.0)
    return model(X, y, l2)


def cancer(model, l2):
    data = datasets.breast_cancer()
    return model(datasets.standardize(data.X), data.signs, l2)


def central(f, w, h):
    steps = h * np.eye(len(w))
    return np.stack([(f(w + s) - f(w - s)) / (2 * h) for s in steps], axis=-1)


# -- derivatives -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("model", ALL)
def test_gradient_is_the_derivative_of_the_value(model, l2):
    m = small(model, l2)
    for w in np.random.default_rng(1).standard_normal((10, m.d)):
        np.testing.assert_allclose(m.gradient(w), central(m.value, w, 1e-6), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("model", SMOOTH)
def test_hessian_is_the_derivative_of_the_gradient(model, l2):
    m = small(model, l2)
    for w in np.random.default_rng(1).standard_normal((10, m.d)):
        H = m.hessian(w)
        np.testing.assert_allclose(H, central(m.gradient, w, 1e-6), rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(H, H.T, atol=1e-15)


def test_hinge_has_no_hessian_and_no_smoothness():
    m = small(Hinge)
    assert m.hessian is None and m.L is None and m.kappa is None and m.mu == 0.1


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10_000), spread=st.sampled_from([0.1, 1.0, 30.0]), l2=st.sampled_from([0.0, 0.5]))
def test_every_gradient_supports_the_graph_from_below(seed, spread, l2):
    # f(v) >= f(w) + g.(v - w) + mu/2 |v - w|^2 for all v, w: the subgradient inequality, kinks included.
    rng = np.random.default_rng(seed)
    for model in ALL:
        m = small(model, l2)
        w, v = spread * rng.standard_normal((2, m.d))
        floor = m.value(w) + m.gradient(w) @ (v - w) + m.mu / 2 * np.sum((v - w) ** 2)
        assert m.value(v) >= floor - 1e-12 * (1 + abs(m.value(v)) + abs(floor))


def test_the_hinge_gradient_is_a_subgradient_exactly_at_the_kink():
    m = Hinge(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([1.0, -1.0]))
    at_kink = np.array([1.0, -0.5])
    assert m.value(at_kink) == 0.0
    g = m.gradient(at_kink)
    for v in np.random.default_rng(0).standard_normal((200, 2)):
        assert m.value(v) >= m.value(at_kink) + g @ (v - at_kink) - 1e-15


# -- optima ------------------------------------------------------------------------------------------------------------


def test_logistic_optimum_is_scikit_learns():
    linear = pytest.importorskip("sklearn.linear_model")
    m = cancer(Logistic, l2=1e-2)
    theirs = linear.LogisticRegression(C=1 / (m.n * m.l2), fit_intercept=False, tol=1e-10, max_iter=10_000)
    w = theirs.fit(m.X, m.y).coef_[0]
    assert np.linalg.norm(m.gradient(w)) < 1e-6
    assert np.linalg.eigvalsh(m.hessian(w))[0] > 0


def test_least_squares_optimum_is_ridges_and_the_closed_form():
    linear = pytest.importorskip("sklearn.linear_model")
    m = small(LeastSquares, l2=0.3)
    w = linear.Ridge(alpha=m.n * m.l2, fit_intercept=False, tol=1e-12).fit(m.X, m.y).coef_
    np.testing.assert_allclose(m.minimizers[0], w, rtol=1e-8)
    np.testing.assert_allclose(m.gradient(m.minimizers[0]), 0.0, atol=1e-13)
    assert m.minimum == pytest.approx(m.value(w), rel=1e-12)


def test_least_squares_with_repeated_columns_gives_the_shortest_of_its_minimizers():
    data = datasets.duplicate_columns()
    m = LeastSquares(data.X, data.y)
    w = m.minimizers[0]
    assert m.mu == 0.0 and m.kappa == math.inf
    assert w[1] == pytest.approx(w[2])
    np.testing.assert_allclose(m.gradient(w), 0.0, atol=1e-13)
    other = w + np.array([0.0, 3.0, -3.0])
    assert m.value(other) == pytest.approx(m.minimum, rel=1e-10)
    assert np.linalg.norm(other) > np.linalg.norm(w)


def test_hinge_optimum_is_linear_svcs():
    svm = pytest.importorskip("sklearn.svm")
    m = cancer(Hinge, l2=1e-2)
    theirs = svm.LinearSVC(loss="hinge", C=1 / (m.n * m.l2), fit_intercept=False, tol=1e-9, max_iter=200_000)
    w = theirs.fit(m.X, m.y).coef_[0]
    best = float(m.value(w))
    # No point is lower, up to the solver's accuracy: random ones nearby, and the end of our own subgradient descent.
    nearby = w + np.random.default_rng(0).standard_normal((300, m.d)) * np.geomspace(1e-4, 1, 300)[:, None]
    assert m.value(nearby).min() > best - 1e-8
    v, average, lowest = m.start, m.start, math.inf
    for t in range(1, 3001):
        v = v - m.gradient(v) / (m.l2 * (t + 20))
        average = average + (v - average) * 2 / (t + 1)
        lowest = min(lowest, float(m.value(average)))
    assert best - 1e-8 < lowest < best * 1.01


def test_logistic_minimum_is_what_scipy_finds():
    optimize = pytest.importorskip("scipy.optimize")
    m = small(Logistic, l2=0.05)
    found = optimize.minimize(
        m.value, m.start, jac=m.gradient, hess=m.hessian, method="trust-exact", options={"gtol": 1e-10}
    )
    from_elsewhere = optimize.minimize(m.value, m.start + 3, method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose(found.x, from_elsewhere.x, atol=1e-5)
    assert np.linalg.norm(m.gradient(found.x)) < 1e-9


# -- L and mu ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spread", [0.01, 1.0, 10.0])
@pytest.mark.parametrize("model", SMOOTH)
def test_no_curvature_leaves_mu_to_L(model, spread):
    m = small(model, l2=0.2)
    eigenvalues = np.linalg.eigvalsh(m.hessian(spread * np.random.default_rng(3).standard_normal((100, m.d))))
    assert eigenvalues.max() <= m.L * (1 + 1e-12) and eigenvalues.min() >= m.mu * (1 - 1e-12)


def test_the_bounds_are_not_slack():
    squares, logistic = small(LeastSquares), small(Logistic)
    at_zero = np.linalg.eigvalsh(logistic.hessian(logistic.start))
    assert logistic.L == pytest.approx(at_zero[-1], rel=1e-12)
    far = np.linalg.eigvalsh(logistic.hessian(1e6 * np.ones(logistic.d)))
    assert logistic.mu == pytest.approx(far[0], rel=1e-9)
    eigenvalues = np.linalg.eigvalsh(squares.hessian(squares.start))
    assert (squares.L, squares.mu) == pytest.approx((eigenvalues[-1], eigenvalues[0]), rel=1e-12)


@pytest.mark.parametrize("model", SMOOTH)
def test_the_descent_lemma_holds_with_this_L(model):
    m = small(model)
    rng = np.random.default_rng(4)
    w = 3 * rng.standard_normal((500, m.d))
    g = m.gradient(w)
    eta = rng.uniform(0, 2 / m.L, 500)
    promised = m.value(w) - eta * (1 - eta * m.L / 2) * np.sum(g * g, axis=-1)
    assert np.all(m.value(w - eta[:, None] * g) <= promised + 1e-12 * (1 + np.abs(promised)))


# -- any scale ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1e4, 1e6, 1e8])
@pytest.mark.parametrize("model", ALL)
def test_enormous_weights_neither_overflow_nor_lose_the_loss(model, scale):
    m = small(model, l2=0.0)
    w = scale * np.random.default_rng(5).standard_normal((20, m.d))
    value, g = m.value(w), m.gradient(w)
    assert np.isfinite(value).all() and np.isfinite(g).all()
    margins = m.y * (w @ m.X.T)
    if model is LeastSquares:
        expected = 0.5 * np.mean((margins - 1) ** 2, axis=-1)
    else:
        expected = np.mean(np.maximum(0, -margins), axis=-1)  # what both losses are far from the boundary
    np.testing.assert_allclose(value, expected, rtol=10 / scale + 1e-12)
    if model is not Hinge:
        assert np.isfinite(m.hessian(w)).all()


def test_logistic_keeps_full_precision_on_rows_that_are_very_right():
    # One row at margin m: loss = log(1 + e^-m) = e^-m, gradient -e^-m, curvature e^-m, down to 1e-300.
    m = Logistic(np.ones((1, 1)), np.ones(1))
    for margin in (30.0, 100.0, 690.0):
        w, small_number = np.array([margin]), math.exp(-margin)
        assert m.value(w) == pytest.approx(small_number, rel=1e-12)
        assert m.gradient(w)[0] == pytest.approx(-small_number, rel=1e-12)
        assert m.hessian(w)[0, 0] == pytest.approx(small_number, rel=1e-12)
    assert m.gradient(np.array([-1e5]))[0] == -1.0


# -- batches -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ALL)
def test_many_runs_at_once_are_the_single_runs(model):
    m = small(model)
    w = np.random.default_rng(6).standard_normal((3, 4, m.d))
    for index in itertools.product(range(3), range(4)):
        assert m.value(w)[index] == pytest.approx(float(m.value(w[index])), rel=1e-13)
        np.testing.assert_allclose(m.gradient(w)[index], m.gradient(w[index]), rtol=1e-12, atol=1e-15)
        if m.hessian is not None:
            np.testing.assert_allclose(m.hessian(w)[index], m.hessian(w[index]), rtol=1e-12, atol=1e-15)
    assert m.value(w).shape == (3, 4) and m.gradient(w).shape == (3, 4, m.d)


@pytest.mark.parametrize("model", ALL)
def test_minibatch_gradients_average_to_the_full_one(model):
    m = small(model, n=40)
    w = np.random.default_rng(7).standard_normal(m.d)
    order = np.random.default_rng(8).permutation(40).reshape(5, 8)
    parts = [m.on(rows) for rows in order]
    np.testing.assert_allclose(np.mean([p.gradient(w) for p in parts], axis=0), m.gradient(w), rtol=1e-12, atol=1e-14)
    assert np.mean([p.value(w) for p in parts]) == pytest.approx(float(m.value(w)), rel=1e-12)
    assert parts[0].n == 8 and parts[0].l2 == m.l2 and parts[0].name == m.name


@pytest.mark.parametrize("model", ALL)
def test_on_takes_indices_slices_and_masks_and_is_the_model_built_from_those_rows(model):
    m = small(model)
    w = np.ones(m.d)
    for rows in (np.array([3, 3, 1]), slice(2, 9), np.arange(m.n) % 2 == 0, [5]):
        fresh, part = model(m.X[rows], m.y[rows], m.l2), m.on(rows)
        assert part.value(w) == fresh.value(w) and part.L == fresh.L and part.mu == fresh.mu
        assert repr(part) == repr(fresh)
    assert m.n == 40, "the model itself stays whole"
    for rows in (3, [], np.zeros(40, dtype=bool), np.zeros((2, 3), dtype=int)):
        with pytest.raises(ValueError, match="at least one row"):
            m.on(rows)


# -- what is refused, and how it is said -------------------------------------------------------------------------------

X3 = np.arange(6.0).reshape(3, 2)


@pytest.mark.parametrize("model", [Logistic, Hinge])
@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([0, 1, 1], r"holds 0, 1\. Turn labels 0 and 1 into them with 2 \* y - 1"),
        ([0, 0, 0], r"holds 0\. .*2 \* y - 1"),
        ([3, 8, 9], r"holds 3, 8, 9\. Choose one class against the rest"),
    ],
)
def test_labels_other_than_signs_are_told_with_the_remedy(model, y, words):
    with pytest.raises(ValueError, match=f"{model.__name__} wants the labels -1 and .1; y {words}"):
        model(X3, y)


@pytest.mark.parametrize("model", ALL)
@pytest.mark.parametrize(
    ("X", "y", "l2", "words"),
    [
        (np.ones(3), [1, 1, 1], 0, r"X has shape \(3,\).*table"),
        (np.ones((0, 2)), [], 0, r"X has shape \(0, 2\)"),
        (X3, [1, -1], 0, r"3 rows but y has shape \(2,\)"),
        (X3, [[1], [-1], [1]], 0, r"y has shape \(3, 1\)"),
        (np.where(X3 == 4, np.nan, X3), [1, -1, 1], 0, "X holds 1 values that are nan"),
        (X3, [1, np.inf, 1], 0, "y holds 1 values that are nan"),
        (X3, [1, -1, 1], -0.1, "l2 = -0.1"),
        (X3, [1, -1, 1], math.nan, "l2 = nan"),
    ],
)
def test_wrong_data_are_told(model, X, y, l2, words):
    with pytest.raises(ValueError, match=words):
        model(X, y, l2)


@pytest.mark.parametrize("model", ALL)
def test_weights_of_the_wrong_length_are_told(model):
    m = small(model)
    for call in (m.value, m.gradient, *([m.hessian] if m.hessian else [])):
        for wrong in (np.ones(4), np.ones((5, 2)), 1.0):
            with pytest.raises(ValueError, match="data have 5 columns"):
                call(wrong)


@pytest.mark.parametrize("model", ALL)
def test_lists_and_integers_do_as_well_and_nothing_is_changed(model):
    X, y = [[1, 2], [3, 4], [5, 7]], [1, -1, 1]
    m = model(X, y)
    w = np.array([1, -2])
    before = w.copy()
    assert m.value(w) == m.value([1.0, -2.0]) == m(w)
    m.gradient(w)
    assert np.array_equal(w, before) and X == [[1, 2], [3, 4], [5, 7]]
    with pytest.raises(AttributeError):
        m.l2 = 1.0


def test_repr_is_short_and_says_what_it_is():
    assert repr(small(Logistic, 0.1)) == "Logistic(40 rows, 5 weights, l2=0.1)"
