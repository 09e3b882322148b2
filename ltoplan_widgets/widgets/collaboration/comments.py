"""Threads about points, periods and fields of the plan."""

from typing import ClassVar

from ltoplan_widgets.widgets.collaboration.panel import Panel


class Comments(Panel):
    """What people say about a point of a chart, a period, a field or the plan: replies, mentions, resolve, unread marks.

    ``Comments(plan)``. Charts show where a thread is about; pressing one shows the other. Traits are those of `Panel`.
    """

    KIND: ClassVar[str] = "comments"
