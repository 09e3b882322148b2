"""The plan's saved visualizations: charts and controls with their settings, listed, made and changed from anywhere."""

import difflib
import importlib.metadata
from collections.abc import Mapping
from typing import Any

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.together.record_set import RecordSet

CHARTS = "ltoplan_widgets.charts"
"""Entry-point group of the widgets, by type of visualization."""

_EDITABLE = ("name", "campaign", "field", "parameters", "color", "rank")


class VisualizationSet(RecordSet[Visualization]):
    """Visualizations by id or name; `plan.chart(id)` draws one."""

    COLLECTION, KIND, COLUMNS = (
        "visualizations",
        "visualization",
        ("name", "type", "campaign", "field", "color", "updated_by", "updated_at"),
    )

    @staticmethod
    def types() -> tuple[str, ...]:
        """Kinds of charts and controls that installed packages have."""
        return tuple(sorted({entry.name for entry in importlib.metadata.entry_points(group=CHARTS)}))

    def create(  # noqa: PLR0913 - the fields of a visualization
        self,
        name: str,
        type: str,  # noqa: A002 - the field's name
        *,
        campaign: str = "",
        field: str = "",
        parameters: Mapping[str, Any] | None = None,
        color: str = "",
        id: str = "",  # noqa: A002 - the record's
    ) -> str:
        """Save a visualization, behind the others.

        Args:
            name: What people call it.
            type: Kind of chart or control; see `types`.
            campaign: Id of the campaign that it shows; empty means the plan's only one.
            field: Path of the field that a control holds.
            parameters: Settings of the chart by name, e.g. ``{"snap": 500}``.
            color: Main colour, ``#rrggbb``; empty for the theme's.
            id: A readable id; by default one is made.

        Returns:
            Its id.

        Raises:
            PlanError: No such type, campaign, field or parameter, a value out of range, or an id that is taken.
        """
        given = {"name": name, "campaign": campaign, "field": field, "parameters": dict(parameters or {}), "color": color}
        self._demand(type, given)
        by, at = self._editor.user, now()
        signed = {"created_by": by, "created_at": at, "updated_by": by, "updated_at": at}
        return self._add({**given, "type": type, **signed, "rank": self._rank_after()}, key=self._new_id(id))

    def edit(self, visualization: str, **fields: Any) -> None:  # noqa: ANN401 - fields of any type
        """Change fields of a visualization: `name`, `campaign`, `field`, `parameters`, `color`, `rank`.

        `parameters` are put on top of those that it has; None takes one out.

        Raises:
            PlanError: No such visualization or field, or a value that it cannot hold.
        """
        key = self.id_of(visualization)
        for name in fields:
            if name not in _EDITABLE:
                raise PlanError(f"visualizations/{key}: {name!r} cannot be edited. Mend: give one of {', '.join(_EDITABLE)}.")
        self._demand(self._all()[key].type, fields)
        parameters = {join("parameters", name): value for name, value in (fields.pop("parameters", None) or {}).items()}
        told = {**fields, **parameters, "updated_by": self._editor.user, "updated_at": now()}
        self._editor.apply({f"{join('visualizations', key)}/{field}": value for field, value in told.items()})

    def duplicate(self, visualization: str, name: str = "") -> str:
        """Save a copy; returns its id."""
        original = self[visualization]
        return self.create(
            name or f"{original.name} copy",
            original.type,
            campaign=original.campaign,
            field=original.field,
            parameters=original.parameters,
            color=original.color,
        )

    def _demand(self, kind: str, fields: Mapping[str, Any]) -> None:
        widget = self._widget(kind)
        if fields.get("campaign") and fields["campaign"] not in self._editor.plan.campaigns:
            known = ", ".join(self._editor.plan.campaigns) or "none"
            raise PlanError(f"campaign: there is no {fields['campaign']!r}. There are: {known}. Mend: name one of them, or leave it empty.")
        if fields.get("field"):
            self._editor.demand_field(fields["field"])
        given = {name: value for name, value in (fields.get("parameters") or {}).items() if value is not None}
        if given and hasattr(widget, "check_parameters"):  # a package of somebody else may not say what its charts take
            widget.check_parameters(given)

    def _widget(self, kind: str) -> Any:  # noqa: ANN401 - a class of a floor above, found by its entry point
        entries = {entry.name: entry for entry in importlib.metadata.entry_points(group=CHARTS)}
        if kind not in entries:
            near = difflib.get_close_matches(str(kind), list(entries), 1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(sorted(entries))}."
            raise PlanError(f"type: no installed package has {str(kind)[:80]!r}. {hint}")
        return entries[kind].load()
