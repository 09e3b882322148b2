"""What an outlook is computed of, as a short digest that both languages make alike: is what was written down behind?"""

import zlib
from typing import Any

import msgspec

from ltoplan_widgets.plan.codec import json_text
from ltoplan_widgets.plan.plan import Plan

_OF_PLAN = ("currency", "period", "sales", "past_campaigns", "items")
_BESIDE = frozenset({"rank", "deleted"})
"""Fields that no outlook depends on."""


def inputs_of(plan: Plan, campaign: str) -> str:
    """Digest of the decisions that the outlook of a campaign depends on.

    It is the CRC-32 of their canonical JSON, eight hexadecimal digits, and the length of that in bytes.

    Args:
        plan: The plan, with scenario or change request applied.
        campaign: Id of the campaign.
    """
    text = inputs_text(plan, campaign).encode()
    return f"{zlib.crc32(text):08x}-{len(text)}"


def inputs_text(plan: Plan, campaign: str) -> str:
    """Canonical JSON of the decisions that the outlook of a campaign depends on: campaign, offer and the plan's own settings.

    What is empty is left out, so that a plan without a value in a field that a later version adds has the same digest.
    """
    chosen = plan.campaigns[campaign]
    of_plan = {name: getattr(plan, name) for name in _OF_PLAN}
    return json_text(_told({**of_plan, "campaign": _telling(chosen), "offer": _telling(plan.offers.get(chosen.offer))}))


def _telling(record: msgspec.Struct | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return _told({name: value for name, value in msgspec.to_builtins(record).items() if name not in _BESIDE})


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {})}
