"""Which scenario or campaign of a plan is meant, by id or name."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.plan import Plan


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def deleted(self) -> bool: ...


_Record = TypeVar("_Record", bound=_Named)


def scenario_of(plan: Plan, wanted: str | None) -> str:
    """Id of the scenario that is meant: by id or name, empty for the plan as it stands, None for the plan's current one.

    Raises:
        InputError: There is no such scenario, or several are called so.
    """
    asked = plan.current_scenario if wanted is None else wanted
    return _id_of("scenario", asked, _live(plan.scenarios)) if asked else ""


def campaign_of(plan: Plan, wanted: str | None) -> str:
    """Id of the campaign that is meant: by id or name, or the plan's only one.

    Raises:
        InputError: There is no such campaign, or it is not clear which.
    """
    campaigns = _live(plan.campaigns)
    if wanted:
        return _id_of("campaign", wanted, campaigns)
    if len(campaigns) == 1:
        return next(iter(campaigns))
    if not campaigns:
        raise InputError(unclear("campaign", "", "the plan has no campaign", "add one to the plan"))
    raise InputError(unclear("campaign", "", f"the plan has {len(campaigns)} campaigns: {_listed(campaigns)}", "say which, by id or name"))


def _live(records: Mapping[str, _Record]) -> dict[str, _Record]:
    return {key: record for key, record in records.items() if not record.deleted}


def _id_of(kind: str, wanted: str, records: Mapping[str, _Record]) -> str:
    """Id of the record with this id, or else with this name."""
    matches = [wanted] if wanted in records else [key for key, record in records.items() if record.name == wanted]
    if len(matches) == 1:
        return matches[0]
    found = f"{len(matches)} {kind}s are called {wanted!r}" if matches else f"the plan has no {kind} {wanted!r}"
    raise InputError(unclear(kind, wanted, f"{found}; it has: {_listed(records)}", "name one of them by its id"))


def _listed(records: Mapping[str, _Record]) -> str:
    return ", ".join(f"{key} ({record.name})" if record.name else key for key, record in sorted(records.items())[:12]) or "none"


def unclear(kind: str, value: str, message: str, mend: str) -> Finding:
    """What is not clear about which record of a kind is meant."""
    return Finding(code=f"which-{kind}", severity="error", column=kind, value=value, message=message, mend=mend)
