"""What a page needs to draw a widget of a plan without the widget: the output's second form, which runs no code of its own."""

from collections.abc import Mapping
from typing import Any, Final

from ltoplan_widgets.plan.visualization import Visualization

MIME: Final = "application/vnd.ltoplan.visualization+json"
"""Type of output that the JupyterLab extension draws from the plan's room, also in a notebook that is not trusted."""

SETTINGS: Final = ("title", "height", "snap")
"""Traits that the picture takes over where they are given."""


def safe_picture(
    binding: Mapping[str, Any] | None, *, kind: str, record: Visualization | None, target: str, traits: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Where the plan is and which chart of it the widget shows; None for a widget whose plan has no place on a server.

    Neither session nor token is in it: whoever looks at the notebook joins with rights of their own.

    Args:
        binding: The widget's binding, `BindingRecord` as plain data; None for a widget that stands alone.
        kind: Kind of the widget, e.g. ``forecast_chart``.
        record: The visualization that the widget shows; None where it shows a campaign or a field.
        target: What the widget was asked to show.
        traits: The widget's traits by name, from which `SETTINGS` are taken.
    """
    if not binding or not binding["link"]["path"]:
        return None
    session = binding["link"]["session"] or {}
    return {
        "path": binding["link"]["path"],
        "file_id": session.get("fileId", ""),
        "visualization": target if record else "",
        "kind": kind,
        "fields": dict(binding["fields"]),
        "settings": {name: traits[name] for name in SETTINGS if traits.get(name) not in (None, "")},
    }
