"""FogHike: what the hiker feels is the map's own height and slope, and the rival is gradient descent's hike."""

import numpy as np
import pytest
from widget_checks import sleeps_well

from course.experiments.step01 import fog_hike, fog_maps
from course.widgets import packing
from course.widgets.fog import LOOKS, NODES, FogHike, _theta, _unit


@pytest.fixture(scope="module")
def hike():
    return FogHike()


def feel(hike, m, place):
    """As the front end does it: slopes between four nodes, the height from the nearest node along the mean of two slopes."""
    ground = np.frombuffer(hike.ground, np.float32).reshape(3, NODES, NODES, 3)[m]
    at = (np.asarray(place) + 1) / 2 * (NODES - 1)
    i, j = np.minimum(np.floor(at).astype(int), NODES - 2)
    a, b = at - (i, j)
    slope = (
        (1 - b) * ((1 - a) * ground[j, i] + a * ground[j, i + 1])
        + b * ((1 - a) * ground[j + 1, i] + a * ground[j + 1, i + 1])
    )[1:]
    near = np.rint(at).astype(int)
    node = ground[near[1], near[0]]
    return node[0] + 0.5 * np.dot((at - near) * 2 / (NODES - 1), slope + node[1:]), slope


@pytest.mark.parametrize("name", fog_maps())
def test_it_opens_asleep_and_awake(name, monkeypatch):
    sleeps_well(lambda: FogHike(name), monkeypatch)


@pytest.mark.parametrize(("m", "name"), list(enumerate(fog_maps())))
def test_height_and_slope_underfoot_are_the_maps_own(hike, m, name):
    place = fog_maps()[name]
    top = float(place.value(place.start)) - place.minimum
    half = (_theta(place, np.ones(2)) - _theta(place, np.zeros(2)))[0]
    for spot in np.random.default_rng(0).uniform(-0.99, 0.99, (300, 2)):
        height, slope = feel(hike, m, spot)
        theta = _theta(place, spot)
        assert height == pytest.approx((place.value(theta) - place.minimum) / top, rel=1e-5, abs=2e-4)
        np.testing.assert_allclose(slope, place.gradient(theta) * half / top, rtol=5e-3, atol=2e-2)


def test_the_rival_is_gradient_descents_hike(hike):
    rivals = np.frombuffer(hike.rivals, np.float32).reshape(3, LOOKS + 1, 3)
    for m, (name, place) in enumerate(fog_maps().items()):
        path = fog_hike(name).path
        np.testing.assert_allclose(rivals[m, :, :2], _unit(place, path.theta[: LOOKS + 1]), rtol=1e-5, atol=1e-6)
        assert rivals[m, 0, 2] == pytest.approx(1)
        arrived = np.flatnonzero(rivals[m, :, 2] <= hike.scene["arrived"][m])
        assert (int(arrived[0]) if len(arrived) else None) == fog_hike(name).steps == hike.scene["needs"][m]
    assert hike.scene["needs"] == [47, 84, None]


def test_maps_start_and_end_where_the_experiment_says(hike):
    for m in range(3):
        assert feel(hike, m, hike.scene["starts"][m])[0] == pytest.approx(1, rel=1e-4)
        assert feel(hike, m, hike.scene["lowest"][m])[0] == pytest.approx(0, abs=1e-4)
        assert np.abs(hike.scene["starts"][m]).max() < 1


def test_right_angles_stay_right(hike):
    """The long ravine fills the same square as the bowl, both axes on one scale."""
    relief = np.frombuffer(hike.relief, np.uint8).reshape(3, packing.GRID, packing.GRID)
    place = fog_maps()["ravine"]
    spots = _theta(place, np.array([[0.5, 0.0], [0.0, 0.5]]))
    assert np.linalg.norm(spots[0]) == pytest.approx(np.linalg.norm(spots[1]))
    middle = packing.GRID // 2
    assert relief[1, middle, -1] < relief[1, -1, middle]  # along the valley it stays low


def test_an_unknown_map_is_refused():
    with pytest.raises(ValueError, match="no map 'alps'. There are: bowl, ravine, two wells"):
        FogHike("alps")
