"""Plans of older formats, brought up to date step by step."""

import re
from collections.abc import Callable
from typing import Any

from ltoplan_widgets.plan.errors import NewerFormatError, PlanError
from ltoplan_widgets.plan.plan import FORMAT

Tree = dict[str, Any]

STEPS: dict[str, Callable[[Tree], Tree]] = {}
"""For each older format, the function that makes the next one of it. Format 1 is the first."""


def migrated(tree: Tree, *, file: str = "") -> Tree:
    """The plan in the current format; raises `NewerFormatError` for a newer one, `PlanError` for an unknown one."""
    where = f"{file}: " if file else ""
    found = tree.get("format", FORMAT)
    while isinstance(found, str) and found in STEPS:
        tree = STEPS[found](tree)
        found = tree.get("format", FORMAT)
    if found == FORMAT:
        return tree
    shown = repr(found)[:80]
    if isinstance(found, str) and re.fullmatch(r"ltoplan/[1-9][0-9]{0,8}", found):
        raise NewerFormatError(
            f"{where}format: {shown} is newer than {FORMAT!r}, the newest that this release reads. Mend: upgrade ltoplan_widgets."
        )
    raise PlanError(f"{where}format: {shown} is not a plan format; {FORMAT!r} is. Mend: open an .ltoplan file.")
