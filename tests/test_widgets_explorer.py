"""Explorer: the family is what single runs give, starts and hyperparameters arrive, a learner's errors are told."""

import numpy as np
import pytest
from test_widgets_shared import ask, listen

from course.descent import minimize
from course.objectives import OBJECTIVES, ravine
from course.widgets import Explorer, presets
from course.widgets.packing import unpack

RULES = ("gradient_descent", "heavy_ball", "adam")


def family(widget):
    shape = (len(widget.scene["rules"]), len(widget.scene["values"]), widget.scene["frames"], 3)
    return unpack(widget.family, shape, widget.scene["unpack"])


@pytest.fixture
def widget():
    return Explorer(OBJECTIVES["ravine"], RULES, etas=(1e-3, 0.1), eta=0.02, hyper={"heavy_ball": {"beta": 0.7}})


def test_the_family_is_what_single_runs_give(widget):
    numbers = family(widget)
    step = np.array(widget.scene["unpack"])[:, 1]
    for r, name in enumerate(RULES):
        for k in (0, 20, 40):
            eta = widget.scene["values"][k]
            beta = {"beta": 0.7} if name == "heavy_ball" else {}
            run = minimize(name, OBJECTIVES["ravine"], widget.start, 200, every=2, eta=eta, **beta)
            np.testing.assert_allclose(numbers[r, k, :, :2], run.theta, atol=step[:2].max())
            inside = run.loss > 1e-20
            np.testing.assert_allclose(numbers[r, k, inside, 2], np.log10(run.loss[inside]), atol=step[2])


def test_the_grid_and_the_minimum_are_where_they_belong(widget):
    n = widget.scene["grid"]
    grid = np.frombuffer(widget.grid, np.uint8).reshape(n, n)
    assert grid[n // 2, n // 2] == 0
    assert (grid[:, 0] > grid[:, n // 2]).all() and (grid[0] > grid[n // 2]).all()
    assert grid[0, 0] == grid[-1, -1] == 255
    assert widget.scene["minimizers"] == [[0.0, 0.0]]


def test_a_dragged_start_gets_its_paths_and_then_its_family(widget):
    content, (data,) = ask(widget, do="paths", start=[5.0, -2.0], at=[10, 20, 30])
    assert content == {"answers": "paths"}
    live = unpack(data, (3, 1, 101, 3), widget.scene["unpack"])
    np.testing.assert_allclose(live[:, 0, 0, :2], [[5.0, -2.0]] * 3, atol=1e-3)
    before = widget.family
    ask(widget, do="family", start=[5.0, -2.0])
    assert widget.start == [5.0, -2.0] and widget.family != before
    np.testing.assert_array_equal(family(widget)[np.arange(3), [10, 20, 30]], live[:, 0])


def test_setting_the_start_in_python_moves_everything_in_one_message(widget):
    ear = listen(widget)
    widget.start = [1.0, 1.0]
    (data, _), *rest = [
        one for one in ear.heard if one[0]["method"] == "update" and "family" in str(one[0]["buffer_paths"])
    ]
    assert not rest and "over" in str(data["buffer_paths"])
    np.testing.assert_allclose(family(widget)[:, :, 0, :2], np.ones((3, 64, 2)), atol=1e-3)


def test_the_whole_family_is_small_and_comes_at_once():
    five = Explorer(OBJECTIVES["ravine"], ("gradient_descent", "heavy_ball", "nesterov", "rmsprop", "adam"), steps=200)
    ear = listen(five)
    five.start = [3.0, 3.0]
    assert 0 < ear.bytes <= 350_000
    assert len([1 for data, _ in ear.heard if data["method"] == "update"]) <= 2


def test_hyperparameters_and_schedules_arrive(widget):
    assert [one["name"] for one in widget.scene["hyper"]] == ["beta", "beta1", "beta2"]
    before = family(widget)
    ask(widget, do="set", name="beta", value=0.2, start=widget.start)
    after = family(widget)
    assert (before[1] != after[1]).any()
    np.testing.assert_array_equal(before[[0, 2]], after[[0, 2]])
    ask(widget, do="set", name="schedule", value="cosine", start=widget.start)
    assert (family(widget)[0] != after[0]).any()


def test_a_learners_function_and_an_exercises_rule():
    def bumpy(theta):
        return theta[0] ** 2 + 3 * theta[1] ** 2

    def adam_step(theta, m, v, grad, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
        m = beta1 * m + (1 - beta1) * grad
        v = beta2 * v + (1 - beta2) * grad**2
        return theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

    widget = Explorer(bumpy, ("adam", adam_step), box=((-2, 2), (-2, 2)), start=(1.0, 1.0))
    assert widget.trouble == ""
    theirs, ours = family(widget)
    np.testing.assert_allclose(theirs, ours, atol=2e-3)
    assert [rule["label"] for rule in widget.scene["rules"]] == ["Adam", "adam step"]


def test_functions_that_take_one_point_only_work_too():
    def stubborn(theta):
        assert theta.shape == (2,)
        return float(theta[0] ** 2 + theta[1] ** 2)

    widget = Explorer(stubborn, ("gradient_descent",), box=((-1, 1), (-1, 1)), steps=5)
    assert widget.trouble == ""
    with pytest.raises(ValueError, match="box=.*lo, hi"):
        Explorer(stubborn)


@pytest.mark.parametrize(
    ("says", "broken"),
    [
        ("ZeroDivisionError: division by zero (line", lambda theta, grad, t, *, eta=0.1: (1 / 0,)),
        ("expected", lambda theta, grad, t, *, eta=0.1: (np.zeros(7),)),
        ("no hyperparameter eta", lambda theta, grad, t, *, rate=0.1: (theta,)),
    ],
)
def test_a_rule_that_fails_is_told_and_the_widget_lives_on(says, broken):
    widget = Explorer(OBJECTIVES["ravine"], ("gradient_descent", broken), steps=20)
    assert says in widget.trouble
    assert widget.png()[:4] == b"\x89PNG" and widget.summary()
    assert np.isnan(family(widget)).all()  # nothing is drawn, and every picture has its numbers
    ask(widget, do="paths", start=[1.0, 1.0], at=[0, 0])
    assert says in widget.trouble


def test_trouble_passes_when_the_cause_does():
    patience = {"left": 0}

    def moody(theta, grad, t, *, eta=0.1):
        if patience["left"] <= 0:
            raise RuntimeError("not today")
        return (theta - eta * grad(theta),)

    widget = Explorer(OBJECTIVES["ravine"], (moody,), steps=20)
    assert "not today" in widget.trouble
    patience["left"] = 1
    ask(widget, do="family", start=[1.0, 1.0])
    assert widget.trouble == ""
    assert not np.isnan(family(widget)).any()


def test_runs_that_fly_off_are_kept_at_the_edge():
    widget = Explorer(ravine(100), ("gradient_descent",), etas=(0.01, 10.0))
    end = family(widget)[0, -1, -1]
    assert not np.isfinite(end[0]) or abs(end[0]) >= 24
    assert "left the map" not in widget.summary()  # the first rate is sound


@pytest.mark.parametrize(("bad", "says"), [("adamm", "There is no rule called 'adamm'"), (3, "not a callable object")])
def test_what_is_no_rule_is_refused(bad, says):
    with pytest.raises((ValueError, TypeError), match=says):
        Explorer(OBJECTIVES["ravine"], (bad,))


def test_two_rules_of_one_name_are_told_apart():
    def adam(theta, grad, t, *, eta=0.1):
        return (theta - eta * grad(theta),)

    widget = Explorer(OBJECTIVES["ravine"], ("adam", adam, adam))
    assert [rule["label"] for rule in widget.scene["rules"]] == ["Adam", "your adam", "your adam 3"]


def test_rotation_counts_what_the_experiment_counts():
    widget = presets.rotation()
    steps = 10 ** np.frombuffer(widget.over, np.float32).reshape(2, -1)
    angles = widget.scene["values"]
    np.testing.assert_allclose(steps[0], 3450, rtol=1e-3)
    assert steps[1, angles.index(0)] == pytest.approx(157, abs=1)
    assert steps[1, angles.index(44)] == pytest.approx(1043, rel=0.01)
    assert len(widget.grid) == len(angles) * widget.scene["grid"] ** 2


def test_basins_agree_with_single_descents():
    widget = presets.basins()
    n, (x, y) = widget.scene["fates"], widget._box
    fate = np.frombuffer(widget.fates, np.uint8).reshape(-1, n, n)
    himmelblau = OBJECTIVES["himmelblau"]
    for k, row, column in ((3, 10, 40), (8, 33, 5), (0, 24, 24)):
        start = [np.linspace(*x, n)[column], np.linspace(*y, n)[row]]
        run = minimize("gradient_descent", himmelblau, start, 100, eta=widget.scene["values"][k])
        far = np.linalg.norm(run.final - himmelblau.minimizers, axis=-1)
        assert fate[k, row, column] == (far.argmin() if far.min() < 0.5 else 255)
    ask(widget, do="fine", at=3, start=widget.start)
    assert widget.fine_at == 3 and len(widget.fine) == widget.scene["fine"] ** 2


def test_the_plane_knows_the_spectral_radius():
    widget = presets.alpha_beta()
    for eta, beta in ((0.04, 0.0), (0.1, 0.4), (0.02, 0.9)):
        for curvature, rate in zip((1.0, 5.0, 25.0), widget.radius(eta, beta), strict=True):
            roots = np.roots([1, -(1 + beta - eta * curvature), beta])  # of heavy ball's recurrence
            assert rate == pytest.approx(np.abs(roots).max(), abs=1e-9)
    best = widget.radius(*widget.scene["best"]).max()
    assert best == pytest.approx((5 - 1) / (5 + 1), abs=0.03)  # (sqrt(kappa) - 1) / (sqrt(kappa) + 1)
    content, (data,) = ask(widget, do="traces", at=[0.1, 0.4])
    traces = unpack(data, (46, 3), widget.scene["unpack"])
    run = minimize("heavy_ball", widget._objective, np.ones(3), 45, eta=0.1, beta=0.4)
    np.testing.assert_allclose(traces, run.theta, atol=1e-4)
    np.testing.assert_allclose(content["rates"], widget.radius(0.1, 0.4))
