"""Waiting for what another thread does, without sleeping."""

import threading


class Seen:
    """Collects values and lets a test wait until one of them is as wanted."""

    def __init__(self):
        self.values = []
        self._arrived = threading.Condition()

    def __call__(self, value):
        with self._arrived:
            self.values.append(value)
            self._arrived.notify_all()

    def wait_for(self, is_wanted, timeout=20):
        with self._arrived:
            assert self._arrived.wait_for(lambda: any(is_wanted(value) for value in self.values), timeout), self.values[-3:]
