"""What widgets say while they are moved is what the course computes; what fails is told in its place; a verdict is kept."""

import re

import looking
import numpy as np
import pytest

from course.experiments.step01 import fog_hike, fog_maps
from course.widgets import FogHike, ScheduleLab, StepAnatomy, standalone
from course.widgets.fog import _theta, _unit
from course.widgets.schedule_lab import ETAS, table

FRAGILE = """
def fragile(figure, n):
    figure.subplots().plot([0, 1 / (n - 3)])
    return f"n is {n}"

Dial(fragile, n=range(8), at={"n": 1})
"""
KEYS = {"ArrowLeft": (-1, 0), "ArrowDown": (0, -1), "ArrowRight": (1, 0), "ArrowUp": (0, 1)}


@pytest.fixture
def show(chromium, tmp_path):
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    errors = looking.watch(page)

    def open_page(widget):
        path = tmp_path / "page.html"
        path.write_text(standalone(widget), encoding="utf-8")
        page.goto(path.as_uri())
        return page, looking.wait_painted(page, page.locator(".course"))

    yield open_page
    assert errors == []
    context.close()


def turn(page, slider, index):
    """Set a slider to a number and let it know, as a hand would."""
    slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", index)


@pytest.mark.parametrize("name", list(fog_maps()))
def test_the_hikers_height_is_the_maps(show, name):
    page, root = show(FogHike(name))
    place, here = fog_maps()[name], _unit(fog_maps()[name], fog_maps()[name].start)
    top = float(place.value(place.start)) - place.minimum
    root.locator(".handle").focus()
    for steps, key in enumerate(["ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"], start=1):
        page.keyboard.press(key)
        here = np.clip(here + 0.1 * np.array(KEYS[key]), -1, 1)
        told = re.search(r"Step (\d+): (\S+) % of the height left, .*steps (\S+) %", root.locator(".word").inner_text())
        own = 100 * (float(place.value(_theta(place, here))) - place.minimum) / top
        rival = 100 * (fog_hike(name).path.loss[steps] - place.minimum) / top
        assert int(told[1]) == steps
        assert float(told[2]) == pytest.approx(own, rel=0.051, abs=0.02)  # two digits are told
        assert float(told[3]) == pytest.approx(rival, rel=0.051)
    page.wait_for_timeout(400)  # nothing steps by itself after a key
    assert root.locator(".word").inner_text().startswith("Step 6")


def test_a_press_steps_towards_the_pointer_and_the_fog_lifts(show):
    page, root = show(FogHike())
    before = looking.pictures(root)
    box = root.locator("canvas").first.bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + 300)
    assert root.locator(".word").inner_text().startswith("Step 1")
    fogged = looking.pictures(root)
    root.get_by_role("button", name="Lift the fog").click()
    page.wait_for_timeout(200)
    assert "gradient descent needs 47" in root.locator(".word").inner_text()
    assert len({before[0], fogged[0], looking.pictures(root)[0]}) == 3


def test_the_schedules_words_are_the_tables(show):
    page, root = show(ScheduleLab())
    turn(page, root.locator("input[type=range]").first, list(ETAS).index(0.2))
    turn(page, root.locator("input[type=range]").nth(1), 9)
    square = 10.0 ** table("inverse_time")[1][9, list(ETAS).index(0.2), 0, -1]
    words = root.locator(".word").inner_text()
    assert "η₀ = 0.2, k = 1:" in words and "is below 1/2" in words
    assert float(re.search(r"distance² is (\S+) where", words)[1]) == pytest.approx(square, rel=0.03)


def test_the_first_step_is_eta_with_and_3_16_eta_without_correction(show):
    page, root = show(StepAnatomy())
    assert "The step is 1 and 1 times η" in root.locator(".word").inner_text()
    root.get_by_label("bias correction").uncheck()
    assert "The step is 3.2 and 3.2 times η" in root.locator(".word").inner_text()
    inside = StepAnatomy().steps_inside()
    root.get_by_label("bias correction").check()
    turn(page, root.locator("input[type=range]").first, 7)
    told = re.search(r"slopes are (\S+) and (\S+);", root.locator(".word").inner_text())
    assert [float(told[k].replace("−", "-")) for k in (1, 2)] == pytest.approx(inside[6, :, 1], rel=0.06)


def test_a_picture_that_fails_is_told_and_the_next_one_comes(everything):
    root, page = everything.widget(everything.add(FRAGILE)), everything.page
    slider, words, trouble = (root.locator(which) for which in ("input[type=range]", ".word", ".trouble"))
    for n, says in ((2, "n is 2"), (3, "No picture"), (4, "n is 4")):
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "([e, text]) => e.textContent.startsWith(text)", arg=[words.element_handle(), says], timeout=15_000
        )
        page.wait_for_timeout(100)
        assert ("ZeroDivisionError" in trouble.inner_text()) == (n == 3)
    assert everything.errors == []


def test_a_verdict_is_kept_beside_the_notebook(everything, lab):
    root = everything.widget(everything.add("MythCourt.bigger_is_faster()"))
    root.locator("button", has_text="true if").click()
    assert "below the best rate" in root.inner_text()
    kept = lab.answer(everything.page, "06.bigger-is-faster")
    assert kept["said"] == "true if ..." == kept["verdict"]
    assert everything.errors == []
