"""Named versions of the plan: everything that was decided at one moment, kept until somebody deletes it."""

import msgspec

from ltoplan_widgets.plan.codec import encode_tree
from ltoplan_widgets.plan.difference import Tree
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.plan import FORMAT
from ltoplan_widgets.plan.shape import FILE_FIELD
from ltoplan_widgets.plan.version import MAX_VERSION_LENGTH, Version
from ltoplan_widgets.together.record_set import RecordSet

MOST_VERSIONS = 50
"""So many named versions a plan keeps."""


class VersionSet(RecordSet[Version]):
    """Named versions by id or name; see `ChangeHistory` for what is done with them."""

    COLLECTION, KIND, COLUMNS = "versions", "version", ("name", "author", "at", "note")

    def save(self, name: str, tree: Tree, *, at: str = "", note: str = "") -> str:
        """Keep decisions under a name; returns the id.

        Raises:
            PlanError: There are as many versions as a plan keeps, or the decisions are too large to be kept.
        """
        text = encode_tree({FILE_FIELD: FORMAT, **tree})
        if len(self) >= MOST_VERSIONS:
            raise PlanError(f"versions: there are {len(self)} already, a plan keeps {MOST_VERSIONS}. Mend: delete one that nobody needs.")
        if len(text) > MAX_VERSION_LENGTH:
            raise PlanError(
                f"versions: the plan has {len(text):,} characters, a version keeps {MAX_VERSION_LENGTH:,}. Mend: keep a copy of the file."
            )
        version = Version(name=name, author=self._editor.user, username=self._editor.username, at=at or now(), note=note, text=text)
        return self._add(msgspec.to_builtins(version), key=self._new_id())
