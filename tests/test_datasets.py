"""The data are what they claim to be, and the minibatches draw what they claim to draw."""

import importlib.util
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import datasets
from course.datasets import reshuffled, standardize, with_replacement

ROOT = Path(__file__).resolve().parent.parent
SYNTHETIC = (
    datasets.noisy_line,
    datasets.noisy_least_squares,
    datasets.duplicate_columns,
    datasets.four_points,
    datasets.wilson,
)
REAL = (datasets.breast_cancer, datasets.digits)


def make_datasets():
    spec = importlib.util.spec_from_file_location("make_datasets", ROOT / "scripts" / "make_datasets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- real data ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("load", REAL)
def test_real_data_are_scikit_learns_to_the_last_bit(load):
    theirs = getattr(pytest.importorskip("sklearn.datasets"), f"load_{load.__name__}")()
    ours = load()
    assert ours.X.dtype == np.float64 and np.array_equal(ours.X, theirs.data)
    assert np.array_equal(ours.y, theirs.target)
    assert list(ours.feature_names) == list(theirs.feature_names)
    assert list(ours.target_names) == [str(name) for name in theirs.target_names]


@pytest.mark.parametrize("load", REAL)
def test_the_kept_files_hold_what_the_script_makes(load, tmp_path):
    pytest.importorskip("sklearn")
    fresh = getattr(make_datasets(), load.__name__)()
    with np.load(datasets.DATA / f"{load.__name__}.npz") as kept:
        assert set(kept.files) == set(fresh), "Run: python scripts/make_datasets.py"
        for name, array in fresh.items():
            assert np.array_equal(kept[name], array), f"{name} is stale. Run: python scripts/make_datasets.py"


def test_the_script_makes_the_same_bytes_twice(tmp_path, capsys):
    pytest.importorskip("sklearn")
    script = make_datasets()
    script.main(tmp_path / "one")
    script.main(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
        assert path.stat().st_size < 60_000


def test_the_script_refuses_what_whole_numbers_cannot_hold():
    with pytest.raises(SystemExit, match="Column 0"):
        make_datasets().as_decimals(np.array([[np.pi]]))


@pytest.mark.parametrize("load", REAL)
def test_nobody_else_sees_what_a_learner_does_to_the_data(load):
    first = load()
    first.X[:] = 0.0
    assert load().X.any()


@pytest.mark.parametrize("make", REAL + SYNTHETIC)
def test_every_set_has_its_line_in_a_data_sheet(make):
    own = datasets.DATA / f"{make.__name__}.md"
    assert own.exists() or f"`{make.__name__}(" in (datasets.DATA / "synthetic.md").read_text(encoding="utf-8")


def test_a_missing_file_says_how_to_get_it_back(monkeypatch, tmp_path):
    monkeypatch.setattr(datasets, "DATA", tmp_path)
    with pytest.raises(FileNotFoundError, match="scripts/make_datasets.py"):
        datasets.digits()


@pytest.mark.parametrize("make", REAL + SYNTHETIC)
def test_every_set_is_whole(make):
    data = make()
    n, d = data.X.shape
    assert data.X.dtype == np.float64 and np.isfinite(data.X).all()
    assert data.y.shape == (n,) and len(data.feature_names) == d
    assert data.name == make.__name__ and data.source
    if data.target_names:
        assert set(data.y.tolist()) == set(range(len(data.target_names)))
    assert re.match(rf"Dataset {data.name}: {n} rows, {d} features; ", repr(data)) and len(repr(data)) < 160


def test_signs_are_minus_one_for_the_first_class_and_plus_one_for_the_second():
    data = datasets.breast_cancer()
    assert np.sum(data.signs == -1.0) == 212 == np.sum(data.y == 0)
    assert np.sum(data.signs == 1.0) == 357
    with pytest.raises(ValueError, match="10 classes.*exactly two"):
        _ = datasets.digits().signs


# -- synthetic data ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make for make in SYNTHETIC if make is not datasets.four_points])
def test_a_seed_decides_the_data(make):
    assert np.array_equal(make(seed=3).y, make(seed=3).y) and np.array_equal(make(seed=3).X, make(seed=3).X)
    assert not np.array_equal(make(seed=3).y, make(seed=4).y)
    assert np.array_equal(make(seed=np.random.default_rng(3)).y, make(seed=3).y)


@pytest.mark.parametrize("spread", [1.0, 30.0])
def test_noisy_least_squares_has_its_noise_and_its_scales(spread):
    data = datasets.noisy_least_squares(n=4000, d=5, sigma=2.0, spread=spread, seed=1)
    scales = data.X.std(axis=0)
    np.testing.assert_allclose(scales, np.geomspace(1, spread, 5), rtol=0.06)
    assert np.std(data.y - data.X @ data.truth) == pytest.approx(2.0, rel=0.06)


def test_noisy_line_lies_on_its_line_without_noise():
    data = datasets.noisy_line(slope=3.0, intercept=-1.0, sigma=0.0)
    np.testing.assert_allclose(data.y, 3.0 * data.X[:, 0] - 1.0)


def test_duplicate_columns_are_duplicates():
    data = datasets.duplicate_columns()
    assert np.array_equal(data.X[:, 1], data.X[:, 2]) and np.linalg.matrix_rank(data.X) == 2


def test_a_line_separates_the_four_points_and_the_weights_grow_along_the_largest_margin():
    data = datasets.four_points()
    folded = data.signs[:, None] * data.X
    w, lengths = np.zeros(2), []
    for t in range(1, 10_001):
        w = w + 0.5 * (1 / (1 + np.exp(folded @ w))) @ folded / 4
        if t in (1000, 10_000):
            lengths.append(np.linalg.norm(w))
    assert np.all(folded @ w > 0)
    # The widest margin rests on (3, 0) and (0, 2.5): w = (1/3, 2/5) there, and |w| grows by ln(10) |(1/3, 2/5)| a decade.
    widest = np.array([1 / 3, 2 / 5])
    assert np.all(folded @ widest > 1 - 1e-12)
    assert lengths[1] - lengths[0] == pytest.approx(np.log(10) * np.linalg.norm(widest), rel=0.05)
    assert w @ widest / np.linalg.norm(w) / np.linalg.norm(widest) > 0.99


def test_wilson_is_the_construction_of_the_paper():
    data = datasets.wilson(n=60, p=0.6, seed=2)
    assert data.X.shape == (60, 360)
    assert np.array_equal(data.X[:, 0], data.signs) and np.all(data.X[:, 1:3] == 1)
    private = data.X[:, 3:]
    assert np.array_equal(private.sum(axis=1), np.where(data.y == 1, 1, 5))
    assert private.sum(axis=0).max() == 1, "a private feature belongs to one row"
    assert data.signs.sum() > 0
    # What makes the example work: the direction that adaptive methods take, sign(X'y), says "+" on fresh rows.
    towards = np.sign(data.X.T @ data.signs)[:3]
    fresh = datasets.wilson(n=500, seed=3)
    assert np.all(fresh.X[:, :3] @ towards > 0)
    with pytest.raises(ValueError, match="majority"):
        datasets.wilson(p=0.5)


# -- standardize -------------------------------------------------------------------------------------------------------


def test_standardize_brings_every_column_to_mean_0_and_sd_1_whatever_its_scale():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((200, 4)) * [1e-9, 1.0, 1e9, 1.0] + [0.0, 0.0, 0.0, 1e6]
    Z = standardize(X)
    np.testing.assert_allclose(Z.mean(axis=0), 0.0, atol=1e-9)
    np.testing.assert_allclose(Z.std(axis=0), 1.0, rtol=1e-9)


def test_standardize_agrees_with_scikit_learn_on_real_data_with_constant_columns():
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    X = datasets.digits().X
    np.testing.assert_allclose(standardize(X), preprocessing.StandardScaler().fit_transform(X), atol=1e-12)


def test_a_constant_column_becomes_zeros_even_when_its_mean_is_rounded():
    Z = standardize(np.column_stack([np.full(7, 0.1), np.arange(7)]))
    assert np.array_equal(Z[:, 0], np.zeros(7)) and Z[:, 1].any()


def test_standardize_tells_what_it_cannot_take():
    with pytest.raises(ValueError, match=r"shape \(n, d\).*\(3,\)"):
        standardize(np.ones(3))
    with pytest.raises(ValueError, match="Column 1 holds nan"):
        standardize([[1.0, np.nan], [2.0, 3.0]])
    integers = np.array([[1, 2], [3, 4]])
    standardize(integers)
    assert np.array_equal(integers, [[1, 2], [3, 4]])


# -- minibatches -------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(n=st.integers(1, 40), data=st.data())
def test_each_pass_deals_every_row_once_and_passes_are_shuffled_afresh(n, data):
    size = data.draw(st.integers(1, n))
    per_pass = -(-n // size)
    stream = reshuffled(n, size, rng=0)
    passes = [list(itertools.islice(stream, per_pass)) for _ in range(3)]
    for one in passes:
        assert sorted(np.concatenate(one).tolist()) == list(range(n))
        assert all(len(batch) == size for batch in one[:-1]) and 1 <= len(one[-1]) <= size
    if n > 10:
        assert not np.array_equal(np.concatenate(passes[0]), np.concatenate(passes[1]))


def test_batches_come_from_the_generator_that_was_given():
    one, two = reshuffled(100, 7, rng=5), reshuffled(100, 7, np.random.default_rng(5))
    assert all(np.array_equal(a, b) for a, b in itertools.islice(zip(one, two, strict=True), 40))
    rng = np.random.default_rng(5)
    first, second = next(reshuffled(100, 7, rng)), next(reshuffled(100, 7, rng))
    assert not np.array_equal(first, second)


def test_drawing_with_replacement_repeats_rows_and_is_uniform():
    batches = list(itertools.islice(with_replacement(10, 20, rng=0), 500))
    assert all(batch.shape == (20,) for batch in batches)
    counts = np.bincount(np.concatenate(batches), minlength=10)
    expected, sd = 1000, np.sqrt(10_000 * 0.1 * 0.9)
    assert np.all(np.abs(counts - expected) < 5 * sd)


@pytest.mark.parametrize("stream", [reshuffled, with_replacement])
@pytest.mark.parametrize(
    ("n", "size", "error", "words"),
    [
        (0, 1, ValueError, "no rows"),
        (10, 0, ValueError, "batch_size = 0"),
        (10, 2.0, TypeError, "whole numbers"),
        (np.ones((3, 2)), 2, TypeError, "whole numbers"),
    ],
)
def test_wrong_batch_arguments_are_told_at_once(stream, n, size, error, words):
    with pytest.raises(error, match=words):
        stream(n, size, 0)


def test_a_batch_larger_than_the_data_is_refused_without_replacement_only():
    with pytest.raises(ValueError, match="between 1 and n = 5"):
        reshuffled(5, 6, 0)
    assert len(next(with_replacement(5, 6, 0))) == 6
