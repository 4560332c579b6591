import math

import numpy as np
import pytest

from course.objectives import OBJECTIVES, Objective, curves, landscapes, quadratic, rastrigin, ravine

EXTRA = [
    quadratic([1.0, 7.0], angle=0.4),
    quadratic(np.geomspace(1, 300, 6), rotation=np.linalg.qr(np.random.default_rng(3).normal(size=(6, 6)))[0]),
    quadratic([3.0, 0.0, 1.0]),
    quadratic([2.0, -5.0], angle=1.1),
    ravine(1000.0),
    rastrigin(d=5, height=3.0),
]
ALL = [*OBJECTIVES.values(), *EXTRA]
KINKS = {"absolute": [0.0], "flat_bottom": [-1.0, 1.0], "hinge": [1.0]}


@pytest.fixture(params=ALL, ids=[f.name for f in ALL])
def objective(request):
    return request.param


def points(f, n, seed=0):
    """Random points of the plotting box, away from kinks."""
    lo, hi = np.array(f.box).T
    theta = np.random.default_rng(seed).uniform(lo, hi, size=(n, f.d))
    for kink in KINKS.get(f.name, []):
        theta = theta[np.abs(theta[:, 0] - kink) > 1e-3]
    return theta


def differences(function, theta, h=1e-5):
    """Central differences along each coordinate, on the last axis."""
    steps = h * np.eye(theta.shape[-1])
    return np.stack([(function(theta + step) - function(theta - step)) / (2 * h) for step in steps], axis=-1)


def test_the_table_holds_what_the_course_needs():
    assert len(OBJECTIVES) >= 12
    assert all(name == f.name for name, f in OBJECTIVES.items())
    assert {1, 2} == {f.d for f in OBJECTIVES.values()}
    assert all(f.source for f in OBJECTIVES.values())


def test_no_objective_is_left_out_of_the_table():
    found = [one for room in (curves, landscapes) for one in vars(room).values() if isinstance(one, Objective)]
    left_out = [one.name for one in found if one.name not in OBJECTIVES]
    assert not left_out, f"{left_out}: enter them in CURVES or LANDSCAPES, at the end of their file"


def test_gradient_is_the_slope_of_the_value(objective):
    theta = points(objective, 200)
    scale = 1 + np.abs(objective.gradient(theta)).max()
    np.testing.assert_allclose(
        objective.gradient(theta) / scale, differences(objective.value, theta) / scale, atol=1e-8
    )


def test_hessian_is_the_slope_of_the_gradient(objective):
    if objective.hessian is None:
        assert objective.name in KINKS
        return
    theta = points(objective, 200)
    hessian = objective.hessian(theta)
    np.testing.assert_allclose(hessian, np.swapaxes(hessian, -1, -2), rtol=1e-12)
    scale = 1 + np.abs(hessian).max()
    np.testing.assert_allclose(hessian / scale, differences(objective.gradient, theta) / scale, atol=1e-8)


@pytest.mark.parametrize("name", KINKS)
def test_gradient_at_a_kink_is_a_subgradient(name):
    f = OBJECTIVES[name]
    everywhere = points(f, 500)
    for kink in KINKS[name]:
        at = np.array([kink])
        below = f(at) + f.gradient(at)[0] * (everywhere[:, 0] - kink)
        assert np.all(f(everywhere) >= below - 1e-12)


def test_shapes_and_leading_axes(objective):
    d = objective.d
    theta = points(objective, 30)[:12].reshape(3, 4, d)
    assert objective.value(theta).shape == (3, 4)
    assert objective.gradient(theta).shape == (3, 4, d)
    for i in range(3):
        for j in range(4):
            np.testing.assert_allclose(objective.value(theta)[i, j], objective.value(theta[i, j]), rtol=1e-13)
            np.testing.assert_allclose(objective.gradient(theta)[i, j], objective.gradient(theta[i, j]), rtol=1e-13)
    if objective.hessian is not None:
        assert objective.hessian(theta).shape == (3, 4, d, d)
        np.testing.assert_allclose(objective.hessian(theta)[2, 1], objective.hessian(theta[2, 1]), rtol=1e-13)


def test_lists_and_whole_numbers_are_points_too(objective):
    ones = [1] * objective.d
    assert objective(ones) == objective.value(np.ones(objective.d))
    np.testing.assert_array_equal(objective.gradient(ones), objective.gradient(np.ones(objective.d)))


def test_arguments_stay_as_they_are(objective):
    theta = points(objective, 5)
    before = theta.copy()
    objective.value(theta), objective.gradient(theta), objective.hessian and objective.hessian(theta)
    np.testing.assert_array_equal(theta, before)


def test_a_wrong_number_of_coordinates_is_told(objective):
    d = objective.d
    with pytest.raises(
        ValueError, match=rf"The points have shape \({d + 1},\), but the last axis must hold {d} coordinate"
    ):
        objective.gradient(np.zeros(d + 1))
    with pytest.raises(ValueError, match="one point is an array of shape"):
        objective.value(2.0)


def test_minimizers_are_minimizers(objective):
    f = objective
    assert f.minimizers.shape == (len(f.minimizers), f.d)
    assert (f.minimum is None) == (len(f.minimizers) == 0)
    if f.minimum is None:
        return
    np.testing.assert_allclose(f(f.minimizers), f.minimum, atol=1e-12)
    np.testing.assert_allclose(f.gradient(f.minimizers) * (f.name not in KINKS), 0, atol=1e-11)
    assert np.all(f(points(f, 20_000)) >= f.minimum)
    if f.hessian is not None:
        assert np.linalg.eigvalsh(f.hessian(f.minimizers)).min() >= 0


@pytest.mark.parametrize("name", [name for name, f in OBJECTIVES.items() if f.minimum is None])
def test_without_a_minimum_every_value_can_be_lowered(name):
    f = OBJECTIVES[name]
    theta = points(f, 100)
    far = np.array({"saddle": [0, 40.0], "monkey_saddle": [-40.0, 0], "linear": [-40.0]}.get(name, [-60.0]))
    assert f(far) < f(theta).min()


def test_convex_flag_agrees_with_chords(objective):
    f = objective
    a, b = points(f, 40_000, seed=1), points(f, 40_000, seed=2)
    n = min(len(a), len(b))
    a, b, lam = a[:n], b[:n], np.random.default_rng(4).uniform(size=n)
    chord = lam * f(a) + (1 - lam) * f(b)
    above = f(lam[:, None] * a + (1 - lam[:, None]) * b) - chord > 1e-9 * (1 + np.abs(chord))
    assert above.any() != f.convex


def curvatures(f):
    extra = np.concatenate([np.zeros((1, f.d)), f.minimizers, f.start[None]])
    if f.name == "sigmoid_plateau":
        extra = np.concatenate([extra, [[math.log(2 + math.sqrt(3))]]])  # where the curvature is largest
    return np.linalg.eigvalsh(f.hessian(np.concatenate([points(f, 5000), extra])))


def test_L_bounds_the_curvature_and_is_reached(objective):
    f = objective
    if f.hessian is None:
        assert f.L is None  # at a kink the slope jumps
    elif f.L is not None:
        assert np.abs(curvatures(f)).max() == pytest.approx(f.L, rel=1e-9, abs=1e-12)
    else:
        far = np.full((1, f.d), 1e3)
        assert max(np.abs(np.linalg.eigvalsh(f.hessian(sign * far / 10))).max() for sign in (1, -1)) > 500


def test_mu_bounds_the_curvature_and_is_reached(objective):
    f = objective
    assert (f.mu is not None) == f.convex
    if f.convex and f.hessian is not None:
        lowest = curvatures(f).min()
        assert lowest >= f.mu - 1e-9
        if f.name != "exponential":  # flat only in the limit
            assert lowest == pytest.approx(f.mu, abs=1e-9)
        else:
            assert f.hessian([-50.0]) < 1e-20


def test_start_and_box_fit_the_dimension(objective):
    f = objective
    assert f.start.shape == (f.d,) and len(f.box) == f.d
    lo, hi = np.array(f.box).T
    assert np.all(lo < hi)
    if f.d <= 2:
        assert np.all((lo <= f.start) & (f.start <= hi))


def test_kappa():
    assert ravine(25).kappa == 25
    assert OBJECTIVES["linear"].kappa == math.inf
    assert OBJECTIVES["rosenbrock"].kappa is None


def test_repr_has_no_address(objective):
    assert repr(objective) == f"Objective({objective.name}, d={objective.d})"


def test_rotation_turns_the_axes():
    straight, turned = quadratic([1, 9]), quadratic([1, 9], angle=math.pi / 2)
    assert straight([1, 0]) == pytest.approx(turned([0, 1])) == pytest.approx(0.5)
    np.testing.assert_allclose(quadratic([1, 9], angle=0.3).start, _turned(0.3))
    np.testing.assert_allclose(np.linalg.eigvalsh(quadratic([1, 9], angle=0.3).hessian([0, 0])), [1, 9])


def _turned(angle):
    return np.array([math.cos(angle) - math.sin(angle), math.sin(angle) + math.cos(angle)])


def test_ravine_starts_turned_too():
    for angle in (0.0, 0.5):
        assert ravine(25, angle=angle)(ravine(25, angle=angle).start) == pytest.approx(62.5)


def test_quadratic_refuses_what_it_cannot_make():
    with pytest.raises(ValueError, match="An angle turns two dimensions, but there are 3 eigenvalues"):
        quadratic([1, 2, 3], angle=0.1)
    with pytest.raises(ValueError, match="orthogonal 2 x 2"):
        quadratic([1, 2], rotation=[[1, 1], [0, 1]])
    with pytest.raises(ValueError, match="eigenvalues must be a list of numbers"):
        quadratic([[1, 2]])


def test_sigmoid_is_exact_far_out():
    f = OBJECTIVES["sigmoid_plateau"]
    x = np.array([[-800.0], [-40.0], [40.0], [800.0]])
    np.testing.assert_allclose(f(x), [0.0, math.exp(-40), 1.0, 1.0], rtol=1e-14)
    np.testing.assert_allclose(f.gradient(x)[:, 0], [0.0, math.exp(-40), math.exp(-40), 0.0], rtol=1e-14)


def test_objective_is_frozen():
    with pytest.raises(AttributeError):
        OBJECTIVES["bowl"].L = 3
    assert isinstance(OBJECTIVES["bowl"], Objective)
