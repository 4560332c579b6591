"""GradientCloud: the cloud and the runs are what the models compute, and the spread obeys 1/sqrt(B)."""

import numpy as np
import pytest
from widget_checks import answers, sleeps_well

from course.datasets import with_replacement
from course.models import Hinge, LeastSquares
from course.widgets import packing
from course.widgets.gradient_cloud import DRAWS, RECORDS, GradientCloud, two_measurements


@pytest.fixture(scope="module")
def cloud():
    return GradientCloud()


def unpacked(cloud, data=None):
    return packing.unpack(cloud.cloud if data is None else data, (-1, DRAWS, 2), cloud._grain)


def test_it_opens_asleep_and_awake(monkeypatch):
    sleeps_well(GradientCloud, monkeypatch)


def test_each_dot_is_the_gradient_of_one_minibatch(cloud):
    model, k = two_measurements(), 3
    stream = with_replacement(model.n, cloud._batches[k], np.random.default_rng([0, cloud._batches[k]]))
    direct = np.stack([model.on(next(stream)).gradient(cloud.start) for _ in range(DRAWS)])
    assert cloud._batches[k] == 8
    np.testing.assert_allclose(unpacked(cloud)[k], direct, atol=2e-4)  # half a step of the packing
    np.testing.assert_allclose(cloud.facts["full"], model.gradient(cloud.start), rtol=1e-12)


def test_the_spread_falls_with_the_root_of_the_batch(cloud):
    sizes = np.array(cloud._batches[:-1])
    ratio = np.array(cloud.facts["spread"][:-1]) * np.sqrt(sizes) / cloud.facts["one"]
    np.testing.assert_allclose(ratio, 1.0, atol=0.12)  # 256 draws: about 4 % off, as a standard deviation
    assert cloud.facts["spread"][-1] == 0
    np.testing.assert_allclose(np.polyfit(np.log(sizes), np.log(cloud.facts["spread"][:-1]), 1)[0], -0.5, atol=0.03)


def test_the_family_is_the_single_runs(cloud):
    shape = (len(cloud._batches), len(cloud._etas), RECORDS + 1, 3)
    family = packing.unpack(cloud.family, shape, cloud._unpack)
    for k, j in ((4, 8), (9, 12)):
        run = cloud.run(k, cloud.start, cloud._etas[j])
        np.testing.assert_allclose(family[k, j, : len(run.t), :2], run.theta, atol=1e-3)
        height = np.log10(run.loss - cloud._least)
        np.testing.assert_allclose(family[k, j, : len(run.t), 2], height, atol=1e-3)
        assert np.isnan(family[k, j, len(run.t) :]).all()


def test_every_size_looks_at_the_same_rows(cloud):
    n = cloud._model.n
    for k, (size, steps) in enumerate(zip(cloud._batches, cloud._steps, strict=True)):
        seen = cloud._looked(k)
        assert 5 * n - cloud._every[k] * size <= seen[-1] <= 5 * n and len(seen) <= RECORDS + 1
        if cloud._every[k] == 1:
            assert seen[-1] == 5 * n and seen[1] == size and steps == 5 * -(-n // size)


def test_the_first_frame_says_what_theory_says(cloud):
    """Per row looked at, minibatches win by far: 180 steps of 16 rows against 5 of 569, at the same learning rate."""
    j = cloud._first()[1]
    small, full = (cloud.run(k, cloud.start, cloud._etas[j]).loss[-1] - cloud._least for k in (4, 9))
    assert small < 1e-3 < 0.4 < full


def test_a_drag_is_one_small_answer_and_nothing_grows(cloud, monkeypatch):
    sent = answers(cloud, monkeypatch)
    for x in np.linspace(-1, 1, 30):
        cloud._receive(None, {"do": "cloud", "at": [x, 0.5]}, [])
    assert len(sent) == 30 and all(len(buffers[0]) <= 12_000 for _, buffers in sent)
    assert cloud.start == [1.0, 1.5]  # only looked at
    np.testing.assert_allclose(sent[-1][0]["facts"]["full"], cloud._model.gradient([1.0, 0.5]))
    before = len(cloud.family), len(cloud.cloud)
    cloud._receive(None, {"do": "run", "at": [0.0, 0.0]}, [])
    assert cloud.start == [0.0, 0.0] and (len(cloud.family), len(cloud.cloud)) == before
    cloud._receive(None, {"do": "run", "at": [1.0, 1.5]}, [])


def test_other_models_and_what_is_refused():
    rng = np.random.default_rng(1)
    X = rng.standard_normal((40, 2))
    widget = GradientCloud(LeastSquares(X, X @ [1.0, -1.0] + 0.1 * rng.standard_normal(40)), passes=2, batch=8)
    assert widget.trouble == "" and widget._batches == [1, 2, 4, 8, 16, 32, 40]
    with pytest.raises(TypeError, match="LeastSquares or Logistic"):
        GradientCloud(Hinge(X, np.sign(X[:, 0])))
