"""Softmax regression and tanh networks: derivatives by finite differences, the loss by scipy, the optimum by scikit-learn."""

import numpy as np
import pytest

from course.datasets import digits
from course.experiments.tanh_net import TanhNet
from course.models import MLP, Network, Softmax


def central(f, x, h=1e-6):
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in h * np.eye(len(x))])


def small(hidden, l2=0.0, n=7):
    rng = np.random.default_rng(3)
    model = Network(rng.standard_normal((n, 4)), rng.integers(0, 3, n), hidden, l2, classes=3)
    return model, rng.standard_normal((2, 17, model.d))


@pytest.mark.parametrize("hidden", [(), (5,), (4, 3)])
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_a_nets_gradient_is_its_values_derivative_for_one_and_for_many(hidden, l2):
    model, many = small(hidden, l2)
    assert model.convex == (hidden == ())
    np.testing.assert_allclose(model.gradient(many[0, 0]), central(model.value, many[0, 0]), rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(model.gradient(many)[1, 3], model.gradient(many[1, 3]), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(model.value(many)[1, 16], model.value(many[1, 16]), rtol=1e-12)


def test_a_nets_loss_is_the_mean_cross_entropy_plus_the_penalty_on_weights_only():
    special = pytest.importorskip("scipy.special")
    model, many = small((), l2=0.5)
    theta = many[0, 0]
    W, b = theta[:12].reshape(4, 3), theta[12:]
    log_shares = special.log_softmax(model.X @ W + b, axis=-1)
    expected = -np.mean(log_shares[np.arange(7), model.y]) + 0.25 * np.sum(W**2)
    assert model.value(theta) == pytest.approx(expected, rel=1e-12)
    assert np.isfinite(model.value(1e4 * theta)) and np.isfinite(model.gradient(1e4 * theta)).all()


def test_batches_of_a_net_average_to_the_whole():
    model, many = small((5,), l2=0.1, n=8)
    halves = [model.on(np.arange(4)), model.on(np.arange(4, 8))]
    np.testing.assert_allclose(
        np.mean([half.gradient(many) for half in halves], axis=0), model.gradient(many), atol=1e-14
    )
    assert halves[0].n == 4 and model.n == 8, "the whole is left as it was"


def test_a_net_refuses_labels_that_are_no_class_numbers():
    with pytest.raises(ValueError, match=r"one class number \(0, 1, ...\) per row"):
        Network(np.zeros((3, 2)), np.array([0.0, 1.0, 1.0]))
    with pytest.raises(ValueError, match="y has shape"):
        Network(np.zeros((3, 2)), np.array([0, 1]))


def test_accuracy_counts_the_highest_scores():
    model = Network(np.eye(3), np.array([0, 1, 2]))
    theta = np.append(np.eye(3).ravel(), np.zeros(3))
    assert model.accuracy(theta) == 1 and model.accuracy(theta, y=np.array([0, 0, 0])) == pytest.approx(1 / 3)


def test_classes_have_numbers_below_their_count():
    with pytest.raises(ValueError, match="y holds the classes 0 to 3; they are numbered 0 to 2"):
        Softmax(np.zeros((2, 2)), np.array([0, 3]), classes=3)


def test_softmax_regression_ends_where_scikit_learns_does():
    linear_model = pytest.importorskip("sklearn.linear_model")
    data, l2 = digits(), 0.01
    X, y = data.X[:300] / 16, data.y[:300]
    model = Softmax(X, y, l2)
    theirs = linear_model.LogisticRegression(C=1 / (len(X) * l2), tol=1e-10, max_iter=5000).fit(X, y)
    theta = np.concatenate([theirs.coef_.T.ravel(), theirs.intercept_])
    assert np.abs(model.gradient(theta)).max() < 1e-5, "their optimum is a flat place of ours"
    np.testing.assert_allclose(model.accuracy(theta), theirs.score(X, y))


def test_the_bound_on_the_curvature_of_softmax_regression_holds_and_is_not_wild():
    rng = np.random.default_rng(0)
    model = Softmax(rng.standard_normal((50, 3)), rng.integers(0, 4, 50), l2=0.1)
    sharpest = max(model.sharpness(theta) for theta in rng.standard_normal((5, model.d)))
    assert sharpest <= model.L < 6 * model.sharpness(model.start)
    a, b = rng.standard_normal((2, 500, model.d))
    bend = np.linalg.norm(model.gradient(a) - model.gradient(b), axis=-1) / np.linalg.norm(a - b, axis=-1)
    assert bend.max() <= model.L, "between any two places the gradient changes no faster"
    rows = [0, 1, 2]
    assert model.on(rows).L == Softmax(model.X[rows], model.y[rows], l2=0.1, classes=4).L != model.L


def test_models_say_what_they_are():
    X, y = np.eye(3), np.array([0, 1, 2])
    assert Softmax(X, y).name == "softmax regression" and Softmax(X, y).convex and Softmax(X, y).mu == 0
    assert MLP(X, y, (5,)).name == "tanh net 3-5-3" and not MLP(X, y).convex
    assert repr(MLP(X, y, l2=0.1)) == "MLP(3 rows, 3-32-3, l2=0.1)" and len(MLP(X, y).start) == MLP(X, y).d


def test_another_order_of_the_units_is_another_place_with_the_same_function():
    rng = np.random.default_rng(1)
    model = MLP(rng.standard_normal((6, 4)), rng.integers(0, 3, 6), (5,))
    theta = rng.standard_normal(model.d)
    other = model.shuffled(theta, rng.permutation(5))
    assert not np.allclose(theta, other)
    np.testing.assert_allclose(model.scores(theta), model.scores(other), atol=1e-12)


@pytest.mark.parametrize("make", [lambda: MLP(*_rows(), (6,), l2=0.01), lambda: TanhNet(rows=20, hidden=(4, 3))])
def test_sharpness_is_the_largest_eigenvalue_of_the_hessian(make):
    model = make()
    theta = model.starts(1, np.random.default_rng(2))[0]
    hessian = np.array([(model.gradient(theta + s) - model.gradient(theta - s)) / 2e-5 for s in 1e-5 * np.eye(model.d)])
    assert model.sharpness(theta, iterations=300) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-3)


def _rows():
    rng = np.random.default_rng(4)
    return rng.standard_normal((30, 5)), rng.integers(0, 3, 30)
