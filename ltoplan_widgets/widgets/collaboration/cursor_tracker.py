"""Who points where, and how a page shows cursors; the cursors themselves are in every chart on a plan."""

from typing import ClassVar

import traitlets as t

from ltoplan_widgets.widgets.collaboration.panel import Panel
from ltoplan_widgets.widgets.number import Number


class CursorTracker(Panel):
    """Who points at which chart, with the settings of all cursors on the page.

    ``CursorTracker(plan, fade_seconds=10)``. The traits are where every browser begins; what somebody changes in the
    panel counts on their own page only. Traits are those of `Panel`, and:

    Attributes:
        show_names: Whether cursors carry names.
        fade_seconds: Seconds of rest after which a cursor fades, 1 to 600.
        own_cursor: Whether others see this page's own cursor.
    """

    KIND: ClassVar[str] = "cursor_tracker"
    LOCAL: ClassVar[tuple[str, ...]] = (*Panel.LOCAL, "show_names", "fade_seconds", "own_cursor")

    show_names = t.Bool(default_value=True).tag(sync=True)
    fade_seconds = Number(6.0, minimum=1, maximum=600)
    own_cursor = t.Bool(default_value=True).tag(sync=True)
