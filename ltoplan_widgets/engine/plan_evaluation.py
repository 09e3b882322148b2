"""Many plans at once: the outlook of every campaign of every plan."""

import functools
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from ltoplan_widgets.demand.day import GivenDay, given_iso_day
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.progress import followed
from ltoplan_widgets.demand.prospect.running_launch import LATEST
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.engine.cluster import distributed
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError
from ltoplan_widgets.plan.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

Source = SalesHistory | str | os.PathLike[str]
LibrarySource = CampaignLibrary | str | os.PathLike[str]
ItemSource = ItemTable | str | os.PathLike[str] | None

SCHEMA = "row:long,outlook:str,error:str,refused:str"


class PlanEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What one campaign of one plan leads to.

    Attributes:
        plan: Key of the plan, as it was given.
        campaign: Id of the campaign.
        outlook: The outlook as plain data, see `Outlook.to_json`; None where there is none.
        error: Why there is none; empty otherwise.
    """

    plan: str
    campaign: str
    outlook: dict[str, Any] | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What all plans are evaluated against, and how; each worker reads what is a path, once a question."""

    history: Source
    library: LibrarySource
    items: ItemSource
    scenario: str | None
    as_of: GivenDay | None
    asked: str

    def evaluator(self) -> Evaluator:
        return Evaluator(_history(self.history, self.asked), _library(self.library, self.asked), _items(self.items, self.asked))

    def answered(self, evaluator: Evaluator, plan: Plan, campaign: str) -> tuple[str, str]:
        """The outlook of a campaign as JSON, or why there is none."""
        try:
            return json.dumps(evaluator.evaluate(plan, self.scenario, campaign=campaign, as_of=self.as_of).to_json()), ""
        except LtoPlanError as error:
            return "", str(error)
        except Exception as error:  # noqa: BLE001 - hours of work on the others are not lost to one campaign
            return "", f"this should not happen, please report it: {type(error).__name__}: {error}"

    def answered_part(self, part: "pd.DataFrame") -> "pd.DataFrame":
        """A worker's part of the work: rows with the plans as text; where sales or past campaigns are refused, why."""
        import pandas as pd  # noqa: PLC0415 - what a cluster's tables are made of

        try:
            evaluator = self.evaluator()
        except InputError as error:
            found = [(int(row), "", "", msgspec.json.encode(error.findings).decode()) for row in part["row"]]
        else:
            found = [
                (int(row), *self.answered(evaluator, decode(text), campaign), "")
                for row, text, campaign in zip(part["row"], part["plan"], part["campaign"], strict=True)
            ]
        return pd.DataFrame(found, columns=["row", "outlook", "error", "refused"])


def evaluate_plans(  # noqa: PLR0913 - what is evaluated, against what, and where
    plans: Mapping[str, Plan],
    history: Source,
    library: LibrarySource,
    *,
    items: ItemSource = None,
    scenario: str | None = None,
    as_of: GivenDay | None = None,
    engine: object = "local",
) -> tuple[PlanEvaluation, ...]:
    """Evaluate every campaign of many plans; the results are the same on every engine.

    One campaign is one piece of work, so cost grows with the number of campaigns and a cluster shares them out. A campaign
    that cannot be evaluated, whatever the reason, is a result with an error and does not stop the others.

    Args:
        plans: Plans by any key, e.g. their file's name.
        history: Checked sales, or the path of a file of sales that every worker can read. A history in memory is sent to
            the workers; above some 100 MB a path on shared storage is better.
        library: Past campaigns, or the path of their file.
        items: What is known of the items, or the path of its file: it tells which past items a new one is like.
        scenario: Id or name of a scenario, empty for the plans as they stand, None for each plan's current one.
        as_of: Last day whose sales are known, ISO date, or ``latest``; see `Evaluator.evaluate`.
        engine: ``local``, ``dask``, ``ray``, ``spark``, or a client or session of a running cluster.

    Raises:
        InputError: Plans without keys, `as_of` is no day, an unknown engine, or one that is not installed; sales or past campaigns that cannot be taken.
        ClusterError: The cluster gave up.
    """
    if not isinstance(plans, Mapping):
        raise refusal("wrong-kind", type(plans).__name__, "plans have keys, such as their files' names", "give {key: plan}", column="plans")
    for name, given, kind in (("history", history, SalesHistory), ("library", library, CampaignLibrary)):
        if not isinstance(given, kind | str | os.PathLike):
            message, mend = f"the {name} is a {kind.__name__} or a path", f"make one with {kind.__name__}.from_frame(…)"
            raise refusal("wrong-kind", type(given).__name__, message, mend, column=name)
    work = [(key, campaign) for key, plan in plans.items() for campaign, one in sorted(plan.campaigns.items()) if not one.deleted]
    day = as_of if as_of in {None, LATEST} else given_iso_day(as_of, column="as_of")
    question = _Question(history=history, library=library, items=items, scenario=scenario, as_of=day, asked=uuid.uuid4().hex)
    if engine == "local":
        results: Iterable[tuple[int, str, str]] = _locally(plans, work, question)
    else:
        results = _on_cluster(plans, work, question, engine=engine)
    return tuple(
        PlanEvaluation(plan=work[row][0], campaign=work[row][1], outlook=json.loads(outlook) if outlook else None, error=error)
        for row, outlook, error in sorted(results)
    )


def _locally(plans: Mapping[str, Plan], work: Sequence[tuple[str, str]], question: _Question) -> Iterator[tuple[int, str, str]]:
    evaluator = question.evaluator()
    for row, (key, campaign) in enumerate(followed(work, "Evaluating plans", total=len(work), unit=" campaigns")):
        yield row, *question.answered(evaluator, plans[key], campaign)


def _on_cluster(
    plans: Mapping[str, Plan], work: Sequence[tuple[str, str]], question: _Question, *, engine: object
) -> Iterator[tuple[int, str, str]]:
    import pandas as pd  # noqa: PLC0415 - what a cluster's tables are made of

    texts = {key: encode(plan) for key, plan in plans.items()}
    rows = [(row, texts[key], campaign) for row, (key, campaign) in enumerate(work)]
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=["row", "plan", "campaign"])
    done = distributed(frame, question.answered_part, schema=SCHEMA, rows=len(rows), engine=engine).fillna("")
    if refused := max(done["refused"]):
        raise InputError(msgspec.json.decode(refused, type=tuple[Finding, ...]))
    yield from zip(done["row"].astype(int), done["outlook"], done["error"], strict=True)


def _history(source: Source, asked: str) -> SalesHistory:
    return source if isinstance(source, SalesHistory) else _read_history(os.fspath(source), asked)


def _library(source: LibrarySource, asked: str) -> CampaignLibrary:
    return source if isinstance(source, CampaignLibrary) else _read_library(os.fspath(source), asked)


def _items(source: ItemSource, asked: str) -> ItemTable | None:
    return _read_items(os.fspath(source), asked) if isinstance(source, str | os.PathLike) else source


@functools.lru_cache(maxsize=2)
def _read_history(path: str, _asked: str) -> SalesHistory:
    """Once a worker and question, not once a part of the work; the next question reads the file as it is by then."""
    return SalesHistory.read(path)


@functools.lru_cache(maxsize=2)
def _read_library(path: str, _asked: str) -> CampaignLibrary:
    return CampaignLibrary.read(path)


@functools.lru_cache(maxsize=2)
def _read_items(path: str, _asked: str) -> ItemTable:
    return ItemTable.read(path)
