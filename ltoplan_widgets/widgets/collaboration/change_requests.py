"""Proposals: what would change, what that leads to, accepted or rejected field by field."""

from typing import ClassVar

from ltoplan_widgets.widgets.collaboration.panel import Panel


class ChangeRequests(Panel):
    """Sets of changes put to the others, with their effect on the outlook, decided field by field and talked about.

    ``ChangeRequests(plan)``. Traits are those of `Panel`.
    """

    KIND: ClassVar[str] = "change_requests"
