"""The plan's history inside the document: one entry a transaction, the oldest ones out."""

from collections.abc import Collection
from typing import Any

import msgspec
from pycrdt import Doc, Map

from ltoplan_widgets.document.plain import refined
from ltoplan_widgets.plan.history import kept, surplus
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.ulid import ulid

HISTORY = "history"
"""Root map of the entries."""


def enter(doc: Doc[Any], entry: HistoryEntry, *, known: Collection[str]) -> str:
    """Write an entry within the transaction that it tells of; returns its id, which is above every known one.

    Args:
        doc: The document, in a transaction.
        entry: What to write; of its changes those that are too large are left out.
        known: Ids of the entries in the document.
    """
    changes, omitted = kept(entry.changes)
    stored = msgspec.structs.replace(entry, changes=changes, omitted=omitted)
    key = ulid(after=max(known, default=""))
    root: Map[Any] = doc.get(HISTORY, type=Map)
    root[key] = refined(msgspec.to_builtins(stored), f"{HISTORY}/{key}")
    for old in surplus(known):
        if old in root:
            del root[old]
    return key
