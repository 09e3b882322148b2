"""Who is here: the awareness states of everybody who has the plan open."""

import getpass
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from typing import Any

from pycrdt import Awareness, Doc

from ltoplan_widgets.document.frame import awareness_frame

HEARTBEAT_SECONDS = 15.0
"""How often a client repeats its state; the others forget it after twice that."""

MAX_STATE_BYTES = 4096
"""Largest state that is kept of anybody."""

COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#e377c2", "#8c564b", "#17becf", "#bcbd22")


def identity_of(user: str | Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A person as Jupyter describes one: username, name, display_name, initials, color.

    Without a name it is `LTOPLAN_USER`, the JupyterHub user, or the user of this machine.
    """
    given: dict[str, Any] = dict(user) if isinstance(user, Mapping) else {"name": user} if user else {}
    name = given.get("display_name") or given.get("name") or given.get("username") or _name_of_environment()
    filled = {
        "username": given.get("username") or name,
        "name": name,
        "display_name": name,
        "initials": given.get("initials") or "".join(word[0] for word in str(name).split()[:2]).upper(),
        "color": given.get("color") or COLOURS[hashlib.sha256(str(name).encode()).digest()[0] % len(COLOURS)],
    }
    return given | filled


def _name_of_environment() -> str:
    named = os.environ.get("LTOPLAN_USER") or os.environ.get("JUPYTERHUB_USER")
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container whose user has no name
        return "Python"


class Presence:
    """Own state and the others', by client id. Not thread-safe: `LiveDocument` holds its lock round every call."""

    def __init__(self, doc: Doc[Any], user: str | Mapping[str, Any] | None = None) -> None:
        """Join as a person; see `identity_of`."""
        self._awareness = Awareness(doc)
        self._way: dict[int, str] = {}
        self._awareness.set_local_state({"user": identity_of(user)})

    @property
    def client(self) -> int:
        """Own client id."""
        return self._awareness.client_id

    @property
    def name(self) -> str:
        """Own display name."""
        return self.name_of(self.client)

    @property
    def username(self) -> str:
        """Name under which the server knows the own user."""
        user = (self._awareness.get_local_state() or {}).get("user") or {}
        return str(user.get("username") or "")

    def name_of(self, client: int | None) -> str:
        """Display name of a client; empty where it is not known."""
        user = self._awareness.states.get(client or 0, {}).get("user")
        return str(user.get("display_name") or user.get("name") or "") if isinstance(user, dict) else ""

    def others(self) -> dict[str, dict[str, Any]]:
        """States of the others by client id."""
        return {str(client): dict(state) for client, state in self._awareness.states.items() if client != self.client}

    def publish(self, field: str, value: object) -> bytes:
        """Set a field of the own state, None takes it out; returns the frame to send."""
        state = dict(self._awareness.get_local_state() or {})
        state[field] = value
        self._awareness.set_local_state({key: item for key, item in state.items() if item is not None})
        return self.frame([self.client])

    def renew(self) -> bytes:
        """Repeat the own state; returns the frame to send."""
        self._awareness.set_local_state(self._awareness.get_local_state())
        return self.frame([self.client])

    def frame(self, clients: Iterable[int] | None = None) -> bytes:
        """Frame of the states of some clients, of everybody by default."""
        named = list(self._awareness.states if clients is None else clients)
        return awareness_frame(self._awareness.encode_awareness_update([client for client in named if client in self._awareness.meta]))

    def receive(self, payload: bytes, way: str) -> tuple[list[int], list[int]]:
        """Take in states that came by a transport; returns who is new and who changed or left.

        States that are no object or too large are dropped. Bytes that are no awareness update change nothing.
        """
        before = dict(self._awareness.states)
        seen: list[tuple[list[int], list[int]]] = []
        token = self._awareness.observe(lambda topic, event: seen.append(_touched(event[0])) if topic == "update" else None)
        try:
            self._awareness.apply_awareness_update(payload, way)
        except (IndexError, ValueError, RuntimeError, RecursionError):
            return [], []
        finally:
            self._awareness.unobserve(token)
            self._drop_unsound(before)
        added = [client for one, _ in seen for client in one if client in self._awareness.states]
        self._way.update(dict.fromkeys(added, way))
        return added, [client for _, others in seen for client in others]

    def forget(self, way: str) -> list[int]:
        """Drop everybody who came by a transport that is gone; returns whom."""
        gone = [client for client, through in self._way.items() if through == way and client in self._awareness.states]
        self._remove(gone)
        return gone

    def expire(self) -> list[int]:
        """Drop everybody who has not been heard of for two heartbeats; returns whom."""
        oldest = time.time() * 1000 - 2000 * HEARTBEAT_SECONDS
        gone = [
            client for client in self._awareness.states if client != self.client and self._awareness.meta[client]["lastUpdated"] < oldest
        ]
        self._remove(gone)
        return gone

    def farewell(self) -> bytes:
        """Frame that tells the others that this client leaves."""
        self._awareness.set_local_state(None)
        return self.frame([self.client])

    def _remove(self, clients: list[int]) -> None:
        self._awareness.remove_awareness_states(clients, "local")
        for client in clients:
            self._way.pop(client, None)
            self._awareness.meta.pop(client, None)  # so that the client is new when it comes back with the same clock

    def _drop_unsound(self, before: dict[int, Any]) -> None:
        for client, state in list(self._awareness.states.items()):
            if state is not before.get(client) and not _is_sound(state):
                self._awareness.states.pop(client)


def _touched(event: dict[str, list[int]]) -> tuple[list[int], list[int]]:
    return event["added"], [*event["updated"], *event["removed"]]


def _is_sound(state: object) -> bool:
    return isinstance(state, dict) and len(json.dumps(state)) <= MAX_STATE_BYTES
