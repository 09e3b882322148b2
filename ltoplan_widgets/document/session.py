"""The session of a document on a Jupyter server: which room holds it."""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from http import HTTPStatus
from typing import Any

import msgspec

from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.plan.errors import LtoPlanError

FORMAT = "text"
"""The contents manager knows text and base64 only."""

TYPE = "ltoplan"
"""Name of the document type on the server."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a room; the names are the server's."""

    format: str
    type: str
    fileId: str  # noqa: N815 - the server's name
    sessionId: str  # noqa: N815 - the server's name

    @property
    def room(self) -> str:
        """Name of the room."""
        return f"{self.format}:{self.type}:{self.fileId}"


class NoCollaborationError(LtoPlanError):
    """There is no server, or one without collaboration: the plan can only be had as a file."""


class SessionRefusedError(LtoPlanError):
    """The server knows who asks, or does not, and says no."""


def ask_session(address: ServerAddress, path: str, *, timeout: float = 5.0) -> Session:
    """Ask the server for the session of a file.

    Args:
        address: The server.
        path: Path of the file as the server names it.
        timeout: Longest wait in seconds.

    Raises:
        NoCollaborationError: Nothing listens there, or the server has no collaboration extension.
        SessionRefusedError: The token is wrong, or does not allow editing.
        OSError: The server cannot be reached for now, or answers nonsense; asking again may help.
    """
    url = f"{address.url}api/collaboration/session/{urllib.parse.quote(path)}"
    body = json.dumps({"format": FORMAT, "type": TYPE}).encode()
    request = urllib.request.Request(url, data=body, method="PUT", headers=headers_of(address) | {"Content-Type": "application/json"})  # noqa: S310 - ServerAddress takes http and https only
    try:
        with _opener(address).open(request, timeout=timeout) as reply:
            return msgspec.json.decode(reply.read(), type=Session)
    except urllib.error.HTTPError as error:
        error.close()
        raise _named(error.code, address) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise NoCollaborationError(f"No server answers at {address.url}.") from None
        raise OSError(f"{address.url} cannot be reached: {error.reason}") from None
    except msgspec.DecodeError as error:
        raise OSError(f"{address.url} answers nonsense: {error}") from None


def headers_of(address: ServerAddress) -> dict[str, str]:
    """What lets a request in; with a token the server asks for no XSRF cookie."""
    return {"Authorization": f"token {address.token}"} if address.token else {}


def is_loopback(address: ServerAddress) -> bool:
    """Whether the server is on this machine, where no proxy is wanted."""
    return urllib.parse.urlsplit(address.url).hostname in LOOPBACK


def tls_of(address: ServerAddress) -> ssl.SSLContext | None:
    """TLS settings for the server; None for plain http."""
    return ssl.create_default_context() if address.url.startswith("https:") else None


def _opener(address: ServerAddress) -> urllib.request.OpenerDirector:
    handlers: list[Any] = [urllib.request.ProxyHandler({})] if is_loopback(address) else []
    return urllib.request.build_opener(*handlers)


def _named(status: int, address: ServerAddress) -> Exception:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return NoCollaborationError(
            f"The server at {address.url} has no collaboration extension (status {status}). Mend: pip install 'ltoplan_widgets[lab]' there."
        )
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return SessionRefusedError(f"the server at {address.url} says no ({status}): the token is missing, wrong or read-only")
    return OSError(f"{address.url} answers with status {status}")
