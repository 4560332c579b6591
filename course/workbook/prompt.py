"""The kernel's messages to the browser at once: an extension of the server that `course lab` starts (jupyter/ beside this names it).

A kernel says "busy" before it answers. TCP holds a small message back while the one before is not confirmed (Nagle's algorithm),
and the browser's machine takes 40 ms to confirm (delayed acknowledgement): every answer to a dragged widget came that much too late.
Where Jupyter changes so that this no longer fits, answers are late again and nothing else happens.
"""

from contextlib import suppress

CHOSEN = "kernel_websocket_connection_class"


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    """Whatever class of connections the server uses (a learner may have chosen it): the same, on sockets that hold nothing back."""

    class Prompt(server.web_app.settings[CHOSEN]):
        def connect(self):
            with suppress(Exception):
                self.websocket_handler.set_nodelay(True)
            return super().connect()

    server.web_app.settings[CHOSEN] = Prompt
