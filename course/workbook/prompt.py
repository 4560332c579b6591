"""The kernel's messages to the browser at once: how the server of `course lab` speaks (named in jupyter/jupyter_server_config.json).

A kernel says "busy" before it answers. TCP holds a small message back while the one before is not confirmed (Nagle's algorithm),
and the browser's machine takes 40 ms to confirm (delayed acknowledgement): every answer to a dragged widget came that much too late.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The usual connection between a kernel and a browser, on a socket that holds nothing back."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
