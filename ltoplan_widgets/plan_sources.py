"""Sales and past campaigns that a plan is evaluated against."""

import threading
from pathlib import Path

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.running_launch import LATEST
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.table_file import is_there
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.file_name import leads_out
from ltoplan_widgets.plan.plan import Plan


class PlanSources:
    """What a plan is evaluated against: what was given, or the files beside the plan that it names."""

    def __init__(self, folder: Path, history: SalesHistory | None, library: CampaignLibrary | None) -> None:
        """Take what was given, and look for the rest in the plan's folder."""
        self._folder, self._history, self._library = folder, history, library
        self._lock = threading.Lock()
        self._names: tuple[str, str, str] | None = None
        self._evaluator: Evaluator | None = None
        self._aside: Evaluator | None = None

    def evaluate(self, plan: Plan, scenario: str | None = None, *, campaign: str | None = None, as_of: GivenDay | None = LATEST) -> Outlook:
        """What the plan leads to, with the sales of a running campaign; see `outlook.Evaluator.evaluate`.

        Raises:
            InputError: A file that the plan names is missing, wrong, or not in its folder.
        """
        return self._evaluator_for(plan).evaluate(plan, scenario, campaign=campaign, as_of=as_of)

    def evaluate_aside(self, plan: Plan, scenario: str | None = None, *, campaign: str | None = None) -> Outlook:
        """As `evaluate`, without pushing out the forecasts that it keeps for the plan as it is."""
        beside = self._evaluator_for(plan)
        with self._lock:
            if (
                self._aside is None
                or self._aside.history is not beside.history
                or self._aside.library is not beside.library
                or self._aside.attributes is not beside.attributes
            ):
                self._aside = Evaluator(beside.history, beside.library, beside.attributes)
            aside = self._aside
        return aside.evaluate(plan, scenario, campaign=campaign, as_of=LATEST)

    def use(self, history: SalesHistory | None, library: CampaignLibrary | None) -> bool:
        """Evaluate against other sales or past campaigns, where they are given; returns whether something is other."""
        with self._lock:
            chosen = (self._history if history is None else history, self._library if library is None else library)
            if chosen[0] is self._history and chosen[1] is self._library:
                return False
            self._history, self._library = chosen
            self._evaluator = None
            return True

    def history(self, plan: Plan) -> SalesHistory:
        """The sales alone; errors as `evaluate`."""
        return self._evaluator_for(plan).history

    def _evaluator_for(self, plan: Plan) -> Evaluator:
        names = (plan.sales if self._history is None else "", plan.past_campaigns if self._library is None else "", plan.items)
        with self._lock:
            if self._evaluator is None or names != self._names:
                self._evaluator = Evaluator(self._history_for(plan), self._library_for(plan), self._items_for(plan))
                self._names = names
            return self._evaluator

    def _history_for(self, plan: Plan) -> SalesHistory:
        if self._history is not None:
            return self._history
        return SalesHistory.read(_beside(self._folder, plan.sales, "sales", "history"))

    def _library_for(self, plan: Plan) -> CampaignLibrary:
        if self._library is not None:
            return self._library
        return CampaignLibrary.read(_beside(self._folder, plan.past_campaigns, "past_campaigns", "library"))

    def _items_for(self, plan: Plan) -> ItemTable | None:
        return ItemTable.read(_beside(self._folder, plan.items, "items", "items")) if plan.items else None


def _beside(folder: Path, named: str, path: str, argument: str) -> Path:
    """The file that a plan names; whoever edits the plan must not reach beyond its folder."""
    found = folder / named
    if leads_out(named):
        raise _missing(path, named, "must lie in the plan's folder or below", "copy the file there and give its name")
    if not named or not is_there(found):
        what = f"there is no file {found}" if named else "the plan names no file"
        raise _missing(path, named, what, f"set {path!r} in the plan, or open_plan(…, {argument}=…)")
    return found


def _missing(path: str, value: str, message: str, mend: str) -> InputError:
    return InputError(
        Finding(
            code=f"no-{path.replace('_', '-')}",
            severity="error",
            column=path,
            value=value,
            message=f"{path}: {value!r}: {message}",
            mend=mend,
        )
    )
