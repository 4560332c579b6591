"""The compass and the rolling ball of lesson 01: their words agree with the experiments."""

import numpy as np
import pytest

from course.experiments import step01
from course.objectives import OBJECTIVES
from course.widgets import presets
from course.widgets.rolling import BETAS


@pytest.mark.parametrize("angle", [0, 90, 220])
def test_the_compass_says_what_the_gradient_says(angle):
    words = presets.compass(angle=angle).summary()
    turn = np.deg2rad(angle)
    fall = -OBJECTIVES["tilted_ravine"].gradient([7.0, 6.0]) @ [np.cos(turn), np.sin(turn)]
    assert f"At {angle}° the ground {'falls' if fall >= 0 else 'rises'} by {abs(fall):.1f} per unit of way." in words


def test_the_ball_stays_and_rolls_where_the_experiment_says():
    ball = presets.rolling()
    assert "from 1.8 with memory β = 0, after 400 steps: heavy ball at 0.96" in ball.summary()
    ends = ball._run(0, [1.8], BETAS).final[:, 0]
    measured = step01.velocity_trace(start=1.8).deep
    for beta, deep in measured.items():
        if beta <= BETAS[-1]:
            assert (ends[np.argmin(abs(BETAS - beta))] < 0) == deep, beta


def test_a_dragged_ball_has_its_paths_recomputed():
    ball = presets.rolling()
    before = ball.family
    ball.answer({"do": "family", "start": [-1.8]})
    assert ball.start == [-1.8]
    assert ball.family != before
    assert ball.trouble == ""
