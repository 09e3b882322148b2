"""What the kernel tells the browser of a widget on a plan."""

import msgspec


class SessionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Session of a plan's room, as the server gives it."""

    format: str
    type: str
    fileId: str  # noqa: N815 - the server's name
    sessionId: str  # noqa: N815 - the server's name


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where a plan is; `SharedPlan.link`.

    Attributes:
        document: Key of the document, the same for every widget on it.
        path: The plan's path on the server, empty where there is none.
        session: Session that the kernel asked for; None where there is none.
        kernel_live: Whether the kernel has a connection of its own to the room.
        client: Whom the kernel is in the room, by client id; when it says farewell there, it is gone.
    """

    document: str
    path: str
    session: SessionRecord | None
    kernel_live: bool
    client: str = ""


class BindingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser needs to join a plan.

    Attributes:
        link: Where the plan is.
        chart: Key of the chart, under which its cursors go.
        fields: Path in the plan of each field that the chart shows.
        complaint: Why what the kernel computed is not of the plan as it is; empty where it is.
    """

    link: LinkRecord
    chart: str
    fields: dict[str, str]
    complaint: str = ""
