"""What a binding asks of the widget that it keeps up to date."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

import msgspec


class Follower(Protocol):
    """What a binding asks of its widget."""

    KIND: ClassVar[str]
    LOCAL: ClassVar[tuple[str, ...]]
    TRAITS: ClassVar[dict[str, str]]
    NEEDS_OUTLOOK: ClassVar[bool]
    view: Any
    binding: Any
    comm: Any

    def takes_path(self, target: str) -> bool:
        """Whether the widget can show a field of the plan that is named by its path."""
        ...

    def paths(self, binding: Any, *, campaign: str, offer: str) -> dict[str, str]:  # noqa: ANN401 - a binding, which lies above
        """Path of each field that the widget shows."""
        ...

    def plan_view(self, binding: Any) -> msgspec.Struct:  # noqa: ANN401 - a binding, which lies above
        """What the widget draws of the plan."""
        ...

    def following(self, binding: Any, view: Any) -> dict[str, Any]:  # noqa: ANN401 - a binding and one of the views
        """Values of the traits that follow from the plan without being fields of it."""
        ...

    def field_value(self, field: str, value: Any, view: dict[str, Any]) -> Any:  # noqa: ANN401 - any field
        """What a field's trait holds for the plan's value, which may be None."""
        ...

    def hold_sync(self) -> Any:  # noqa: ANN401 - ipywidgets is untyped
        """Send the traits that change meanwhile together."""
        ...

    def send(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        """Send a custom message to the browsers."""
        ...

    def on_msg(self, callback: Callable[..., None]) -> None:
        """Call back for every custom message of a browser."""
        ...

    def observe(self, handler: Callable[[Any], None], names: list[str]) -> None:
        """Call back when one of the traits changes."""
        ...
