"""The server of `course lab` holds no small message back, and opens kernels as usual where that cannot be had."""

from types import SimpleNamespace

import pytest

from course.workbook.lab import SETTINGS
from course.workbook.prompt import CHOSEN

pytest.importorskip("jupyter_server")


class Handler:
    """A browser's connection, as far as it is used here."""

    def __init__(self):
        self.held_back = True

    def set_nodelay(self, value):
        self.held_back = not value


class Usual:
    """A class of connections, as the server or a learner's own settings choose it."""

    def __init__(self, websocket_handler):
        self.websocket_handler = websocket_handler

    def connect(self):
        return "connected"


def extended(**settings):
    """What is in a server's settings after it has loaded the extensions that `course lab` names."""
    from jupyter_server.extension.config import ExtensionConfigManager
    from jupyter_server.extension.manager import ExtensionManager

    named = ExtensionConfigManager(read_config_path=[str(SETTINGS)]).get_jpserver_extensions()
    assert list(named) == ["course.workbook.prompt"]
    manager = ExtensionManager(serverapp=SimpleNamespace(reraise_server_extension_failures=False))
    manager.serverapp.web_app = SimpleNamespace(settings=settings)
    manager.from_jpserver_extensions(named)
    assert list(manager.extensions) == list(named)
    manager.load_all_extensions()
    return settings


def test_whatever_connections_the_server_uses_hold_nothing_back():
    connections, browser = extended(**{CHOSEN: Usual})[CHOSEN], Handler()
    assert issubclass(connections, Usual)
    assert connections(browser).connect() == "connected"
    assert not browser.held_back


def test_a_jupyter_that_has_changed_still_opens_kernels():
    assert extended(**{CHOSEN: Usual})[CHOSEN](None).connect() == "connected"
    assert extended() == {}


def test_jupyter_still_has_the_parts_that_this_needs():
    from jupyter_server.serverapp import ServerApp
    from tornado.websocket import WebSocketHandler

    assert ServerApp.class_traits()[CHOSEN].klass.websocket_handler
    assert callable(WebSocketHandler.set_nodelay)
