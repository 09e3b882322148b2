"""Where the Jupyter server is, found without asking anybody.

Tokens stay in memory: none is ever part of a repr, a log line, a trait or an error.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
from jupyter_core.paths import jupyter_runtime_dir

from ltoplan_widgets.plan.errors import PlanError


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A Jupyter server that may hold live documents.

    Attributes:
        url: Address with the base path, ending in ``/``.
        token: Secret that lets this process in; empty where the server asks for none.
        root_dir: Folder whose files the server serves; None where that is not known.
        found_by: How it was found: ``argument``, ``environment``, ``hub`` or ``runtime file``.
    """

    url: str
    token: str = field(default="", repr=False)
    root_dir: Path | None = None
    found_by: str = "argument"

    @property
    def is_asked_for(self) -> bool:
        """Whether the caller named this very server, so that working without it would be a surprise."""
        return self.found_by == "argument"

    @property
    def websocket_url(self) -> str:
        """The address with the scheme of websockets."""
        return "ws" + self.url.removeprefix("http")

    def path_of(self, file: str | Path) -> str | None:
        """Path of a file as the server names it; None where the server does not serve it.

        Where the server's folder is not known, a relative path counts from there.
        """
        if self.root_dir is None:
            return None if Path(file).is_absolute() or ".." in Path(file).parts else Path(file).as_posix()
        resolved, root = Path(file).expanduser().resolve(), self.root_dir.expanduser().resolve()
        return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else None


class _RuntimeFile(msgspec.Struct, frozen=True):
    """What matters of the file that a running server keeps."""

    url: str
    token: str = ""
    root_dir: str = ""


def find_server(
    *, server: str | None = None, token: str | None = None, environment: Mapping[str, str] = os.environ
) -> ServerAddress | None:
    """The server to join: the argument's, else `LTOPLAN_SERVER_URL`'s, else JupyterHub's, else the one that started this kernel.

    Args:
        server: Address as in the browser's address bar, without the page; a ``token`` in its query is used.
        token: Secret for that server.
        environment: Where variables are looked up.

    Raises:
        PlanError: The address is no http or https address.
    """
    running = _running(environment)
    for url, secret, found_by in _candidates(server, token, environment):
        if url:
            return _matched(_address(url, secret, found_by), running, is_hub=found_by == "hub")
    return running


def _candidates(server: str | None, token: str | None, environment: Mapping[str, str]) -> tuple[tuple[str | None, str, str], ...]:
    return (
        (server, token or environment.get("LTOPLAN_TOKEN", ""), "argument"),
        (environment.get("LTOPLAN_SERVER_URL"), token or environment.get("LTOPLAN_TOKEN", ""), "environment"),
        (environment.get("JUPYTERHUB_SERVICE_URL"), token or environment.get("JUPYTERHUB_API_TOKEN", ""), "hub"),
    )


def _address(url: str, token: str, found_by: str) -> ServerAddress:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        shown = urlunsplit(parts._replace(query="", fragment="", netloc=parts.netloc.rpartition("@")[2]))
        raise PlanError(f"{shown!r} is not the address of a server. Mend: give it as http://host:port/base/.")
    in_query = [value for key, _, value in (pair.partition("=") for pair in parts.query.split("&")) if key == "token"]
    host = parts.netloc.rpartition("@")[2].replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - an address to call, not to listen on
    clean = urlunsplit((parts.scheme, host, parts.path.rstrip("/") + "/", "", ""))
    return ServerAddress(url=clean, token=token or (in_query[0] if in_query else ""), found_by=found_by)


def _matched(address: ServerAddress, running: ServerAddress | None, *, is_hub: bool) -> ServerAddress:
    """What the runtime file knows beyond the address: the folder, and the token of the very same server."""
    if running is None or not (is_hub or running.url == address.url):
        return address
    return replace(address, root_dir=running.root_dir, token=address.token or running.token)


def _running(environment: Mapping[str, str]) -> ServerAddress | None:
    """The server that started this kernel, from the file that it wrote for its own user (mode 600)."""
    parent = environment.get("JPY_PARENT_PID", "")
    if not parent.isdigit():
        return None
    file = Path(jupyter_runtime_dir()) / f"jpserver-{parent}.json"
    try:
        found = msgspec.json.decode(file.read_bytes(), type=_RuntimeFile)
        address = _address(found.url, found.token, "runtime file")
    except (OSError, msgspec.DecodeError, PlanError):  # no such server, or a file that is not whole
        return None
    return replace(address, root_dir=Path(found.root_dir) if found.root_dir else None)
