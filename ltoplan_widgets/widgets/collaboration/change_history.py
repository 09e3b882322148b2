"""Who changed what, when, from what to what, and the way back."""

from typing import ClassVar

from ltoplan_widgets.widgets.collaboration.panel import Panel


class ChangeHistory(Panel):
    """Every edit by day, with author, reason and values; filters, named versions, comparison, restore and export.

    ``ChangeHistory(plan)``. One change or a whole version comes back as a new edit, so nothing is ever lost. Traits are those of `Panel`.
    """

    KIND: ClassVar[str] = "change_history"
