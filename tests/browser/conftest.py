"""One Chromium and one JupyterLab for all browser tests; skipped with a reason where there is no browser."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import gallery  # noqa: E402
import looking  # noqa: E402
import server  # noqa: E402


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path, why = server.browser()
    if path is None:
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=server.CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    pytest.importorskip("jupyterlab")
    with server.Server(tmp_path_factory.mktemp("lab")) as running:
        yield running


class Notebook:
    """A notebook open in JupyterLab or Notebook 7, with what its page complained of."""

    def __init__(self, chromium, lab, path, *, seven=False, size=(1280, 900)):
        self.context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        self.page = self.context.new_page()
        self.page.set_default_timeout(180_000)
        self.errors = looking.watch(self.page)
        self.asked = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(lab.url(("notebooks/" if seven else "lab/tree/") + path.name))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(
            "window.jupyterapp !== undefined && window.jupyterapp.commands.hasCommand('notebook:run-all-cells')"
        )

    def run(self):
        """Run all cells and wait until they have run."""
        idle = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        self.page.wait_for_function(idle)
        self.errors.clear()  # what the program complained of before there was a widget is its own affair
        self.page.evaluate(
            "window.ran = false; void jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ran = true; })"
        )
        self.page.wait_for_function("window.ran")

    def add(self, code):
        """Run `code` as a new last cell; gives the cell's number once it has run."""
        number = self.page.locator(".jp-CodeCell").count()
        self.page.evaluate(
            """(code) => {
                const notebook = jupyterapp.shell.currentWidget.content;
                notebook.activeCellIndex = notebook.widgets.length - 1;
                window.ran = false;
                void jupyterapp.commands.execute('notebook:insert-cell-below').then(() => {
                    notebook.activeCell.model.sharedModel.setSource(code);
                    return jupyterapp.commands.execute('notebook:run-cell');
                }).then(() => { window.ran = true; });
            }""",
            code,
        )
        self.page.wait_for_function("window.ran")
        return number

    def save(self):
        """Save, and wait until it is saved."""
        self.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")

    def widget(self, cell, timeout=20_000):
        """The root of the widget in a cell, painted."""
        return looking.wait_painted(self.page, self.page.locator(".jp-CodeCell").nth(cell).locator(".course"), timeout)

    def asleep(self):
        """Wait until the front end has looked for each widget's model in vain."""
        lost = "[...document.querySelectorAll('.jp-OutputArea-output')].filter((e) => e.textContent.includes('Error displaying widget')).length"
        self.page.wait_for_function(
            f"{lost} > 0 && {lost} >= document.querySelectorAll('.course-still, .course-asleep').length"
        )

    def close(self):
        self.context.close()


@pytest.fixture
def open_notebook(chromium, lab):
    """open_notebook(path, seven=False) -> Notebook, closed at the end."""
    opened = []

    def open_one(path, **how):
        opened.append(Notebook(chromium, lab, path, **how))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def everything(chromium, lab):
    """One notebook with every widget and card, run once; tests may `add` cells to it."""
    path = lab.write("everything.ipynb", gallery.SETUP, *gallery.WIDGETS.values(), *gallery.CARDS)
    notebook = Notebook(chromium, lab, path)
    notebook.run()
    yield notebook
    notebook.close()
