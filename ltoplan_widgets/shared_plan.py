"""The plan that a notebook holds: live, shared, with the outlook that follows from it."""

import difflib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.running_launch import LATEST
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.document.edit import Edit, prepared
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.presence import identity_of
from ltoplan_widgets.document.server_address import find_server
from ltoplan_widgets.document.transport import open_transport
from ltoplan_widgets.live_plan import LivePlan, joined, leave
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan import field as plan_field
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.plan_handle import PlanHandle
from ltoplan_widgets.together.change_history import ChangeHistory
from ltoplan_widgets.together.change_request_set import ChangeRequestSet
from ltoplan_widgets.together.comment_set import CommentSet
from ltoplan_widgets.together.editor import Undone
from ltoplan_widgets.together.scenario_set import ScenarioSet
from ltoplan_widgets.together.visualization_set import CHARTS, VisualizationSet


class Draft:
    """Changes that are being put together; see `SharedPlan.edit`."""

    def __init__(self) -> None:
        """Start with none."""
        self.changes: dict[str, Any] = {}

    def set(self, path: str, value: object) -> None:
        """Set a field; raises `PlanError` at once where the plan cannot hold the value."""
        prepared(Edit(changes={path: value}))
        self.changes[path] = value


class SharedPlan(PlanHandle):
    """A plan that others see and edit at the same time; safe to use from any thread.

    Listeners are called outside every lock: for edits of this process on the thread that made them, before the edit
    returns; for everybody else's on a thread of the plan's own.

    Attributes:
        path: The plan's file as it was given.
    """

    def __repr__(self) -> str:
        """Name, file and state."""
        return f"<SharedPlan {self.plan.name or self.path.stem!r} {self.path}, {self.state}>"

    # Reading

    @property
    def plan(self) -> Plan:
        """The plan as it is now, frozen."""
        return self._live.document.plan

    @property
    def decisions(self) -> Plan:
        """The plan without what is said about it; the same object until somebody decides something."""
        return self._live.document.decisions

    def read(self, path: str) -> Any:  # noqa: ANN401 - any field
        """Value at an address such as ``offers/latte/price``; raises `PlanError` where the plan has none."""
        return plan_field.read(self.plan, path)

    @property
    def complaints(self) -> tuple[str, ...]:
        """What is wrong with the plan's document, file or outlook, one sentence each; empty when nothing is."""
        live = self._live
        return tuple(filter(None, (live.note, *live.document.complaints, *live.odd_texts(), live.outlook.complaint)))

    @property
    def people(self) -> dict[str, dict[str, Any]]:
        """Who else has the plan open: awareness states by client."""
        return self._live.document.others()

    # Editing

    @property
    def user(self) -> str:
        """Display name under which edits of this process are made."""
        return self._live.document.user

    def set(self, path: str, value: object, *, reason: str = "") -> None:
        """Set one field; None takes an entry of a mapping out.

        Raises:
            PlanError: The plan has no such field, or it cannot hold the value; nothing was changed.
        """
        self.apply({path: value}, reason=reason)

    def apply(self, changes: Mapping[str, object], *, reason: str = "") -> None:
        """Make changes by path in one transaction; all of them, or with a `PlanError` none."""
        self._editor.apply(changes, reason=reason)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit of this process to take back."""
        return self._live.editor.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit of this process to do again."""
        return self._live.editor.can_redo

    def undo(self) -> Undone | None:
        """Take back the latest edit of this process, never anybody else's; None where there is none.

        Fields that somebody else has changed since stay as they are and are named in `skipped`.
        """
        return self._editor.undo()

    def redo(self) -> Undone | None:
        """Do again what was undone last; None where there is nothing."""
        return self._editor.redo()

    @contextmanager
    def edit(self, reason: str = "") -> Iterator[Draft]:
        """Put changes together that are made as one when the block ends well.

        `reason` goes into every override among them: ``with plan.edit("a flight") as draft: draft.set(path, 1200)``.
        """
        draft = Draft()
        yield draft
        if draft.changes:
            self.apply(draft.changes, reason=reason)

    # Together

    @property
    def changes(self) -> ChangeHistory:
        """Who changed what, when and why; restore, versions, comparison, export."""
        return self._live.changes

    @property
    def scenarios(self) -> ScenarioSet:
        """Named what-ifs."""
        return self._live.scenarios

    @property
    def change_requests(self) -> ChangeRequestSet:
        """What is proposed, and what became of it."""
        return self._live.change_requests

    @property
    def comments(self) -> CommentSet:
        """What is said."""
        return self._live.comments

    @property
    def visualizations(self) -> VisualizationSet:
        """Saved charts and controls."""
        return self._live.visualizations

    # The outlook

    @property
    def outlook(self) -> Outlook:
        """What the plan leads to: the outlook of the plan as it is, or the last good one, with a complaint.

        Raises:
            InputError: There is none yet, because sales, past campaigns or campaign are missing or wrong.
        """
        return self._live.outlook.current()

    @property
    def outlook_complaint(self) -> str:
        """Why `outlook` is not that of the plan as it is; empty when it is."""
        return self._live.outlook.complaint

    def evaluate(self, scenario: str | None = None, *, campaign: str | None = None, as_of: GivenDay | None = LATEST) -> Outlook:
        """What the plan leads to under a scenario, for one of its campaigns; see `outlook.Evaluator.evaluate`.

        While a campaign runs, the sales that are known of it count, and the rest is updated with them; `as_of=None` asks what
        was expected before its launch.
        """
        found = self._live.sources.evaluate(self.plan, scenario, campaign=campaign, as_of=as_of)
        self._live.publisher.start()
        return found

    def publish(self) -> int:
        """Write down what the plan leads to, for those who read it without a kernel.

        A kernel that has computed an outlook does this by itself once nothing was decided for a moment; a script that
        ends sooner asks for it.

        Returns:
            Number of outlooks that were behind.

        Raises:
            InputError: There are no sales to compute with.
            PlanClosedError: The plan is closed.
        """
        _ = self._editor  # raises where the plan is closed
        return self._live.publisher.publish()

    @property
    def history(self) -> SalesHistory:
        """The sales that the plan is evaluated against; raises `InputError` where there are none."""
        return self._live.sources.history(self.plan)

    # Widgets

    def chart(self, visualization: str, **traits: Any) -> Any:  # noqa: ANN401 - widgets are a floor above
        """The widget of one of the plan's visualizations.

        Args:
            visualization: Its id, or its name where no other one has it.
            traits: Traits of the widget, e.g. ``theme="dark"``.

        Raises:
            InputError: The plan has no such visualization, or no installed package has its type.
        """
        known = {key: one for key, one in self.plan.visualizations.items() if not one.deleted}
        named = [key for key, one in known.items() if one.name == visualization]
        key = named[0] if visualization not in known and len(named) == 1 else visualization
        if key not in known:
            raise _not_found("visualization", visualization, list(known))
        return _chart_class(known[key])(self, key, **traits)


def open_plan(  # noqa: PLR0913 - each is one thing that a caller may know better
    path: str | Path,
    *,
    history: SalesHistory | None = None,
    library: CampaignLibrary | None = None,
    server: str | None = None,
    token: str | None = None,
    user: str | Mapping[str, Any] | None = None,
    timeout: float = 30.0,
    create: bool = False,
) -> SharedPlan:
    """Open a plan: live where a Jupyter server with collaboration holds it, otherwise as a local file.

    Args:
        path: The ``.ltoplan`` file, relative to the working directory.
        history: Sales; by default the file that the plan names under `sales`, beside the plan.
        library: Past campaigns; by default the file that the plan names under `past_campaigns`.
        server: Address of a Jupyter server; by default ``LTOPLAN_SERVER_URL``, JupyterHub's, or the one that started
            this kernel.
        token: Secret for the server; by default ``LTOPLAN_TOKEN`` or what belongs to the server that was found.
        user: Who edits here: a name, or an identity as Jupyter has it.
        timeout: Longest wait in seconds.
        create: Whether to make an empty plan where there is no file.

    Raises:
        PlanError: There is no such file, or it cannot be read as a plan.
        ConnectionRefusedByServerError: The server says no.
        NotReadyError: The plan did not arrive in time.
    """
    file = Path(path).expanduser()
    address = find_server(server=server, token=token)
    where = str(file) if address and address.root_dir is None else str(file.resolve())
    key = (where, address.url if address else "", json.dumps(identity_of(user), sort_keys=True, default=str))

    def make() -> LivePlan:
        document = LiveDocument(user=user)
        transport, note = open_transport(document, file, address=address, timeout=timeout, is_new=create)
        return LivePlan(document, transport, file, history=history, library=library, note=note)

    live = joined(key, make)
    live.use(history, library)
    return SharedPlan(live, file, leave=partial(leave, key, live))


def _chart_class(record: Visualization) -> Any:  # noqa: ANN401 - see `SharedPlan.chart`
    known = {entry.name: entry for entry in importlib.metadata.entry_points(group=CHARTS)}
    if record.type not in known:
        raise _not_found("type", record.type, list(known))
    return known[record.type].load()


def _not_found(what: str, value: str, known: list[str]) -> InputError:
    near = difflib.get_close_matches(value, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(sorted(known)) or 'none'}"
    return InputError(
        Finding(
            code=f"no-such-{what}",
            severity="error",
            column="visualizations",
            value=value,
            message=f"there is no {what} {value!r}",
            mend=hint,
        )
    )
