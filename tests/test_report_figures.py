"""The report's statistics against NumPy's and SciPy's, and where a class is too small for them."""

import math
from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from autograder.report import figures
from autograder.report.tally import Notebook, Question

NAN = math.nan


def notebook(*columns, most=4.0, tried=None):
    made = Notebook("01_small_exercises", most * len(columns))
    for number, column in enumerate(columns):
        attempts = array("b", tried or [1] * len(column))
        made.questions[f"q{number}"] = Question(made.name, f"q{number}", most, array("d", column), attempts)
    return made


def a_class(n, seed):
    rng = np.random.default_rng(seed)
    able = rng.normal(size=n)
    return [np.clip(np.round(2 + able + rng.normal(size=n)), 0, 4) for _ in range(4)]


@pytest.mark.parametrize("n", [10, 60, 300])
def test_the_correlation_leaves_the_question_itself_out_and_its_interval_is_fishers(n):
    columns = a_class(n, seed=n)
    for place in range(4):
        found = figures.discrimination(notebook(*columns), f"q{place}")
        rest = sum(column for other, column in enumerate(columns) if other != place)
        expected = stats.pearsonr(columns[place], rest)
        assert found.r == pytest.approx(expected.statistic, abs=1e-12) and found.n == n
        assert (found.low, found.high) == pytest.approx(tuple(expected.confidence_interval(0.95)), abs=1e-9)


def test_students_with_something_undecided_are_left_out():
    columns = a_class(30, seed=1)
    columns[2][:5] = NAN
    found = figures.discrimination(notebook(*columns), "q0")
    kept = [column[5:] for column in columns]
    assert found.n == 25 and found.r == pytest.approx(stats.pearsonr(kept[0], sum(kept[1:])).statistic)


def test_where_a_correlation_has_no_meaning_there_is_none_and_it_says_why():
    assert "the only question" in figures.discrimination(notebook([0.0, 4] * 20), "q0").why
    assert "at least 10 students, there are 3" in figures.discrimination(notebook([0.0, 1, 2], [1.0, 2, 3]), "q0").why
    same, other = [4.0] * 20, [0.0, 4] * 10
    assert figures.discrimination(notebook(same, other), "q0").why == "everyone has the same points"
    assert "in the other questions" in figures.discrimination(notebook(other, same), "q0").why
    assert figures.discrimination(notebook([NAN] * 20, other), "q0").n == 0


def test_what_an_interval_allows_to_say():
    def verdict(low, high):
        return figures.Discrimination((low + high) / 2, low, high, 50).verdict

    assert verdict(0.3, 0.7).startswith("tells") and verdict(-0.4, 0.1).startswith("hardly")
    assert verdict(0.1, 0.5).startswith("not clear")


def test_an_interval_covers_the_truth_as_often_as_it_says():
    rng, covered, rounds = np.random.default_rng(4), 0, 2000
    for _ in range(rounds):
        x, e = rng.normal(size=(2, 40))
        low, high = figures.interval(np.corrcoef(x, 0.5 * x + math.sqrt(0.75) * e)[0, 1], 40)
        covered += low <= 0.5 <= high
    assert covered / rounds == pytest.approx(0.95, abs=0.02)


def test_the_shares_of_a_question():
    made = notebook([4.0, 4, 3, 0, 0, NAN], tried=[1, 1, 1, 1, 0, 1])
    went = figures.difficulty(made.questions["q0"])
    assert (went.n, went.undecided) == (5, 1)
    assert (went.full, went.partly, went.nothing, went.untried) == pytest.approx((0.4, 0.2, 0.2, 0.2))
    assert went.earned == pytest.approx(11 / 20)
    assert figures.difficulty(notebook([NAN, NAN]).questions["q0"]) is None


points = st.lists(st.floats(0, 12, allow_nan=False) | st.just(NAN) | st.sampled_from([0.0, 4.0, 8.0]), max_size=60)


@settings(deadline=None)
@given(points, st.sampled_from([1.0, 4.0, 8.0, 13.0, 100.0]))
def test_any_class_has_a_distribution_or_none(values, most):
    found = figures.distribution(values, most)
    known = [value for value in values if not math.isnan(value)]
    if not known:
        assert found is None
        return
    assert sum(found.counts) == found.n == len(known) and len(found.edges) == len(found.counts) + 1
    assert found.edges[0] == 0 and found.edges[-1] >= max(most, *known) - 1e-9
    assert len(found.counts) <= figures.MOST_BINS + 1
    assert found.mean == pytest.approx(np.mean(known)) and found.quartiles[1] == pytest.approx(np.median(known))
    assert found.full == sum(value >= most for value in known)


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 30), st.data())
def test_any_class_has_shares_and_a_correlation_or_a_reason(questions, n, data):
    column = st.lists(st.sampled_from([0.0, 1.0, 2.5, 4.0, 6.0, NAN]), min_size=n, max_size=n)
    made = notebook(*(data.draw(column) for _ in range(questions)), tried=data.draw(st.lists(st.sampled_from([0, 1]), min_size=n, max_size=n)))  # fmt: skip
    for name, question in made.questions.items():
        went, tells = figures.difficulty(question), figures.discrimination(made, name)
        if went is not None:
            assert went.full + went.partly + went.nothing + went.untried == pytest.approx(1)
            assert 0 <= went.earned <= 1
        assert (tells.r is None) == bool(tells.why)
        assert tells.r is None or -1 <= tells.low <= tells.r <= tells.high <= 1


def test_bins_hold_points_on_their_lower_edge_and_full_marks_in_the_last():
    found = figures.distribution([0, 1, 1, 2 - 1e-12, 16], 16)
    assert found.edges == tuple(range(17))
    assert found.counts[:3] == (1, 2, 1) and found.counts[-1] == 1


def test_totals_leave_out_whom_something_is_undecided():
    one, two = Notebook("a", 4), Notebook("b", 4)
    one.rows, one.points = array("L", [0, 1, 2]), array("d", [1, 2, NAN])
    two.rows, two.points = array("L", [1, 2]), array("d", [4, 4])
    assert figures.totals(3, [one, two]).tolist()[:2] == [1, 6] and np.isnan(figures.totals(3, [one, two])[2])


def test_a_spread_is_that_of_what_is_known():
    values = [*range(1, 101), NAN]
    found = figures.spread(values)
    assert (found.n, found.low, found.most) == (100, 1, 100)
    assert (found.median, found.high) == pytest.approx(tuple(np.percentile(range(1, 101), (50, 95))))
    assert figures.spread([NAN]) is None and figures.spread([]) is None
