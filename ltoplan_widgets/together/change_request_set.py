"""Change requests: a set of changes put to the others, who accept or reject it field by field."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ltoplan_widgets.document.edit import Edit, prepared
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.change_request import ChangeRequest, Decision, ProposedChange
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join, replaced
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.plan import CONVERSATION
from ltoplan_widgets.plan.proposal import ProposedField, fields_of, present_at, status_of, undecided
from ltoplan_widgets.plan.shape import same
from ltoplan_widgets.together.editor import Editor
from ltoplan_widgets.together.record_set import RecordSet
from ltoplan_widgets.together.scenario_set import Evaluate
from ltoplan_widgets.views import figures
from ltoplan_widgets.views.figures import Figures


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What accepting the undecided fields of a change request would do.

    Attributes:
        fields: What would change, field by field.
        before: What the plan leads to as it is.
        after: What it would lead to.
    """

    fields: tuple[ProposedField, ...]
    before: Outlook
    after: Outlook

    def figures(self) -> dict[str, tuple[float | None, float | None]]:
        """Headline figures before and after, by name."""
        before, after = figures.build(self.before), figures.build(self.after)
        return {name: (getattr(before, name), getattr(after, name)) for name in Figures.__struct_fields__}

    def _repr_html_(self) -> str:
        changes = Listing(["field", "now", "proposed"], [[one.path, one.present, one.value] for one in self.fields]).html()
        return changes + Listing(["", "before", "after"], [[words(name), *pair] for name, pair in self.figures().items()]).html()


class ChangeRequestSet(RecordSet[ChangeRequest]):
    """Change requests by id or title."""

    COLLECTION, KIND, LABEL, COLUMNS = "change_requests", "change request", "title", ("title", "author", "status", "reason")

    def __init__(self, editor: Editor, evaluate: Evaluate) -> None:
        """Edit by an editor, evaluate by the plan's own sales."""
        super().__init__(editor)
        self._evaluate = evaluate

    def propose(self, title: str, changes: Mapping[str, Any], *, reason: str = "") -> str:
        """Put changes to the others; the plan stays as it is until somebody accepts them.

        Args:
            title: What it is about.
            changes: Proposed value by field path; None takes an entry of a mapping out.
            reason: Why.

        Returns:
            Id of the change request.

        Raises:
            PlanError: A path or value that the plan cannot hold, or nothing that would change.
        """
        tree = self._editor.tree(changes)
        proposed = {path: self._proposed(path, value, present_at(tree, path), reason) for path, value in changes.items()}
        told = {path: change for path, change in proposed.items() if not same(change.base, change.value)}
        if not told:
            raise PlanError("change_requests: nothing would change, the plan holds these values already. Mend: propose other values.")
        request = ChangeRequest(
            title=title,
            reason=reason,
            author=self._editor.user,
            username=self._editor.username,
            at=now(),
            changes=told,
            rank=self._rank_after(),
        )
        return self._add(msgspec.to_builtins(request), key=self._new_id())

    def fields(self, request: str) -> tuple[ProposedField, ...]:
        """What a request would change, field by field: value when proposed, value now, proposed value, decision."""
        found = self[request]
        return tuple(fields_of(found, self._editor.tree(found.changes)))

    def accept(self, request: str, fields: Iterable[str] | None = None, *, reason: str = "") -> str:
        """Accept fields of an open request: they take the proposed values, in one edit with the decision.

        Args:
            request: Id or title.
            fields: Paths; None for every field that is not decided yet.
            reason: Why.

        Returns:
            Id of the entry in the history; empty where the plan held the values already.

        Raises:
            PlanError: No such request or field, it is decided already, or the plan cannot hold the value any more.
        """
        return self._decide(request, fields, accepted=True, reason=reason)

    def reject(self, request: str, fields: Iterable[str] | None = None, *, reason: str = "") -> None:
        """Reject fields of an open request; arguments and errors as `accept`."""
        self._decide(request, fields, accepted=False, reason=reason)

    def withdraw(self, request: str, *, reason: str = "") -> None:
        """Take a request back before it is decided."""
        key = self.id_of(request)
        self._demand_open(key)
        self._editor.apply({join("change_requests", key, "status"): "withdrawn"}, reason=reason)

    def reopen(self, request: str) -> None:
        """Put a withdrawn request to the others again; what was decided stays decided."""
        key = self.id_of(request)
        found = self[key]
        if found.status != "withdrawn":
            raise PlanError(f"change_requests/{key}: is {found.status}, only a withdrawn one is opened again. Mend: propose it anew.")
        self._editor.apply({join("change_requests", key, "status"): status_of("open", found.changes, found.decisions)})

    def effect(self, request: str, *, campaign: str | None = None) -> Effect:
        """What accepting the undecided fields would do to the outlook; the plan stays as it is.

        Raises:
            PlanError: The plan cannot hold a proposed value any more.
            InputError: The plan allows no outlook, before or after.
        """
        plan, found = self._editor.decisions, self[request]
        fields = tuple(one for one in self.fields(request) if one.decision is None)
        changed = replaced(plan, undecided(found))
        before, after = (self._evaluate(one, None, campaign=campaign) for one in (plan, changed))
        return Effect(fields=fields, before=before, after=after)

    def _proposed(self, path: str, value: object, base: object, reason: str) -> ProposedChange:
        if path.partition("/")[0] in {*CONVERSATION, "format"}:
            raise PlanError(f"{path}: is no decision, so it cannot be proposed. Mend: edit it directly.")
        self._editor.demand_field(path)
        held = prepared(Edit(changes={path: value}, reason=reason, author=self._editor.user))[path]
        return ProposedChange(base=base, value=held)

    def _decide(self, request: str, fields: Iterable[str] | None, *, accepted: bool, reason: str) -> str:
        key = self.id_of(request)
        wanted = None if fields is None else [fields] if isinstance(fields, str) else list(fields)
        return self._editor.revise(
            lambda: self._decided(key, wanted, accepted=accepted, reason=reason), reason=reason, action="accept", of=key
        )

    def _decided(self, key: str, wanted: list[str] | None, *, accepted: bool, reason: str) -> dict[str, Any]:
        found = self._demand_open(key)
        paths = [path for path in found.changes if path not in found.decisions] if wanted is None else wanted
        for path in paths:
            self._demand_undecided(key, found, path)
        decision = Decision(accepted=accepted, author=self._editor.user, at=now(), reason=reason)
        decisions = {**found.decisions, **dict.fromkeys(paths, decision)}
        values = {path: found.changes[path].value for path in paths} if accepted else {}
        told = {join("change_requests", key, "decisions", path): msgspec.to_builtins(decision) for path in paths}
        return {**values, **told, join("change_requests", key, "status"): status_of(found.status, found.changes, decisions)}

    def _demand_open(self, key: str) -> ChangeRequest:
        found = self._all()[key]
        if found.status != "open":
            raise PlanError(f"change_requests/{key}: is {found.status} already. Mend: propose it anew.")
        return found

    def _demand_undecided(self, key: str, found: ChangeRequest, path: str) -> None:
        if path not in found.changes:
            raise PlanError(
                f"change_requests/{key}: does not propose {path}; it proposes {', '.join(found.changes)}. Mend: name one of these."
            )
        if path in found.decisions:
            verdict = "accepted" if found.decisions[path].accepted else "rejected"
            raise PlanError(
                f"change_requests/{key}: {path} is {verdict} already, by {found.decisions[path].author}. Mend: propose it anew."
            )
