"""The experiments on momentum give the numbers that their docstrings and lesson 03b state, and theory's."""

import numpy as np
import pytest

from course.descent import minimize
from course.experiments import step03b
from course.objectives import quadratic


def matrix(alpha, beta, lam):
    return np.array([[1 + beta - alpha * lam, -beta], [1.0, 0.0]])


def slowest(alpha, beta, eigenvalues):
    return max(np.abs(np.linalg.eigvals(matrix(alpha, beta, lam))).max() for lam in eigenvalues)


# -- three forms -------------------------------------------------------------------------------------------------------


@pytest.mark.claim(36)
@pytest.mark.parametrize(("L", "beta"), [(25.0, 0.9), (3.0, 0.5)])
def test_the_largest_stable_eta_depends_on_the_form(L, beta):
    found = step03b.stable_etas(L, beta)
    assert list(found.measured) == ["gradient_descent", "heavy_ball", "momentum"]
    for rule, border in found.theory.items():
        assert found.measured[rule] == pytest.approx(border, rel=5e-4) and found.measured[rule] < border
    # Beyond theory's border an eigenvalue has left the unit circle, inside it none has.
    wide = found.theory["heavy_ball"]
    assert slowest(0.999 * wide, beta, [L]) < 1 < slowest(1.001 * wide, beta, [L])
    if L == 25.0:
        assert list(found.theory.values()) == pytest.approx([0.08, 0.152, 1.52])


@pytest.mark.claim(35)
def test_the_moving_average_is_heavy_ball_at_another_eta_with_any_schedule():
    forms = step03b.three_forms()
    assert max(*forms.constant.values(), forms.cut["average"]) < 1e-12
    assert forms.cut["inside"] == pytest.approx(0.929, abs=1e-3), "eta inside the velocity is another rule"
    assert {rule: run.theta.shape for rule, run in forms.runs.items()} == dict.fromkeys(forms.runs, (121, 2))


def test_with_eta_inside_the_velocity_the_ball_slides_on_after_eta_is_zero():
    coast = step03b.three_forms().coast
    assert abs(coast["heavy ball"]) == abs(coast["average"]) == 0
    # The 80 steps that are left are beta, beta^2, ... times the last one.
    assert coast["inside"] == pytest.approx(sum(0.9**k for k in range(1, 81)), rel=1e-9)


# -- memory ------------------------------------------------------------------------------------------------------------


@pytest.mark.claim(37)
def test_the_velocity_is_the_last_update_and_a_fading_sum_of_all_gradients():
    kept = step03b.memory()
    assert kept.unrolled < 1e-12 and kept.last_update < 1e-12
    assert kept.weights[0] == pytest.approx(0.1) and kept.weights.sum() == pytest.approx(1, abs=1e-9)
    assert kept.share == pytest.approx(1 - 0.9**10) and kept.share == pytest.approx(kept.weights[:10].sum())
    assert kept.half == 7 and kept.weights[:6].sum() < 0.5 <= kept.weights[:7].sum()
    assert step03b.memory(beta=0.99, n=2000).half == 69


# -- one curvature -----------------------------------------------------------------------------------------------------


def test_radius_is_the_largest_eigenvalue_of_the_steps_matrix():
    rng = np.random.default_rng(0)
    for _ in range(50):
        alpha, beta, lam = rng.uniform(0, 4), rng.uniform(0, 1), rng.uniform(0.1, 2, size=3)
        assert step03b.radius(alpha, beta, lam) == pytest.approx(slowest(alpha, beta, lam), rel=1e-9)
    assert step03b.radius(np.full((2, 1), 0.1), np.array([0.0, 0.9]), [1.0]).shape == (2, 2)


@pytest.mark.claim(38)
def test_a_larger_beta_settles_later_once_it_is_past_the_critical_one():
    found = step03b.settling()
    assert found.critical == pytest.approx(0.4675, abs=5e-5)
    # Below the critical beta the roots are real, above it their size is the root of beta.
    np.testing.assert_allclose(found.radius[[0, 3, 4, 5]], [0.9, *np.sqrt([0.7, 0.9, 0.99])], rtol=1e-9)
    assert found.radius[2] == pytest.approx(1 - np.sqrt(0.1), abs=1e-6)
    assert found.steps.tolist() == [66, 50, 24, 37, 129, 1373]
    assert found.crossings.tolist()[:3] == [0, 0, 0] and found.crossings.tolist()[3:] == [3, 13, 139]
    # A thousandth at the radius's pace, give or take a swing.
    pace = np.log(1e-3) / np.log(found.radius)
    assert np.all(np.abs(found.steps / pace - 1)[[0, 1, 3, 4, 5]] < 0.1)


@pytest.mark.claim(38)
def test_polyaks_beta_lies_between_090_and_099_for_long_valleys_only():
    best = step03b.best_beta()
    np.testing.assert_allclose(list(best.by_kappa.values()), [0, 0.270, 0.669, 0.881, 0.961], atol=5e-4)
    assert best.kappa_of[0.9] == pytest.approx(1442, abs=0.5) and best.kappa_of[0.99] == pytest.approx(158_402, abs=0.5)
    for beta, kappa in best.kappa_of.items():
        (again,) = step03b.best_beta([kappa]).by_kappa.values()
        assert again == pytest.approx(beta, rel=1e-9)
        # No other pair settles faster: the oracle is a search over the plane around it.
        alphas = np.linspace(0.5, 1.2, 60) * 4 / (np.sqrt(kappa) + 1) ** 2
        betas = 1 - np.geomspace(0.3, 3, 60) * (1 - beta)
        assert step03b.radius(alphas, betas[:, None], [1.0, kappa]).min() >= np.sqrt(beta) - 1e-9


@pytest.mark.claim(38)
def test_every_beta_with_its_own_best_eta_and_still_the_middle_one_wins():
    for seed in range(3):
        sweep = step03b.beta_sweep(seed=seed)
        steps = dict(zip(sweep.betas.tolist(), sweep.steps.tolist(), strict=True))
        assert min(steps, key=steps.get) == 0.67 and 65 < steps[0.67] < 95
        assert 2.5 < steps[0.9] / steps[0.67] < 4.5 and steps[0.99] > 20 * steps[0.67]
        assert steps[0.99] > steps[0.0], "worse than no momentum at all"
    assert step03b.beta_sweep().steps.tolist() == [593, 312, 182, 124, 77, 100, 122, 265, 531, 2595]


# -- many curvatures ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rates():
    return step03b.quadratic_rates()


def test_steps_grow_with_kappa_or_with_its_root(rates):
    by_rule = {rule: [rates.steps[kappa, rule] for kappa in (10, 100, 1000)] for _, rule in rates.steps}
    assert by_rule == {"gradient_descent": [71, 705, 7048], "nesterov": [39, 140, 461], "heavy_ball": [28, 96, 325]}


def test_measured_rates_are_theorys_with_a_double_roots_delay(rates):
    for key, theory in rates.theory.items():
        assert theory - 1e-9 <= rates.measured[key] < theory + 0.006
    assert rates.theory[100, "heavy_ball"] == pytest.approx(9 / 11) and rates.theory[100, "nesterov"] == 0.9
    assert rates.theory[100, "gradient_descent"] == pytest.approx(99 / 101)


def test_heavy_ball_moves_away_before_it_comes_and_gradient_descent_does_not(rates):
    assert rates.peak[1000, "heavy_ball"] == pytest.approx(2.39, abs=0.01)
    assert all(rates.peak[kappa, "gradient_descent"] == 1 for kappa in (10, 100, 1000))


def test_the_race_at_one_eta_is_a_race_of_step_lengths():
    race = step03b.race()
    gd, average, ball, nesterov = (race.equal[rule] for rule in step03b.RULES)
    assert gd[:2].tolist() == [8860, 882] and ball.tolist()[:3] == [803, 162, 158] and ball[3] == np.inf
    assert abs(gd[1] / ball[0] - 1) < 0.15, "the same length of steps, the same number"
    assert average[1] == ball[0] and nesterov[2] == np.inf and average[3] == 162 and np.all(np.isinf(gd[2:]))
    best = {rule: steps for rule, (steps, _) in race.best.items()}
    assert best["momentum"] == best["heavy_ball"] == 95 and best["nesterov"] == 51 and best["gradient_descent"] == 446
    assert race.best["momentum"][1] == pytest.approx(10 * race.best["heavy_ball"][1])


# -- where momentum does not help --------------------------------------------------------------------------------------


def test_on_a_round_bowl_gradient_descent_needs_one_step():
    steps = step03b.round_bowl().steps
    assert steps == {0.0: 1, 0.5: 38, 0.9: 262}
    for beta in (0.5, 0.9):  # no rate brings the factor below sqrt(beta); a double root takes a little longer
        assert np.log(1e-6) / np.log(np.sqrt(beta)) * 0.9 < steps[beta] < 1.3 * np.log(1e-6) / np.log(np.sqrt(beta))


def test_the_noise_floor_is_theorys_and_beta_hardly_moves_it_at_the_same_step_length():
    floor = step03b.noise_floor()
    for key, theory in floor.theory.items():
        assert floor.measured[key] == pytest.approx(theory, rel=0.04)
    average = [floor.theory["momentum", beta] for beta in (0.0, 0.9, 0.99)]
    np.testing.assert_allclose(average, [0.0526, 0.0501, 0.0500], atol=5e-5)
    assert floor.theory["heavy_ball", 0.9] == pytest.approx(0.5135, abs=5e-5)
    assert floor.theory["heavy_ball", 0.99] == pytest.approx(5.129, abs=5e-4)


def test_the_noise_floor_of_theory_solves_the_equation_of_the_variance():
    # P = A P A' + Q for the pair (x_t, x_(t-1)).
    for (rule, beta), theory in step03b.noise_floor(runs=2, steps=30).theory.items():
        alpha = 0.1 * (1 - beta) if rule == "momentum" else 0.1
        A, Q = matrix(alpha, beta, 1.0), np.diag([alpha**2, 0.0])
        P = np.linalg.solve(np.eye(4) - np.kron(A, A), Q.ravel()).reshape(2, 2)
        assert P[0, 0] == pytest.approx(theory, rel=1e-9)


@pytest.mark.parametrize("experiment", [step03b.race, step03b.settling, step03b.noise_floor, step03b.beta_sweep])
def test_a_second_run_gives_the_same_numbers(experiment):
    one, two = vars(experiment()), vars(experiment())
    for name in one:
        if name != "run":
            np.testing.assert_equal(one[name], two[name])


def test_momentum_at_a_small_eta_is_gradient_descent_with_a_longer_step():
    bowl = quadratic([1.0, 25.0], start=(10.0, 1.0))
    slow = minimize("heavy_ball", bowl, bowl.start, 4000, eta=1e-4, beta=0.9)
    plain = minimize("gradient_descent", bowl, bowl.start, 4000, eta=1e-3)
    far = np.abs(slow.theta[500:] - plain.theta[500:]).max()
    assert far < 0.06, "a lag of beta / (1 - beta) = 9 steps, and nothing else"
