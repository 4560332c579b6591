"""`course lab` starts its server with a socket that holds no small message back."""

import json
from pathlib import Path

import pytest
from traitlets.utils.importstring import import_item

import course.workbook

pytest.importorskip("jupyter_server")


def test_the_servers_settings_name_a_connection_that_holds_nothing_back(monkeypatch):
    path = Path(course.workbook.__file__).parent / "jupyter" / "jupyter_server_config.json"
    settings = json.loads(path.read_text(encoding="utf-8"))["ServerApp"]
    connection = import_item(settings["kernel_websocket_connection_class"])
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

    assert issubclass(connection, ZMQChannelsWebsocketConnection)
    told = []

    class Handler:
        def set_nodelay(self, value):
            told.append(value)

    class Connection(connection):
        websocket_handler = Handler()

        def __init__(self):
            pass

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: "connected")
    assert Connection().connect() == "connected"
    assert told == [True]
