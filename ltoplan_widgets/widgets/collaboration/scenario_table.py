"""Scenarios side by side with what they lead to."""

from typing import ClassVar

from ltoplan_widgets.widgets.collaboration.panel import Panel


class ScenarioTable(Panel):
    """What each scenario assumes and leads to, written in place and compared; the best value is marked.

    ``ScenarioTable(plan)``. The figures are those that the last kernel published; the table says where they are missing or behind. Traits are those of `Panel`.
    """

    KIND: ClassVar[str] = "scenario_table"
