"""What a learner brings along fails in every way: each widget that takes it opens, says what is wrong, and goes on answering."""

import json

import numpy as np
import pytest
from test_widgets_shared import ask

from course.objectives import OBJECTIVES
from course.widgets import Dial, Explorer, StepAnatomy, Valley, presets, standalone
from course.widgets.own import as_landscape

SQUARE = ((-1.0, 1.0), (-1.0, 1.0))


def raises(*_, **__):
    raise RuntimeError("no such luck")


def raises_beyond(x):
    if np.any(np.asarray(x) > 0.9):
        raise RuntimeError("no such luck")
    return float(np.sum(np.square(x)))


def no_number(x):
    return np.nan


def two_numbers(x):
    return [1.0, 2.0]


def failing_rule(theta, grad, t, *, eta=0.1, beta=0.9):
    raise RuntimeError("no such luck")


def misshapen_rule(theta, grad, t, *, eta=0.1, beta=0.9):
    return (np.ones(7),)


def thrown(hunt):
    ask(hunt, do="throw", n=100, chosen=0)
    return hunt


LANDSCAPES = {
    "explorer": lambda f: Explorer(f, box=SQUARE, start=(0.5, 0.5)),
    "valley": lambda f: Valley(f, box=(-1, 1)),
    "chord": lambda f: presets.chord(f, box=(-1, 1)),
    "hunt": lambda f: thrown(presets.hunt([("mine", f, 2, 1.0)])),
    "anatomy": lambda f: StepAnatomy(objective=f, box=SQUARE, start=(0.5, 0.5)),
    "zoom": lambda f: presets.zoom([("mine", f, 0.0)]),
}
RULES = {
    "explorer": lambda rule: Explorer(OBJECTIVES["ravine"], ("gradient_descent", rule)),
    "valley": lambda rule: Valley("double_well", (rule,)),
    "race": lambda rule: presets.race(rules=("gradient_descent", rule)),
    "ravine": lambda rule: presets.ravine(rules=(rule,)),
    "rotation": lambda rule: presets.rotation(rules=("gradient_descent", rule)),
    "basins": lambda rule: presets.basins(rules=(rule,)),
    "plane": lambda rule: presets.alpha_beta(rule),
    "anatomy": lambda rule: StepAnatomy(rule),
}


def lives(widget, says):
    assert says in widget.trouble
    assert widget.trouble.count("..") == 0
    json.dumps(widget.scene, allow_nan=False)
    assert widget.png()[:4] == b"\x89PNG"
    assert widget.words()
    assert "<noscript>" in standalone(widget)


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize(
    ("f", "says"),
    [
        (raises, "RuntimeError: no such luck (line "),
        (raises_beyond, "no such luck"),
        (no_number, "no finite number"),
        (two_numbers, "2 numbers at a point"),
    ],
)
def test_a_landscape_that_fails_is_told(name, f, says):
    lives(LANDSCAPES[name](f), says)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize(("rule", "says"), [(failing_rule, "no such luck"), (misshapen_rule, "shape (7,)")])
def test_a_rule_that_fails_is_told(name, rule, says):
    if (name, rule) == ("plane", misshapen_rule):
        says = "theta came back"
    lives(RULES[name](rule), says)


def test_a_picture_that_fails_is_told():
    lives(Dial(raises, n=range(3)), "no such luck")


def test_where_a_landscape_is_sound_paths_go_on():
    widget = Explorer(raises_beyond, ("gradient_descent",), box=SQUARE, start=(0.5, 0.5), steps=5)
    assert widget.summary().startswith("On raises_beyond from (0.5, 0.5)".replace("_", " "))
    family = np.frombuffer(widget.family, np.int16).reshape(1, 64, 6, 3)
    assert (family[0, 0] != -32768).all()
    ask(widget, do="family", start=[0.4, 0.4])
    assert "no such luck" in widget.trouble, "the hole in the map is still there"


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x[0] ** 2 + 3 * x[1] ** 2,
        lambda x: np.sum(np.array([1.0, 3.0]) * np.square(x), axis=-1),
        lambda x: float(x @ np.diag([1.0, 3.0]) @ x),
    ],
    ids=["coordinates", "points", "one point"],
)
def test_a_landscape_may_be_written_for_points_coordinates_or_one_point(f):
    land = as_landscape(f, SQUARE)
    points = np.random.default_rng(1).normal(size=(4, 3, 2))
    np.testing.assert_allclose(land.value(points), points[..., 0] ** 2 + 3 * points[..., 1] ** 2)
    np.testing.assert_allclose(land.gradient(points), points * [2.0, 6.0], rtol=1e-5)
    assert land.trouble == ""


def test_a_gradient_of_the_wrong_shape_is_told():
    class Mine:
        box, name = SQUARE, "mine"

        def value(self, x):
            return x[0] ** 2 + x[1] ** 2

        def gradient(self, x):
            return 2 * x[:1]

    lives(Explorer(Mine()), "expected 2")
