"""One Chromium and one JupyterLab for all browser tests; skipped with a reason where there is no browser."""

import json
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
        self.page.goto(lab.url(("notebooks/" if seven else "lab/tree/") + path.name))
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(
            "window.jupyterapp !== undefined && window.jupyterapp.commands.hasCommand('notebook:run-all-cells')"
        )

    def command(self, name):
        """Run a command of JupyterLab; not waited for, since a kernel may take its time."""
        self.page.evaluate(f"void jupyterapp.commands.execute({json.dumps(name)})")

    def run(self, cells):
        """Run all cells and wait until the last has an execution count."""
        idle = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        self.page.wait_for_function(idle)
        self.errors.clear()  # what the program complained of before there was a widget is its own affair
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(
            """(n) => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter((p) => /\\[\\d+\\]/.test(p.textContent)).length >= n""",
            arg=cells,
        )

    def widget(self, cell):
        """The root of the widget in a cell, painted."""
        return looking.wait_painted(self.page, self.page.locator(".jp-CodeCell").nth(cell).locator(".course"))

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
    """One notebook with every widget, run once."""
    path = lab.write("everything.ipynb", gallery.SETUP, *gallery.WIDGETS.values())
    notebook = Notebook(chromium, lab, path)
    notebook.run(1 + len(gallery.WIDGETS))
    yield notebook
    notebook.close()
