"""What a server says when it closes the connection to a room, and whether coming back would help."""

import json
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed

from ltoplan_widgets.document.session import SessionRefusedError

SESSION_LOST = 1003
FIRST_REFUSAL, LAST_REFUSAL = 4400, 4599
NOT_OPENED = "Error initializing"
"""How the server's reason begins where there is no such file, or it cannot be read."""


@dataclass(frozen=True)
class Closing:
    """A websocket's close code and reason; 0 and nothing where it broke without a word."""

    code: int
    reason: str

    @classmethod
    def of(cls, error: ConnectionClosed) -> "Closing":
        """The closing behind an error."""
        return cls(error.rcvd.code, error.rcvd.reason) if error.rcvd else cls(0, "")

    @property
    def is_session_lost(self) -> bool:
        """Whether the session has to be asked for anew."""
        return self.code == SESSION_LOST

    @property
    def refusal(self) -> SessionRefusedError | None:
        """Why coming back would not help; None where it may.

        >>> Closing(4404, "no such room").refusal, Closing(1006, "").refusal
        (SessionRefusedError('no such room'), None)
        """
        if self.is_session_lost:
            said = _parsed(self.reason)
            why = str(said.get("errorReason") or said.get("reason") or self.reason)
            return None if said.get("reloadable", True) else _not_opened(why)
        if not FIRST_REFUSAL <= self.code <= LAST_REFUSAL:
            return None
        if self.reason.startswith(NOT_OPENED):
            return _not_opened(self.reason)
        return SessionRefusedError(self.reason or f"the server closed with code {self.code}")


def _not_opened(reason: str) -> SessionRefusedError:
    why = reason.rstrip(". ")
    return SessionRefusedError(
        f"the server cannot open it ({why}). Mend: see that the file is there and may be read; its path counts from the server's folder"
    )


def _parsed(reason: str) -> dict[str, Any]:
    try:
        said = json.loads(reason)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
