"""The experiments of lesson 04 give the numbers that their docstrings and the lesson state, within what theory or repeated runs allow."""

import numpy as np
import pytest

from course.experiments import digits_net, step04


@pytest.mark.claim(58)
def test_steps_against_the_gradient_alone_teach_a_network_to_read():
    for seed in range(2):
        run = step04.learning(seed=seed)
        assert 2.2 < run.loss[0] < 3 and run.accuracy[0] < 0.35, "it begins near chance"
        assert np.all(np.diff(run.loss) < 0) and run.loss[-1] < 0.12
        assert run.accuracy[-1] == pytest.approx(0.97, abs=0.02)
    run = step04.learning()
    assert run.accuracy[1] == pytest.approx(0.35, abs=0.01) and run.loss[1] == pytest.approx(2.10, abs=0.01)
    assert run.reads.shape == (len(run.steps), 12) and np.array_equal(run.reads[-1], run.truth)


@pytest.fixture(scope="module")
def board():
    return step04.board()


@pytest.mark.claim(60)
def test_over_five_decades_the_learning_rate_decides_everything(board):
    assert board.usual == pytest.approx(0.976, abs=0.006) and max(board.wide.values()) == board.usual
    assert board.wide[0.001] < 0.35 and board.wide[100.0] < 0.85, "it fails on both sides"


@pytest.mark.claim(60)
def test_ten_times_off_width_and_batch_cost_more_than_the_rate(board):
    lost = {name: board.lost(name) for name in board.turned}
    assert lost["hidden units"] > 0.18 and 0.12 < lost["batch size"] < 0.2 and 0.03 < lost["learning rate"] < 0.1
    assert lost["hidden units"] > lost["batch size"] > lost["learning rate"] > lost["momentum's beta"]
    assert lost["seed"] < 0.02, "what is told apart here is more than seeds do"


@pytest.mark.claim(60)
def test_the_rate_mends_what_the_batch_lost_and_not_what_the_width_lost(board):
    _, batch = board.again["batch size", 320]
    _, width = board.again["hidden units", 3]
    _, decay = board.again["schedule", "1 / (1 + kt)"]
    assert batch > board.turned["batch size"][320] + 0.8 * board.lost("batch size")
    assert width < board.turned["hidden units"][3] + 0.05
    assert decay > board.usual - 0.015


def test_the_network_of_the_board_is_the_models_own():
    """One pass by hand, with the formula of the notes' momentum, ends at the same weights."""
    model, _ = digits_net.networks()
    rng = np.random.default_rng([4, 0])
    theta, order = model.starts(1, rng)[0], rng.permutation(model.n)
    v = 0.0
    for k in range(model.n // 32):
        v = 0.9 * v + 0.1 * model.on(order[32 * k : 32 * k + 32]).gradient(theta)
        theta = theta - 0.5 * v
    run = digits_net.train([0.5, 2.0], passes=1)
    np.testing.assert_allclose(run.theta[0], theta, rtol=1e-9, atol=1e-12)
    assert model.n == 1078 and model.d == 2410
    assert [round(digits_net.share_left(name, 50, 100), 4) for name in ("constant", "1 / (1 + kt)", "cosine")] == [
        1,
        0.1667,
        0.5,
    ]


@pytest.mark.claim(60)
def test_the_range_test_is_lowest_near_5_where_five_passes_fit_best_and_a_cliff_begins():
    runs = [step04.range_test(seed=seed) for seed in range(5)]
    assert all(3 < run.lowest < 8 and run.steepest < run.lowest for run in runs)
    assert all(run.smooth[-1] > 3 * run.smooth[0] for run in runs), "it flies off"
    rates = (0.01, 0.1, 1.0, 2.0, 5.0, 10.0, 30.0)
    for seed in range(2):
        fixed = digits_net.train(rates, beta=0.0, seed=seed)
        assert rates[int(fixed.loss.argmin())] == 5.0 and fixed.loss[5] > 4 * fixed.loss[4]
        assert np.ptp(fixed.accuracy[2:5]) < 0.015 and fixed.accuracy[2:5].min() > 0.955
        assert fixed.accuracy[0] < 0.7 and fixed.accuracy[-1] < 0.9


@pytest.mark.claim(61)
def test_momentum_smooths_the_direction_and_hardly_the_place():
    for seed in range(2):
        run = step04.smoothed(seed=seed)
        for beta, theory in run.direction_theory.items():
            assert run.direction[beta] == pytest.approx(theory, rel=0.06)
        for key, theory in run.place_theory.items():
            assert run.place[key] == pytest.approx(theory, rel=0.06)
            assert theory > key[0] / 2
    assert run.place_theory[0.1, 0.9] == pytest.approx(0.0501, abs=1e-4) and run.place_theory[
        1.0, 0.9
    ] == pytest.approx(0.5135, abs=1e-4)


@pytest.mark.claim(59)
def test_the_certificate_holds_for_the_logistic_loss_and_lies_for_the_network():
    sure = step04.certificate()
    assert np.all(sure.bound > sure.gap)
    for seed in range(2):
        hope = step04.faith(seed=seed)
        false = hope.steps[hope.bound < hope.gap]
        assert 12 in false and 5 < len(false) < 15, "false on the plateau, and only there"
        assert hope.bound[12] < 0.06 and hope.gap[12] > 0.6
        assert hope.zero[0] < 1e-12 and hope.zero[1] > 0.6, "zero weights are a saddle: no way out along the gradient"
        assert 0.035 < hope.ends.min() < hope.ends.max() < 0.05, "and all usual starts train"


@pytest.mark.claim(62)
def test_on_digits_adam_leads_early_then_it_is_a_draw_and_in_the_game_it_does_not_converge():
    for seeds in ((0, 1, 2), (3, 4, 5)):
        run = step04.adam_or_sgd(seeds=seeds)
        assert run.first["adam"] < 0.8 * run.first["gradient_descent"]
        assert 0.4 < run.last["adam"] / run.last["gradient_descent"] < 2, "a draw"
        assert abs(run.accuracy["adam"] - run.accuracy["gradient_descent"]) < 0.015
    game = step04.reddi()
    assert game["adam_uncorrected"].end > 0.99 > -0.99 > game["gradient_descent"].end
