"""The figures: they draw what they were given, say so in words, and hide nothing under anything."""

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course import plots
from course.descent import minimize
from course.objectives import OBJECTIVES, ravine
from course.optimizers import OPTIMIZERS
from course.plots.__main__ import main
from course.plots.gallery import FIGURES


@pytest.fixture(autouse=True)
def close_figures():
    with plt.rc_context():
        plots.use_style()
        yield
    plt.close("all")


def texts(figure):
    return [text for ax in figure.axes for text in ax.texts if text.get_text()]


@pytest.mark.parametrize("name", FIGURES)
def test_gallery_figures_have_a_message_names_and_words(name):
    figure = FIGURES[name]()
    figure.canvas.draw()
    assert len(figure.alt_text) > 40
    for ax in figure.axes:
        assert len(ax.get_title(loc="left").split()) >= 3
        if ax.axison:
            assert ax.get_xlabel() and ax.get_ylabel()


@pytest.mark.parametrize("name", FIGURES)
def test_words_in_figures_neither_overlap_nor_leave_the_paper(name):
    figure = FIGURES[name]()
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in texts(figure)]
    boxes += [ax._left_title.get_window_extent() for ax in figure.axes]
    paper = figure.bbox
    for i, box in enumerate(boxes):
        assert box.x0 >= paper.x0 and box.x1 <= paper.x1 and box.y0 >= paper.y0 and box.y1 <= paper.y1
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_every_optimizer_has_its_own_look():
    assert set(plots.STYLE) == set(OPTIMIZERS)
    looks = [(look["color"], look["linestyle"]) for look in plots.STYLE.values()]
    assert len(set(looks)) == len(looks)
    assert len({look["marker"] for look in plots.STYLE.values()}) == len(looks)
    assert plots.style("my_own_rule")["label"] == "my own rule"


def test_path_draws_the_run_and_stops_where_it_stops_being_finite():
    bowl = ravine(25)
    ax = plots.contour(bowl)
    before = len(ax.lines)
    run = minimize("gradient_descent", bowl, bowl.start, 400, eta=1e6)
    plots.path(run, ax)
    drawn = ax.lines[before].get_xydata()
    assert np.isfinite(drawn).all() and 1 < len(drawn) < 401
    np.testing.assert_allclose(drawn[0], bowl.start)


def test_path_draws_several_runs_under_one_label():
    bowl = ravine(25)
    ax = plots.contour(bowl, minimizers=False)
    plots.path(minimize("gradient_descent", bowl, [[1.0, 1.0], [2.0, 2.0], [3.0, -1.0]], 5, eta=0.01), ax)
    assert len(ax.get_legend_handles_labels()[1]) == 1
    assert len(ax.lines) == 9


def test_arrows_point_downhill_by_the_gradient():
    bowl = OBJECTIVES["bowl"]
    ax = plots.arrow_field(bowl)
    (quiver,) = ax.collections
    at, arrows = quiver.get_offsets(), np.stack([quiver.U, quiver.V], axis=-1)
    inward = -(at * arrows).sum(-1)
    assert (inward >= 0).all() and inward.max() > 0


def test_chord_is_green_when_the_inequality_holds_and_dashed_when_not():
    good = plots.chord(lambda x: x**2, -1, 1, 0.5)
    bad = plots.chord(lambda x: -(x**2), -1, 1, 0.5)
    assert "gap \N{MINUS SIGN}1" in [text.get_text() for text in good.texts]
    assert "gap +1" in [text.get_text() for text in bad.texts]
    assert good.lines[2].get_linestyle() != bad.lines[2].get_linestyle()


def test_loss_curves_never_plot_below_the_floor_and_survive_divergence():
    bowl = ravine(4)
    runs = {
        "flies away": minimize("gradient_descent", bowl, bowl.start, 2000, eta=9.0),
        "arrives": minimize("gradient_descent", bowl, bowl.start, 2000, eta=0.4),
    }
    with np.errstate(over="ignore", invalid="ignore"):
        ax = plots.loss_curves(runs)
    lowest = min(np.nanmin(line.get_ydata()) for line in ax.lines)
    assert lowest >= 1e-16
    assert {text.get_text() for text in ax.texts} == set(runs)


def test_loss_curves_refuse_two_runs_under_one_name():
    bowl = ravine(4)
    run = minimize("gradient_descent", bowl, bowl.start, 3, eta=0.1)
    with pytest.raises(ValueError, match="label"):
        plots.loss_curves([run, run])


def test_strip_marks_turns_and_skips_pauses():
    class Walk:
        rule, t = "gradient_descent", np.arange(7)
        theta = np.array([0.0, 1, 1, 0, 1, 1, 2])[:, None]

    turns = plots.strip(Walk, 0).lines[-1].get_xydata()
    np.testing.assert_array_equal(turns, [[2, 1], [3, 0]])


def test_basin_map_counts():
    starts = np.array([[0.0, 0], [1, 1], [2, 2], [3, 3]])
    ax = plots.basin_map(starts, [0, 1, 1, -1], [[0, 0], [2, 2]])
    assert [len(line.get_xdata()) for line in ax.lines] == [1, 1, 2, 1, 1]


def test_wrong_dimension_is_said_in_words():
    with pytest.raises(ValueError, match="plots.curve"):
        plots.contour(OBJECTIVES["parabola"])
    with pytest.raises(ValueError, match="plots.contour"):
        plots.curve(OBJECTIVES["bowl"])
    with pytest.raises(ValueError, match="box"):
        plots.curve(np.square)


def test_alt_text_is_shown_beside_the_picture(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, metadata=None: shown.append((data, metadata)))
    figure, ax = plt.subplots()
    ax.set_title("Steps shrink")
    assert plots.alt(ax, "Each   step is\nsmaller & smaller.") is None
    figure._ipython_display_()
    (picture, facts), (words, _) = shown
    assert facts == {"image/png": {"alt": "Each step is smaller & smaller."}}
    assert picture["text/plain"] == "Figure: Steps shrink"
    assert "smaller &amp; smaller" in words["text/html"]
    with pytest.raises(ValueError, match="empty"):
        plots.alt(figure, " ")


def test_command_saves_every_figure_and_says_what_to_do_without_a_display(tmp_path, capsys):
    assert main(["--save", str(tmp_path / "figures")]) == 0
    saved = {file.stem: file.read_bytes() for file in (tmp_path / "figures").iterdir()}
    assert set(saved) == set(FIGURES)
    assert all(data.startswith(b"\x89PNG") and b"Software" not in data for data in saved.values())
    capsys.readouterr()
    assert main([]) == 2
    assert "--save" in capsys.readouterr().out
