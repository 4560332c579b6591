"""What the front end does without asking Python: pages of their own, quick to open."""

import re

import looking
import pytest

from course.objectives import OBJECTIVES
from course.widgets import Explorer, presets, standalone


@pytest.fixture
def page(chromium, tmp_path):
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.errors = looking.watch(page)

    def show(widget):
        path = tmp_path / "page.html"
        path.write_text(standalone(widget), encoding="utf-8")
        page.goto(path.as_uri())
        page.root = looking.wait_painted(page, page.locator(".course"))
        return page.root

    page.show = show
    yield page
    assert page.errors == []
    context.close()


def values(root):
    return root.locator(".legend output").all_inner_texts()


def told(root, words):
    """The words below the picture say so, within a few frames."""
    root.locator(".word", has_text=words).wait_for(timeout=5000)


def test_each_rule_takes_a_best_rate_at_which_it_stays_on_the_map(page):
    root = page.show(presets.race())
    with looking.changes(page, root):
        root.get_by_text("each at its best").click()
    assert len(values(root)) == 4 and not any("off" in text for text in values(root))
    rates = [float(text.split(" at ")[1]) for text in values(root)]
    assert len(set(rates)) > 1
    assert not root.locator(".handle.bar").is_visible()  # there is no one rate to take hold of
    with looking.changes(page, root):
        root.locator("input[type=range]").first.press("ArrowRight")
    assert root.get_by_text("one η for all").get_attribute("aria-pressed") == "true"


def test_a_slider_shows_what_python_computed_for_its_value(page):
    widget = Explorer(OBJECTIVES["ravine"], ("gradient_descent", "adam"), etas=(1e-3, 0.1), eta=0.02)
    root = page.show(widget)
    root.locator("input[type=range]").first.press("End")
    assert values(root)[0] == "off the map"  # gradient descent at 0.1 > 2/25
    root.locator("input[type=range]").first.press("Home")
    run = widget._run(1, widget.start, widget._values[:1])
    assert float(values(root)[1]) == pytest.approx(run.loss[-1, 0], rel=0.01)


def test_the_legend_switches_a_rule_off_and_on(page):
    root = page.show(Explorer(OBJECTIVES["ravine"]))
    before = looking.settled(page, root)
    press = root.locator(".legend button").nth(2)
    with looking.changes(page, root):
        press.click()
    assert "Adam" not in root.locator(".word").inner_text()
    press.click()
    page.mouse.move(5, 5)
    assert looking.settled(page, root) == before


def test_play_step_and_reset(page):
    root = page.show(presets.dial())
    whole = looking.settled(page, root)
    root.get_by_text("Reset").click()
    told(root, "After 0 steps the distance is 1.")
    root.get_by_text("One step").click()
    told(root, "After 1 step the distance is 0.5")
    with looking.changes(page, root):
        root.get_by_text("Play").click()
    root.get_by_text("Pause").click()
    root.get_by_text("Play").click()
    root.get_by_text("Play").wait_for(timeout=15_000)  # the film has come to its end
    page.mouse.move(5, 5)
    assert looking.settled(page, root) == whole


def test_pointing_at_a_curve_tells_the_step(page):
    root = page.show(Explorer(OBJECTIVES["ravine"]))
    box = root.locator("canvas").nth(1).bounding_box()
    with looking.changes(page, root):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    steps = int(re.search(r"after (\d+) steps", root.locator(".word").inner_text())[1])
    assert 80 < steps < 120
    root.locator("canvas").nth(1).focus()
    page.keyboard.press("ArrowLeft")
    told(root, f"after {steps - 2} steps")
    page.mouse.move(5, 5)
    told(root, "after 200 steps")


def test_a_finger_drags_the_handle_and_scrolls_beside_it(chromium, tmp_path):
    context = chromium.new_context(viewport={"width": 400, "height": 500}, has_touch=True, is_mobile=True)
    page = context.new_page()
    path = tmp_path / "page.html"
    path.write_text(standalone(presets.chord()), encoding="utf-8")
    page.goto(path.as_uri())
    root = looking.wait_painted(page, page.locator(".course"))
    touch = context.new_cdp_session(page)

    def swipe(x, y, dx, dy):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for k in range(1, 9):
            touch.send(
                "Input.dispatchTouchEvent",
                {"type": "touchMove", "touchPoints": [{"x": x + dx * k / 8, "y": y + dy * k / 8}]},
            )
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    box = root.locator(".handle").nth(1).bounding_box()
    with looking.changes(page, root):
        swipe(box["x"] + 22, box["y"] + 22, -60, 0)
    assert page.evaluate("scrollY") == 0
    still = looking.settled(page, root)
    canvas = root.locator("canvas").first.bounding_box()
    swipe(canvas["x"] + 60, canvas["y"] + canvas["height"] - 60, 0, -120)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 50
    assert looking.settled(page, root) == still
    context.close()


def test_a_thousand_moves_leave_nothing_behind(page):
    root = page.show(presets.race())
    count = "() => document.querySelectorAll('*').length"
    before = page.evaluate(count)
    moves = """(input) => { for (let i = 0; i < 1000; i += 1) {
        input.value = i % 64; input.dispatchEvent(new Event('input', { bubbles: true })); input.dispatchEvent(new Event('change', { bubbles: true })); } }"""
    root.locator("input[type=range]").first.evaluate(moves)
    assert page.evaluate(count) == before


def test_on_a_narrow_page_the_slider_stands_below_the_picture_it_moves(page):
    root = page.show(presets.race())

    def tops():
        boxes = [*root.locator("canvas").all(), root.locator(".slider.main").first]
        return [round(box.bounding_box()["y"]) for box in boxes]

    first, second, third, slider = tops()
    assert first == second == third < slider
    with looking.changes(page, root):
        page.set_viewport_size({"width": 400, "height": 900})
    first, second, third, slider = tops()
    assert first < slider < second < third
    page.set_viewport_size({"width": 1100, "height": 900})
    page.wait_for_function("document.querySelector('.controls > .slider.main') !== null")


def test_it_follows_the_theme(page):
    root = page.show(presets.dial())
    corner = "(c) => [...c.getContext('2d').getImageData(2, 2, 1, 1).data].slice(0, 3)"
    assert min(root.locator("canvas").first.evaluate(corner)) > 200
    with looking.changes(page, root):
        page.emulate_media(color_scheme="dark")
    assert max(root.locator("canvas").first.evaluate(corner)) < 60


def test_the_description_follows_the_state(page):
    root = page.show(presets.dial())
    before = root.locator("canvas").first.get_attribute("aria-label")
    root.locator("input[type=range]").first.press("ArrowRight")
    after = root.locator("canvas").first.get_attribute("aria-label")
    assert before != after and "multiplies θ by" in after
    assert root.locator("[aria-live=polite]").inner_text() == root.locator(".word").inner_text()
