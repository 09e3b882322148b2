"""A comm without a browser: it remembers what was sent and lets a test speak as the browser."""

import itertools

_IDS = itertools.count()


class RecordedComm:
    kernel = "a kernel"

    def __init__(self, **opening):
        self.comm_id = f"comm-{next(_IDS)}"
        self.opening = opening
        self.sent = []
        self.handler = None
        self.is_closed = False

    def on_msg(self, handler):
        self.handler = handler

    def on_close(self, handler):
        pass

    def send(self, data=None, buffers=None, **_):
        self.sent.append((data, buffers))

    def close(self, *_, **__):
        self.is_closed = True

    def receive(self, data, buffers=()):
        """Speak as the browser."""
        self.handler({"content": {"data": data}, "buffers": list(buffers)})

    def set_traits(self, **state):
        """What a browser sends when it saves its changes."""
        self.receive({"method": "update", "state": state, "buffer_paths": []})

    def states(self):
        """State updates that the kernel sent, oldest first."""
        return [data["state"] for data, _ in self.sent if data.get("method") == "update"]

    def customs(self):
        """Custom messages that the kernel sent, oldest first."""
        return [(data["content"], buffers) for data, buffers in self.sent if data.get("method") == "custom"]
