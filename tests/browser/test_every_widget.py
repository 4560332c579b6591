"""Every widget in a real JupyterLab: opens, is painted, follows the pointer and the keyboard, complains of nothing."""

import gallery
import looking
import pytest

NAMES = list(gallery.WIDGETS)


@pytest.fixture
def widget(everything, request):
    root = everything.widget(1 + NAMES.index(request.param))
    root.evaluate("(e) => e.scrollIntoView({ block: 'start' })")
    everything.page.wait_for_timeout(150)
    return root


@pytest.mark.parametrize("widget", NAMES, indirect=True)
def test_it_opens_with_a_name_for_everything(widget):
    assert looking.painted(widget)
    assert widget.locator(".title").inner_text()
    assert widget.locator(".word").inner_text()
    unnamed = """(root) => [...root.querySelectorAll('canvas, input, button, select, [tabindex]')]
        .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.closest('label')?.textContent.trim())).length"""
    assert widget.evaluate(unnamed) == 0
    assert widget.locator(".trouble").inner_text() == ""


@pytest.mark.parametrize("widget", NAMES, indirect=True)
def test_the_pointer_moves_it(everything, widget, request):
    name = request.node.callspec.params["widget"]
    with looking.changes(everything.page, widget):
        if name in gallery.PRESS:
            widget.locator(".controls button").last.click()
        else:
            box = widget.locator(".handle, input[type=range]").first.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            everything.page.mouse.move(x, y)
            everything.page.mouse.down()
            everything.page.mouse.move(x - 25, y - 14, steps=5)
            everything.page.mouse.up()


@pytest.mark.parametrize("widget", NAMES, indirect=True)
def test_arrow_keys_move_it_and_leave_the_notebook_alone(everything, widget, request):
    name = request.node.callspec.params["widget"]
    page = everything.page
    thing = (
        widget.locator(".list button").nth(4)
        if name in gallery.PRESS
        else widget.locator(".handle, input[type=range]").first
    )
    active = "() => [...document.querySelectorAll('.jp-Cell')].findIndex((c) => c.classList.contains('jp-mod-active'))"
    with looking.changes(page, widget):
        thing.focus()
        before = page.evaluate(active)
        for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "Enter") if name in gallery.PRESS else ("ArrowLeft",) * 3:
            page.keyboard.press(key)
    assert page.evaluate(active) == before
    assert thing.evaluate("(e) => e === document.activeElement")


def test_nothing_complained(everything):
    assert everything.errors == []
