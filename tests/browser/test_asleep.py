"""A saved notebook that is opened again: picture and note, no broken widget; alive after its cell has run. Also in Notebook 7."""

import gallery
import looking
import pytest


def visible_text(page):
    return page.locator(".jp-OutputArea").first.inner_text()


@pytest.mark.parametrize("seven", [False, True], ids=["lab", "notebook7"])
def test_saved_reopened_and_woken(lab, open_notebook, seven):
    path = lab.write(f"saved-{seven}.ipynb", gallery.SETUP + "\n" + gallery.WIDGETS["explorer"])
    first = open_notebook(path, seven=seven)
    first.run(1)
    root = first.widget(0)
    assert "Run this cell" not in visible_text(first.page)  # alive: picture and note make way
    assert not first.page.locator(".jp-OutputArea img").first.is_visible()
    with looking.changes(first.page, root):
        root.locator("input[type=range]").first.focus()
        first.page.keyboard.press("ArrowRight")
    first.command("docmanager:save")
    first.page.wait_for_timeout(1500)
    first.command("notebook:shutdown-kernel" if not seven else "kernelmenu:shutdown")
    first.page.wait_for_timeout(1000)
    assert first.errors == []
    first.close()

    again = open_notebook(path, seven=seven)
    again.page.wait_for_selector(".jp-OutputArea img")
    again.page.wait_for_timeout(4000)  # long enough for the front end to look for the model in vain
    assert again.page.locator(".jp-OutputArea img").first.is_visible()
    assert visible_text(again.page).strip() == "Run this cell to wake the picture: then it moves under your hand."
    if not seven:
        untrusted(lab, open_notebook, path)
    again.run(1)
    again.page.wait_for_selector(".course canvas")
    assert looking.painted(again.widget(0))
    assert "Run this cell" not in visible_text(again.page)
    assert not again.page.locator(".jp-OutputArea img").first.is_visible()


def untrusted(lab, open_notebook, path):
    """The same file from somebody else: JupyterLab takes styles and views out of it, picture and note stay."""
    theirs = lab.work / "theirs.ipynb"
    theirs.write_text(
        path.read_text(encoding="utf-8").replace("wake the picture", "wake this picture"), encoding="utf-8"
    )
    opened = open_notebook(theirs)
    opened.page.wait_for_selector(".jp-OutputArea img")
    opened.page.wait_for_timeout(3000)
    assert opened.page.locator(".jp-OutputArea img").first.is_visible()
    assert opened.page.locator(".jp-OutputArea style").count() == 0
    assert visible_text(opened.page).strip() == "Run this cell to wake this picture: then it moves under your hand."
    opened.close()
