"""What a plan leads to, written down for readers without a kernel: figures of every what-if, views of the one in force."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import LtoPlanError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.inputs import inputs_of
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.proposal import undecided
from ltoplan_widgets.plan.published_outlook import PublishedOutlook
from ltoplan_widgets.views import figures, forecast_chart_view, normal_distribution_view, order_chart_view, reasons_view

MOST_OUTLOOKS = 100
"""So many outlooks are written down at most, those in force first."""

MAX_OUTLOOK_BYTES = 128 * 1024
"""Largest outlook that is written down; views are left out where they do not fit."""

HISTORY_END = "history_end"
"""Figure that says how far the sales reach that it was computed of, in days since 1970-01-01."""

_LONGEST_KEY = 200
_DIGITS, _DIGITS_IN_LISTS = 9, 6
"""Nobody sees more of a number, and a file shows less noise; an order of a billion units still is whole cases."""

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One what-if of one campaign.

    Attributes:
        campaign: Id of the campaign.
        scenario: Id of the scenario; empty for the plan as it stands.
        change_request: Id of the change request; empty where it is none.
        plan: The plan with it applied.
        is_in_force: Whether this is what people work in, so that its charts are written down too.
    """

    campaign: str
    scenario: str
    change_request: str
    plan: Plan
    is_in_force: bool

    @property
    def key(self) -> str:
        """Id of its outlook in the plan."""
        of = [("scenario", self.scenario), ("change_request", self.change_request)]
        return "|".join([self.campaign, *(f"{kind}|{key}" for kind, key in of if key)])


def cases(plan: Plan) -> list[Case]:
    """Every what-if that is written down: live campaigns as they stand, under each scenario, with each open change request."""
    found = sorted(_cases(plan), key=lambda case: (not case.is_in_force, bool(case.scenario or case.change_request)))
    return [case for case in found if len(case.key) <= _LONGEST_KEY][:MOST_OUTLOOKS]


def publications(
    plan: Plan, *, evaluate: Callable[[Case], Outlook], history: SalesHistory, author: str, at: str
) -> dict[str, PublishedOutlook | None]:
    """The outlooks that are behind, computed anew, and None for those of what is no more; by id.

    What is up to date stays: its inputs are the same, and it was computed of sales that reach at least as far, so that two
    kernels with different sales never write over each other for ever.

    Args:
        plan: The plan, with the outlooks that it has.
        evaluate: Computes one case.
        history: The sales.
        author: Display name of whose kernel computes.
        at: The moment.
    """
    current = cases(plan)
    made: dict[str, Outlook] = {}
    found: dict[str, PublishedOutlook | None] = dict.fromkeys(plan.outlooks.keys() - {case.key for case in current})
    for case in current:
        inputs = inputs_of(case.plan, case.campaign)
        if _is_up_to_date(plan.outlooks.get(case.key), inputs, case, _end_of(history)):
            continue
        try:
            outlook = made[inputs] = made.get(inputs) or evaluate(case)
        except LtoPlanError:
            continue  # the last good one stays, and its inputs say that it is behind
        found[case.key] = published(outlook, case, history=history, author=author, at=at)
    return found


def published(outlook: Outlook, case: Case, *, history: SalesHistory, author: str, at: str) -> PublishedOutlook:
    """One outlook as it is written down."""
    views = _views(outlook, history) if case.is_in_force else {}
    one = PublishedOutlook(
        campaign=case.campaign,
        scenario=case.scenario,
        change_request=case.change_request,
        inputs=inputs_of(case.plan, case.campaign),
        at=at,
        author=author,
        figures=_rounded({**msgspec.to_builtins(figures.build(outlook)), HISTORY_END: _end_of(history)}),
    )
    for name, view in views.items():
        larger = msgspec.structs.replace(one, views={**one.views, name: view})
        one = larger if len(msgspec.json.encode(larger)) <= MAX_OUTLOOK_BYTES else one
    return one


def _cases(plan: Plan) -> Iterator[Case]:
    current = plan.current_scenario if plan.current_scenario in plan.scenarios and not plan.scenarios[plan.current_scenario].deleted else ""
    yield from _of_campaigns(plan, {}, in_force=not current)
    for key, scenario in plan.scenarios.items():
        if not scenario.deleted:
            yield from _of_campaigns(plan, scenario.changes, scenario=key, in_force=key == current)
    for key, request in plan.change_requests.items():
        if not request.deleted and request.status == "open":
            of_current = plan.scenarios[current].changes if current else {}
            yield from _of_campaigns(plan, {**of_current, **undecided(request)}, change_request=key)


def _of_campaigns(
    plan: Plan, changes: Mapping[str, Any], *, scenario: str = "", change_request: str = "", in_force: bool = False
) -> Iterator[Case]:
    try:
        applied = replaced(plan, changes)
    except LtoPlanError:
        return  # a change that does not fit is a finding, and leads to nothing
    for key, campaign in applied.campaigns.items():
        if not campaign.deleted:
            yield Case(campaign=key, scenario=scenario, change_request=change_request, plan=applied, is_in_force=in_force)


def _views(outlook: Outlook, history: SalesHistory) -> dict[str, Any]:
    views = {
        "normal_distribution": normal_distribution_view.build(outlook),
        "order_chart": order_chart_view.build(outlook),
        "forecast_chart": forecast_chart_view.build(outlook, history=history),
        "reasons": reasons_view.build(outlook),
    }
    return {name: _rounded(msgspec.to_builtins(view)) for name, view in views.items()}


def _is_up_to_date(present: PublishedOutlook | None, inputs: str, case: Case, end: float) -> bool:
    if present is None or present.inputs != inputs:
        return False
    return (present.figures.get(HISTORY_END) or 0.0) >= end and (bool(present.views) or not case.is_in_force)


def _end_of(history: SalesHistory) -> float:
    return float(date.fromisoformat(history.last_day).toordinal() - _EPOCH)


def _rounded(value: Any, *, digits: int = _DIGITS) -> Any:  # noqa: ANN401 - plain JSON
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item, digits=_DIGITS_IN_LISTS) for item in value]
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value
