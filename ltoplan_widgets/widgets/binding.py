"""The way between one widget and its plan: the document's changes become traits, a set trait becomes an edit."""

import difflib
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
import traitlets as t

from ltoplan_widgets.document.change import Change
from ltoplan_widgets.live_outlook import last_good
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.shared_plan import SharedPlan
from ltoplan_widgets.widgets.binding_record import BindingRecord, LinkRecord
from ltoplan_widgets.widgets.follower import Follower
from ltoplan_widgets.widgets.work_queue import WorkQueue

View = TypeVar("View", bound=msgspec.Struct)


class _Setting(threading.local):
    """What this thread is putting into traits at the moment, by trait."""

    def __init__(self) -> None:
        """Nothing at first."""
        self.values: dict[str, Any] = {}


class Binding:
    """One widget following one plan.

    It remembers what it put into each trait last. A trait with another value was set by somebody, and that is an edit.
    Changes arrive on any thread; one of them at a time brings the widget up to date, see `WorkQueue`.

    Attributes:
        plan: The plan that is followed.
        target: What the widget was asked to show: a visualization's id, a field's path, or nothing.
    """

    def __init__(self, widget: Follower, plan: SharedPlan, target: str) -> None:
        """Find what the widget shows; nothing is followed before `start`.

        Raises:
            InputError: The plan has no such visualization, or it is of another kind.
        """
        self.plan, self.target = plan, target
        self._widget = widget
        self._setting = _Setting()
        self._work = WorkQueue(self._bring_up_to_date)
        self._followed: dict[str, Any] = {}
        self._paths: dict[str, str] = {}
        self._outlook: Outlook | None = None
        self._evaluated_of: object = None
        self._complaint = ""
        self._closers: list[Callable[[], None]] = []
        self._check()

    @property
    def record(self) -> Visualization | None:
        """The visualization that the widget shows, as it is now; None where it shows a campaign or a field."""
        return self.plan.plan.visualizations.get(self.target)

    @property
    def outlook(self) -> Outlook | None:
        """The latest outlook; None before the first."""
        return self._outlook

    @property
    def known_outlook(self) -> Outlook:
        """The latest outlook, for widgets that are never drawn before the first."""
        assert self._outlook is not None
        return self._outlook

    def named(self, view: View, **chosen: Any) -> View:  # noqa: ANN401 - fields of the view
        """The view under the visualization's name and colour, and with other fields as chosen."""
        record = self.record
        heading = "label" if "label" in view.__struct_fields__ else "title"
        own = {heading: record.name or getattr(view, heading), "color": record.color} if record else {}
        return msgspec.structs.replace(view, **{**own, **chosen})

    def parameters(self) -> dict[str, Any]:
        """Traits that the visualization gives the widget."""
        record = self.record
        return {name: value for name, value in record.parameters.items() if name in self._widget.LOCAL} if record else {}

    def start(self) -> None:
        """Take over the plan as it is, then follow it."""
        self._evaluated_of, self._outlook = self.plan.decisions, self._evaluated()
        self._refresh()
        plan, widget = self.plan, self._widget
        self._closers = [
            plan.observe(self._on_change),
            plan.observe_outlook(self._on_outlook),
            plan.observe_state(self._on_state),
            plan.attach_relay(self._send),
        ]
        self._work.is_open = True
        widget.on_msg(self._on_message)
        if self._followed:  # no name at all would stand for every trait
            widget.observe(self._on_trait, names=sorted(self._followed))

    def stop(self) -> None:
        """Let go of the plan; a second call does nothing."""
        self._work.is_open = False
        closers, self._closers = self._closers, []
        for close in closers:
            close()

    # The plan changed

    def _on_change(self, change: Change) -> None:
        if self._is_one_of_many():
            self._work.ask("outlook")
        elif self._moves(change):
            self._work.ask("everything")
        elif any(change.concerns(path) for path in self._paths.values()):
            self._work.ask("values")

    def _on_outlook(self, outlook: Outlook) -> None:
        if self._is_one_of_many() or not self._widget.NEEDS_OUTLOOK:
            return
        self._outlook = outlook
        self._work.ask("everything")

    def _is_one_of_many(self) -> bool:
        """Whether the widget shows one of several campaigns, for which the plan itself has no outlook."""
        record = self.record
        campaigns = self.plan.plan.campaigns.values()
        return bool(self._widget.NEEDS_OUTLOOK and record and record.campaign and sum(not one.deleted for one in campaigns) > 1)

    def _renew(self) -> bool:
        """The outlook of one of several campaigns, where a decision has changed; the last good one stays where the plan allows none."""
        decisions = self.plan.decisions  # the same object while only words are exchanged
        if decisions is self._evaluated_of:
            return False
        self._evaluated_of = decisions
        try:
            self._outlook, self._complaint = self._evaluated(), ""
        except LtoPlanError as error:
            self._complaint = last_good(error)
        return True

    def _on_state(self, _state: str) -> None:
        self._work.ask("link")

    def _bring_up_to_date(self, wanted: set[str]) -> None:
        if ("outlook" in wanted and self._renew()) or "everything" in wanted:
            self._refresh()
        elif "values" in wanted:
            self._follow(self._field_values())
        if "link" in wanted:
            self._describe()

    def _moves(self, change: Change) -> bool:
        """Whether the change concerns what the widget looks at rather than a value that it shows."""
        campaign = join("campaigns", self._campaign_id(), "offer")
        places = ["current_scenario", "scenarios", campaign, *([join("visualizations", self.target)] if self.record else [])]
        return any(change.concerns(place) for place in places)

    def _refresh(self) -> None:
        """Everything anew: which fields are shown, the view, the traits."""
        self._paths = {field: self._under_scenario(path) for field, path in self._raw_paths().items()}
        view = self._widget.plan_view(self)
        with self._widget.hold_sync():
            self._describe()
            self._widget.view = msgspec.to_builtins(view)
            self._follow({**self._field_values(), **self._widget.following(self, view)})

    def _describe(self) -> None:
        """Tell the browser where the plan is and which of its fields the chart shows."""
        chart = self.target or f"{self._widget.KIND}:{self._campaign_id()}"
        link = msgspec.convert(self.plan.link, LinkRecord)
        self._widget.binding = msgspec.to_builtins(BindingRecord(link=link, chart=chart, fields=self._paths, complaint=self._why_old()))

    def _why_old(self) -> str:
        if self._is_one_of_many():
            return self._complaint
        return self.plan.outlook_complaint if self._widget.NEEDS_OUTLOOK else ""

    def _follow(self, values: Mapping[str, Any]) -> None:
        with self._widget.hold_sync():
            for trait, value in values.items():
                self._setting.values[trait] = self._followed[trait] = value
                setattr(self._widget, trait, value)
                del self._setting.values[trait]

    def _field_values(self) -> dict[str, Any]:
        widget, view = self._widget, self._widget.view or {}
        return {widget.TRAITS.get(field, field): widget.field_value(field, self._read(path), view) for field, path in self._paths.items()}

    # A trait changed

    def _on_trait(self, change: Any) -> None:  # noqa: ANN401 - traitlets' change
        name, value = change.name, change.new
        before = self._followed.get(name)
        if value == self._setting.values.get(name, before):
            return
        try:
            self._edit(name, before, value)
        except LtoPlanError as error:
            setattr(self._widget, name, before)
            raise t.TraitError(str(error)) from None

    def _edit(self, trait: str, before: Any, value: Any) -> None:  # noqa: ANN401 - values of any field
        field = next((one for one in self._paths if trait in (one, self._widget.TRAITS.get(one, one))), None)
        if field is None:
            raise _is_computed(trait)
        path = self._paths[field]
        entries = _entry_changes(path, before or {}, value) if isinstance(value, dict) else {path: value}
        self._followed[trait] = value
        try:
            self.plan.apply(entries)
        except LtoPlanError:
            self._followed[trait] = before
            raise

    # The browser speaks

    def _send(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        if self._widget.comm is not None:
            self._widget.send(content, buffers=buffers)

    def _on_message(self, _widget: Any, content: Any, buffers: Any) -> None:  # noqa: ANN401 - ipywidgets' signature
        if self._closers and isinstance(content, dict) and content.get("t") in {"y", "hello"}:
            self.plan.receive_relay(content, [bytes(buffer) for buffer in buffers or ()], self._send)

    # What is shown

    def _read(self, path: str) -> Any:  # noqa: ANN401 - any field
        return msgspec.to_builtins(self.plan.read(path))

    def _raw_paths(self) -> dict[str, str]:
        if self._outlook is None:
            return self._widget.paths(self, campaign="", offer="")
        return self._widget.paths(self, campaign=self._outlook.campaign_id, offer=self._outlook.campaign.offer)

    def _under_scenario(self, path: str) -> str:
        """Where a field's value in force lies: in the current scenario if that changes it, otherwise in the plan itself."""
        plan = self.plan.plan
        scenario = plan.scenarios.get(plan.current_scenario)
        return join("scenarios", plan.current_scenario, "changes", path) if scenario and path in scenario.changes else path

    def _campaign_id(self) -> str:
        return self._outlook.campaign_id if self._outlook else ""

    def _evaluated(self) -> Outlook | None:
        if not self._widget.NEEDS_OUTLOOK:
            return None
        record = self.record
        return self.plan.evaluate(campaign=record.campaign) if record and self._is_one_of_many() else self.plan.outlook

    def _check(self) -> None:
        record = self.record
        kind = self._widget.KIND
        if record is None and self.target and not self._widget.takes_path(self.target):
            raise _no_such_visualization(self.target, self.plan.plan.visualizations)
        if record is not None and record.type != kind:
            message = f"{self.target} is a {record.type}, not a {kind}"
            mend = f"open it with plan.chart({self.target!r})"
            raise InputError(
                Finding(code="other-kind", severity="error", column="visualization", value=self.target, message=message, mend=mend)
            )


def _entry_changes(path: str, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Changes of a mapping's entries; one that is gone becomes None."""
    changed = {key: after.get(key) for key in (*before, *after) if before.get(key) != after.get(key)}
    return {f"{path}/{join(key)}": value for key, value in changed.items()}


def _is_computed(trait: str) -> InputError:
    message = f"{trait} follows from the plan and cannot be set"
    return InputError(Finding(code="is-computed", severity="error", column=trait, message=message, mend="change what it follows from"))


def _no_such_visualization(wanted: str, records: Mapping[str, Visualization]) -> InputError:
    known = sorted(key for key, record in records.items() if not record.deleted)
    near = difflib.get_close_matches(wanted, known, 1)
    mend = f"did you mean {near[0]!r}?" if near else f"it has: {', '.join(known) or 'none'}"
    message = f"the plan has no visualization {wanted!r}"
    return InputError(
        Finding(code="unknown-visualization", severity="error", column="visualization", value=wanted, message=message, mend=mend)
    )
