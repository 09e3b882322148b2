"""Which way a plan is opened: in its room where a server holds it live, else as a file."""

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.plan_file import PlanFile, write_whole
from ltoplan_widgets.document.room import Room
from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.document.session import NoCollaborationError, Session, SessionRefusedError, ask_session
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, PlanError
from ltoplan_widgets.plan.plan import Plan

SESSION_SECONDS = 5.0
"""Longest wait for a server's answer before the plan is opened as a file."""

SUFFIX = ".ltoplan"


class Transport(Protocol):
    """What keeps a live document in step with the rest of the world."""

    state: str

    @property
    def is_shared(self) -> bool:
        """Whether others can see what is written into the document now."""

    def observe_state(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the state when it changes; returns what ends it."""

    def ready(self, timeout: float = 30.0) -> None:
        """Wait until the plan has arrived."""

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until every edit has left this process for good."""

    def save(self, timeout: float = 10.0) -> None:
        """Wait until the file holds every edit."""

    def close(self, timeout: float = 10.0) -> None:
        """Let go."""


def open_transport(
    document: LiveDocument, path: Path, *, address: ServerAddress | None, timeout: float, is_new: bool
) -> tuple[Transport, str]:
    """Bring a plan into an empty document and keep it in step.

    Args:
        document: The document to fill.
        path: The plan's file; on a server whose folder is not known, its path there.
        address: The server to try first.
        timeout: Longest wait in seconds for the plan to arrive.
        is_new: Whether to make an empty plan where there is none.

    Returns:
        The transport, and a sentence on why it is not the room where a server was there; empty otherwise.

    Raises:
        PlanError: There is no such file, or it cannot be read as a plan.
        ConnectionRefusedByServerError: The server that was asked for says no, or is not there.
        NotReadyError: The plan did not arrive in time.
    """
    served = address.path_of(path) if address else None
    is_elsewhere = address is not None and served is not None and address.root_dir is None
    if not is_elsewhere:
        _demand_file(path, is_new=is_new)
    session, why_not = _session(address, served, path, timeout)
    if session is None and is_elsewhere:
        _demand_file(path, is_new=is_new)
    transport: Transport = Room(document, address, served, session=session) if address and served and session else PlanFile(document, path)
    try:
        _await_plan(transport, document, path, timeout)
    except BaseException:
        transport.close()
        raise
    return transport, why_not


def _await_plan(transport: Transport, document: LiveDocument, path: Path, timeout: float) -> None:
    transport.ready(timeout)
    if document.is_empty and document.complaints and not document.read_only:
        raise PlanError(f"{path}: {document.complaints[0]}")


def _session(address: ServerAddress | None, served: str | None, path: Path, timeout: float) -> tuple[Session | None, str]:
    if address is None:
        return None, ""
    if served is None:
        why = f"{path} lies outside the folder that the server at {address.url} serves"
    else:
        try:
            return ask_session(address, served, timeout=min(timeout, SESSION_SECONDS)), ""
        except (NoCollaborationError, SessionRefusedError, OSError) as error:
            why = str(error)
    if address.is_asked_for:
        raise ConnectionRefusedByServerError(
            f"{path}: {why.rstrip('.')}. Mend: correct server and token, or leave them out to work on the file."
        )
    return None, f"The plan is open as a file only: {why.rstrip('.')}."


def _demand_file(path: Path, *, is_new: bool) -> None:
    if path.is_file():
        return
    if path.exists():
        raise PlanError(f"{path}: this is a folder. Mend: give the plan's file, e.g. {path / ('plan' + SUFFIX)}.")
    if not path.parent.is_dir():
        raise PlanError(f"{path}: there is no folder {path.parent}. Mend: give a path from {Path.cwd()}, or make the folder.")
    if not is_new:
        raise PlanError(
            f"{path}: there is no such file. {_near(path)} Mend: correct the path, or open_plan(…, create=True) for an empty plan."
        )
    write_whole(path, encode(Plan(name=path.stem)))


def _near(path: Path) -> str:
    here = sorted(file.name for file in path.parent.glob(f"*{SUFFIX}"))
    near = difflib.get_close_matches(path.name, here, 3, 0.5) or here[:5]
    return f"In {path.parent.resolve()} there are: {', '.join(near)}." if near else f"In {path.parent.resolve()} there is no {SUFFIX} file."
