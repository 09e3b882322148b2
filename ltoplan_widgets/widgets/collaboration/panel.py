"""What every panel on a plan has: the browser reads and edits the document by itself, Python only says where the plan is."""

from typing import Any, ClassVar

import msgspec
import traitlets as t

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.bundle import bundle
from ltoplan_widgets.widgets.widget import Widget


class PanelView(msgspec.Struct, frozen=True, kw_only=True):
    """What the kernel tells a panel besides the plan itself.

    Attributes:
        title: Heading; empty for the panel's own.
    """

    title: str = ""


class Panel(Widget):
    """A panel on a plan; it works as long as the browser reaches the plan through the server or through a kernel.

    ``read_only`` hides what edits, ``height`` limits the list inside.
    """

    VIEW: ClassVar[type[msgspec.Struct]] = PanelView
    NEEDS_OUTLOOK: ClassVar[bool] = False
    LOCAL: ClassVar[tuple[str, ...]] = ("theme", "height", "read_only", "title")

    def __init__(self, plan: Any = None, visualization: str = "", /, **traits: Any) -> None:  # noqa: ANN401 - a `SharedPlan`
        """Make a panel.

        Args:
            plan: The plan.
            visualization: Id of one of the plan's visualizations whose name is the heading; empty for none.
            traits: Traits by name.

        Raises:
            InputError: No plan is given, an unknown trait, or a visualization that the plan does not have.
            TraitError: A value out of its range.
        """
        if plan is None:
            raise _needs_plan(type(self).__name__)
        super().__init__(plan, visualization, **traits)

    @classmethod
    def public_traits(cls) -> tuple[str, ...]:
        """Names of the traits that a user can give, sorted; a panel has nothing to zoom or to snap to."""
        return tuple(name for name in super().public_traits() if name in cls.LOCAL)

    def plan_view(self, binding: Binding) -> PanelView:
        """The visualization's name; all else is in the document."""
        record = binding.record
        return PanelView(title=record.name if record else "")

    def paths(self, binding: Binding, *, campaign: str, offer: str) -> dict[str, str]:  # noqa: ARG002 - what `Follower` asks
        """No field of its own: a panel edits the document."""
        return {}

    def following(self, binding: Binding, view: PanelView) -> dict[str, Any]:  # noqa: ARG002 - what `Follower` asks
        """No trait follows the plan."""
        return {}

    @t.default("_css")
    def _default_css(self) -> str:
        return bundle("panel.css")


def _needs_plan(kind: str) -> InputError:
    message = f"{kind} shows what people do in a plan, and none is given"
    return InputError(
        Finding(code="no-plan", severity="error", column="plan", message=message, mend=f'open one: {kind}(open_plan("season.ltoplan"))')
    )
