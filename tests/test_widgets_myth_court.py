"""MythCourt: the table is the runs, the first case agrees with theory, the verdict is kept with the other answers."""

import json

import numpy as np
import pytest
from widget_checks import answers, sleeps_well

from course.experiments.learning_rates import RATES, bowls, rate_runs
from course.widgets.myth_court import MythCourt

RUNS = [
    {"problem": p, "optimizer": o, "eta": eta, "seed": seed, "loss": (1 + seed) * eta + (o == "adam")}
    for p in ("a", "b") for o in ("gradient_descent", "adam") for eta in (0.1, 1.0) for seed in range(3)
]  # fmt: skip


def court(**changes):
    how = {"metrics": {"loss": "test loss"}, "sides": [("gradient_descent", 0.1), ("adam", 1.0)], "verdict": "false",
           "because": "It depends.", **changes}  # fmt: skip
    return MythCourt("Adam always beats SGD.", RUNS, **how)


@pytest.fixture(autouse=True)
def own_answers(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_ANSWERS", str(tmp_path))
    return tmp_path / "answers.json"


def test_it_opens_asleep_and_awake(monkeypatch):
    sleeps_well(MythCourt.bigger_is_faster, monkeypatch)


def test_the_table_holds_every_run():
    widget = court()
    table = np.frombuffer(widget.table, np.float32).reshape(1, 2, 2, 2, 3)
    for row in RUNS:
        at = "ab".index(row["problem"]), int(row["optimizer"] == "adam"), int(row["eta"] == 1.0), row["seed"]
        assert table[0][at] == np.float32(row["loss"])
    assert [one["label"] for one in widget.scene["optimizers"]] == ["gradient descent", "Adam"]
    assert widget.scene["sides"] == [{"optimizer": 0, "at": 0}, {"optimizer": 1, "at": 1}] and not widget.scene["rates"]


def test_the_case_of_the_bigger_rate_is_theory():
    """Bowl with kappa 10, L = 1: the steps fall up to 2 / (L + mu) = 1.82 and rise beyond; at 2 / L and above, never."""
    rows = rate_runs()
    assert len(rows) == len(bowls()) * len(RATES) * 10
    median = {
        eta: np.median([r["steps"] for r in rows if r["problem"] == "bowl κ = 10" and r["eta"] == eta]) for eta in RATES
    }
    best = min(median, key=median.get)
    assert 1.6 <= best <= 1.85 and median[best] < 15 < 60 < median[1.95]
    assert all(np.isinf(median[eta]) for eta in RATES if eta >= 2) and np.isfinite(median[1.95])
    assert median[0.5] == pytest.approx(2 * median[1.0], rel=0.05)  # the first frame: twice the rate, half the steps
    # One coordinate is enough to tell: the slow one shrinks by 1 - eta / 10 a step.
    expected = np.log(1e-3 / (0.05 * 4 * 0.5)) / (2 * np.log(1 - 0.005))
    assert median[0.05] == pytest.approx(expected, rel=0.2)
    noisy = {
        eta: np.median([r["loss"] for r in rows if r["problem"].startswith("noisy") and r["eta"] == eta])
        for eta in RATES
    }
    assert min(noisy, key=noisy.get) < 0.5


def test_the_verdict_is_kept_and_comes_back(own_answers, monkeypatch):
    widget = court(key="06.adam")
    sent = answers(widget, monkeypatch)
    widget._receive(None, {"do": "vote", "said": "true"}, [])
    widget._receive(None, {"do": "vote", "said": "false"}, [])
    kept = json.loads(own_answers.read_text(encoding="utf-8"))["answers"]["06.adam"]
    assert kept["said"] == "false" and kept["verdict"] == "false" and kept["kind"] == "vote"
    assert sent[-1] == ({"note": "", "answers": "vote"}, [])
    assert court(key="06.adam").scene["said"] == "false" and court().scene["said"] == ""


def test_without_a_key_nothing_is_written(own_answers):
    court()._receive(None, {"do": "vote", "said": "true"}, [])
    court(key="06.adam")._receive(None, {"do": "vote", "said": "no such option"}, [])
    assert not own_answers.exists()


def test_axes_leave_a_band_for_what_never_arrived():
    case = MythCourt.bigger_is_faster()
    steps = case.scene["metrics"][0]
    assert steps["lo"] < np.log10(10) and np.log10(2000) < steps["top"] < steps["hi"]
    plain = court().scene["metrics"][0]
    assert plain["hi"] == pytest.approx(plain["top"])


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"metrics": {"accuracy": "accuracy"}}, "lacks accuracy"), ({"verdict": "perhaps"}, "not among"), ({"sides": [("sgd", 1.0)] * 2}, "No run is of")],
)  # fmt: skip
def test_what_does_not_fit_is_said(changes, says):
    with pytest.raises(ValueError, match=says):
        court(**changes)
