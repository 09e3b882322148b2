"""The plan's scenarios: named what-ifs, edited side by side, compared with what they lead to."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import LtoPlanError, PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.scenario import Scenario
from ltoplan_widgets.together.editor import Editor
from ltoplan_widgets.together.record_set import RecordSet
from ltoplan_widgets.views import figures
from ltoplan_widgets.views.figures import Figures

Evaluate = Callable[..., Outlook]
"""``evaluate(plan, scenario, campaign=…)``; see `outlook.Evaluator.evaluate`."""


class ScenarioOutlook(msgspec.Struct, frozen=True, kw_only=True):
    """What one scenario leads to.

    Attributes:
        scenario: Its id; empty for the plan as it stands.
        name: What people call it.
        is_current: Whether it is the one in force.
        figures: Headline figures; None where the plan allows no outlook under it.
        complaint: Why there is none; empty where there is one.
    """

    scenario: str
    name: str
    is_current: bool
    figures: Figures | None
    complaint: str = ""


class ScenarioComparison(tuple[ScenarioOutlook, ...]):
    """Scenarios side by side, in the order in which they were asked for; a notebook shows it as a table."""

    __slots__ = ()

    def __getitem__(self, wanted: Any) -> Any:  # noqa: ANN401 - a position, a slice, or an id or name
        """The scenario at a position, or of an id or a name."""
        if not isinstance(wanted, str):
            return super().__getitem__(wanted)
        found = next((one for one in self if wanted in {one.scenario, one.name}), None)
        if found is None:
            raise KeyError(f"{wanted!r} was not compared; there are: {', '.join(one.name for one in self)}")
        return found

    def _repr_html_(self) -> str:
        columns = [f"{one.name} (current)" if one.is_current else one.name for one in self]
        rows = [[words(name), *(_figure(one, name) for one in self)] for name in Figures.__struct_fields__]
        complaints = [["", *(one.complaint for one in self)]] if any(one.complaint for one in self) else []
        return Listing(["", *columns], [*rows, *complaints]).html()


class ScenarioSet(RecordSet[Scenario]):
    """Scenarios by id or name."""

    COLLECTION, KIND, COLUMNS = "scenarios", "scenario", ("name", "changes")

    def __init__(self, editor: Editor, evaluate: Evaluate) -> None:
        """Edit by an editor, evaluate by the plan's own sales."""
        super().__init__(editor)
        self._evaluate = evaluate

    @property
    def current(self) -> str:
        """Id of the scenario in force; empty for the plan as it stands."""
        return self._editor.plan.current_scenario

    def create(self, name: str, changes: Mapping[str, Any] | None = None, *, reason: str = "") -> str:
        """Make a scenario, behind the others; returns its id.

        Args:
            name: What people call it; a number is added where another one has the name.
            changes: New value by field path, e.g. ``{"offers/latte/price": 5.25}``.
            reason: Why.

        Raises:
            PlanError: A path that no scenario can change, or a value that its field cannot hold.
        """
        record = {"name": self._free_name(name), "changes": self._demanded(changes or {}), "rank": self._rank_after()}
        return self._add(record, key=self._new_id(), reason=reason)

    def rename(self, scenario: str, name: str) -> None:
        """Call a scenario something else."""
        self._editor.apply({join("scenarios", self.id_of(scenario), "name"): name})

    def set(self, scenario: str, path: str, value: object, *, reason: str = "") -> None:
        """Let a scenario assume a value for a field of the plan."""
        self._demanded({path: value})
        self._editor.apply({join("scenarios", self.id_of(scenario), "changes", path): value}, reason=reason)

    def unset(self, scenario: str, path: str, *, reason: str = "") -> None:
        """Let a scenario follow the plan in a field again."""
        key = self.id_of(scenario)
        if path not in self._all()[key].changes:
            known = ", ".join(self._all()[key].changes) or "nothing"
            raise PlanError(f"scenarios/{key}: does not change {path}; it changes {known}. Mend: name one of these.")
        self._editor.apply({join("scenarios", key, "changes", path): None}, reason=reason)

    def duplicate(self, scenario: str, name: str = "") -> str:
        """Make a scenario with the same changes; returns its id."""
        original = self[scenario]
        return self.create(name or original.name, original.changes)

    def delete(self, wanted: str, *, reason: str = "") -> None:
        """Delete a scenario; where it was the current one, the plan as it stands is in force again."""
        key = self.id_of(wanted)
        freed = {"current_scenario": ""} if key == self.current else {}
        self._editor.apply({join("scenarios", key, "deleted"): True, **freed}, reason=reason)

    def make_current(self, scenario: str | None, *, reason: str = "") -> None:
        """Put a scenario in force for everybody; None or empty for the plan as it stands."""
        self._editor.apply({"current_scenario": self.id_of(scenario) if scenario else ""}, reason=reason)

    def compare(self, scenarios: Iterable[str] | None = None, *, campaign: str | None = None) -> ScenarioComparison:
        """What scenarios lead to, side by side.

        Args:
            scenarios: Ids or names, ``""`` for the plan as it stands; None for that and every scenario.
            campaign: Id or name of the campaign; None for the plan's only one.

        Raises:
            PlanError: There is no such scenario.
            InputError: None of them allows an outlook, e.g. because sales are missing; one that does not, beside others
                that do, says so in its `complaint`.
        """
        keys = ["", *self] if scenarios is None else [self.id_of(one) if one else "" for one in scenarios]
        plan = self._editor.decisions
        errors: list[LtoPlanError] = []
        found = [self._compared(plan, key, campaign, errors) for key in keys]
        if found and len(errors) == len(found):
            raise errors[0]
        return ScenarioComparison(found)

    def _compared(self, plan: Plan, key: str, campaign: str | None, errors: list[LtoPlanError]) -> ScenarioOutlook:
        name, is_current = plan.scenarios[key].name if key else "Plan", key == plan.current_scenario
        try:
            found = figures.build(self._evaluate(plan, key, campaign=campaign))
        except LtoPlanError as error:
            errors.append(error)
            return ScenarioOutlook(scenario=key, name=name, is_current=is_current, figures=None, complaint=str(error))
        return ScenarioOutlook(scenario=key, name=name, is_current=is_current, figures=found)

    def _demanded(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The changes, if the plan has what they change."""
        found = dict(changes)
        for path in found:
            self._editor.demand_field(path)
        return found

    def _free_name(self, wanted: str) -> str:
        base, number = wanted.strip() or "Scenario", 2
        taken = {record.name.casefold() for record in self._live().values()}
        name = base
        while name.casefold() in taken:
            name, number = f"{base} {number}", number + 1
        return name


def _figure(one: ScenarioOutlook, name: str) -> float | None:
    return getattr(one.figures, name) if one.figures else None
