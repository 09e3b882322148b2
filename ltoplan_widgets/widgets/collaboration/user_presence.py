"""Who is in the plan, what they look at, and how the connection is."""

from typing import ClassVar

from ltoplan_widgets.widgets.collaboration.panel import Panel


class UserPresence(Panel):
    """Everybody in the plan with their colour, what each looks at, and the state of the connection in words.

    ``UserPresence(plan)``. A click follows somebody from chart to chart. Several pages of one person are one entry. Traits are those of `Panel`.
    """

    KIND: ClassVar[str] = "user_presence"
