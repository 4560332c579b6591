"""The browser tests themselves: broken JavaScript and a blank canvas must fail them, a sound page must not."""

import looking
import pytest

from course.objectives import OBJECTIVES
from course.widgets import Explorer, presets, standalone

BROKEN = """
from course.widgets import presets
w = presets.dial()
w._esm = w._esm.replace("function valley(", "function valley((")
w
"""


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.errors = looking.watch(page)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def show(page, text, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    page.goto(path.as_uri())


def test_a_sound_page_passes_and_asks_nobody(page, tmp_path):
    show(page, standalone(Explorer(OBJECTIVES["ravine"])), tmp_path)
    root = looking.wait_painted(page, page.locator(".course"))
    with looking.changes(page, root):
        root.locator("input[type=range]").first.focus()
        page.keyboard.press("ArrowLeft")
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  paint(painter) {", "  paint(painter) { return;", "blank"),  # nothing is drawn
        ("    painter(g, this);\\n", "", "did not change"),  # axes only
        ("function explorer(", "function explorer((", "not painted"),  # does not parse
        ("class Family {", "class Familiar {", "not painted"),  # fails while it runs
    ],
)
def test_a_broken_page_fails(page, tmp_path, old, new, says):
    text = standalone(Explorer(OBJECTIVES["ravine"]))
    assert text.count(old) == 1
    show(page, text.replace(old, new), tmp_path)
    with pytest.raises(AssertionError, match=says):  # noqa: PT012 - either step may see it
        root = looking.wait_painted(page, page.locator(".course"), timeout=2000)
        with looking.changes(page, root):
            root.locator("input[type=range]").first.focus()
            page.keyboard.press("ArrowLeft")


def test_broken_javascript_is_seen_in_jupyterlab(everything):
    before = list(everything.errors)
    cell = everything.add(BROKEN)
    try:
        with pytest.raises(AssertionError, match="not painted"):
            everything.widget(cell, timeout=3000)
        assert len(everything.errors) > len(before)
    finally:
        everything.errors[:] = before  # these were asked for, and are no other test's


def test_a_learners_error_is_told_in_the_widget_which_lives_on(page, tmp_path):
    def broken(theta, grad, t, *, eta=0.1):
        raise RuntimeError("no such luck")

    show(page, standalone(Explorer(OBJECTIVES["ravine"], ("gradient_descent", broken))), tmp_path)
    looking.wait_painted(page, page.locator(".course"))
    assert "no such luck" in page.locator(".trouble").inner_text()


def test_narrow_pages_do_not_scroll_sideways(page, tmp_path):
    page.set_viewport_size({"width": 320, "height": 800})
    for widget in (presets.race(), presets.flat_places(), presets.breaking_adam(), presets.chord()):
        show(page, standalone(widget), tmp_path)
        looking.wait_painted(page, page.locator(".course"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
