"""How what came from outside joins what is here, leaf by leaf."""

from ltoplan_widgets.plan.difference import Change, Tree, differences, lookup
from ltoplan_widgets.plan.shape import REMOVED, Segments


def additions(live: Tree, new: Tree) -> tuple[list[Change], list[Change]]:
    """What a tree adds to another, and where the two disagree: the merge when nobody knows what they both came from."""
    added: list[Change] = []
    disputed: list[Change] = []
    for segments, value in differences(live, new):
        if value is not REMOVED:
            (added if lookup(live, segments) is REMOVED else disputed).append((segments, value))
    return added, disputed


def has_parent(tree: Tree, segments: Segments) -> bool:
    """Whether the record that an address lies in is there."""
    inside_record = len(segments) > 2  # noqa: PLR2004 - collection, id, field
    return not inside_record or lookup(tree, segments[:2]) is not REMOVED
