"""A saved notebook that is opened again: pictures and notes, no broken widget; alive after its cells have run. Also in Notebook 7."""

import gallery
import looking
import pytest

NOTE = "Run this cell to wake the picture: then it moves under your hand."
FIRST = 1  # the cell of the first widget; the cell before it imports


def output(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea").first


def copy(lab, notebook, name, **changes):
    """The saved notebook under another name, where no kernel knows its widgets."""
    notebook.save()
    text = (lab.work / "everything.ipynb").read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    path = lab.work / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reopened(chromium, lab, everything):
    """The notebook with every widget and card as it looks when it was saved and is opened on another day."""
    from conftest import Notebook

    notebook = Notebook(chromium, lab, copy(lab, everything, "reopened.ipynb"))
    notebook.asleep()
    yield notebook
    notebook.close()


@pytest.mark.parametrize("cell", range(len(gallery.WIDGETS)), ids=list(gallery.WIDGETS))
def test_a_sleeping_widget_is_a_picture_with_words(reopened, cell):
    here = output(reopened.page, FIRST + cell)
    assert here.inner_text().strip() == NOTE
    assert here.locator("img").is_visible()
    assert here.locator(".course").count() == 0


@pytest.mark.parametrize("cell", range(len(gallery.CARDS)))
def test_a_sleeping_card_is_its_question(reopened, cell):
    here = output(reopened.page, FIRST + len(gallery.WIDGETS) + cell)
    assert here.locator(".course-asleep").is_visible()
    assert "rror" not in here.inner_text()


def test_all_of_them_wake(reopened):
    reopened.run()
    for cell in range(len(gallery.WIDGETS)):
        here = output(reopened.page, FIRST + cell)
        assert looking.painted(reopened.widget(FIRST + cell))
        assert NOTE not in here.inner_text()  # picture and note make way
        assert not here.locator(".jp-OutputArea-child > .jp-OutputArea-output > img").first.is_visible()
    for cell in range(len(gallery.CARDS)):
        here = output(reopened.page, FIRST + len(gallery.WIDGETS) + cell)
        here.locator(".course-card").wait_for()
        assert not here.locator(".course-asleep").is_visible()


def test_somebody_elses_notebook_keeps_pictures_and_notes(lab, everything, open_notebook):
    """JupyterLab takes styles and views out of a notebook that it does not trust."""
    opened = open_notebook(copy(lab, everything, "theirs.ipynb", wake_the_picture="wake this picture"))
    opened.page.wait_for_selector(".jp-OutputArea img")
    opened.page.wait_for_timeout(2000)  # long enough for a view to be tried
    here = output(opened.page, FIRST)
    assert here.locator("img").is_visible()
    assert opened.page.locator(".jp-OutputArea style").count() == 0
    assert here.inner_text().strip() == NOTE.replace("the picture", "this picture")


def test_saved_reopened_and_woken_in_notebook_7(lab, open_notebook):
    path = lab.write("seven.ipynb", gallery.SETUP + "\n" + gallery.WIDGETS["explorer"])
    first = open_notebook(path, seven=True)
    first.run()
    root = first.widget(0)
    assert NOTE not in output(first.page, 0).inner_text()
    with looking.changes(first.page, root):
        root.locator("input[type=range]").first.focus()
        first.page.keyboard.press("ArrowRight")
    first.save()
    assert first.errors == []
    first.close()
    again_path = lab.work / "seven-again.ipynb"
    again_path.write_bytes(path.read_bytes())

    again = open_notebook(again_path, seven=True)
    again.asleep()
    assert output(again.page, 0).inner_text().strip() == NOTE
    assert again.page.locator(".jp-OutputArea img").first.is_visible()
    again.run()
    assert looking.painted(again.widget(0))
    assert NOTE not in output(again.page, 0).inner_text()
