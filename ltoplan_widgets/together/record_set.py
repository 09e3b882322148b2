"""The records of one collection of a plan, found by id or by name."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.ulid import ulid
from ltoplan_widgets.together.editor import Editor


class Record(Protocol):
    """What every record has that can be deleted and restored."""

    @property
    def deleted(self) -> bool:
        """Whether somebody deleted it."""


R = TypeVar("R", bound=Record)


class RecordSet(Mapping[str, R], Generic[R]):
    """Records by id in the order in which people put them; deleted ones are left out.

    `set["Cold snap"]` finds a record by its id or, where that is not ambiguous, by its name.
    """

    COLLECTION = ""
    """Name of the collection in the plan."""
    KIND = ""
    """What people call one of the records."""
    LABEL = "name"
    """Field that people know a record by."""
    COLUMNS: tuple[str, ...] = ("name",)
    """Fields that a notebook shows."""

    def __init__(self, editor: Editor) -> None:
        """Read and edit by an editor."""
        self._editor = editor

    def __getitem__(self, wanted: str) -> R:
        """The record of an id or a name; raises `KeyError` where there is none."""
        try:
            return self._all()[self.id_of(wanted)]
        except PlanError as error:
            raise KeyError(str(error)) from None

    def __iter__(self) -> Iterator[str]:
        """Ids, in order."""
        return iter(self._live())

    def __len__(self) -> int:
        """Number of records that are not deleted."""
        return len(self._live())

    def __repr__(self) -> str:
        """How many there are, and which."""
        shown = ", ".join(f"{key} {self._label(record)!r}" for key, record in list(self._live().items())[:8])
        return f"<{len(self)} {self.COLLECTION.replace('_', ' ')}{': ' if shown else ''}{shown}{', …' if len(self) > 8 else ''}>"  # noqa: PLR2004 - a line's worth

    def _repr_html_(self) -> str:
        rows = [[key, *(getattr(record, name) for name in self.COLUMNS)] for key, record in self._live().items()]
        return Listing(["id", *(words(name) for name in self.COLUMNS)], rows).html()

    def id_of(self, wanted: str) -> str:
        """Id of a record that is named by id or by name.

        Raises:
            PlanError: There is no such record, or several have the name; the message names those that there are.
        """
        records = self._live()
        if wanted in records:
            return wanted
        named = [key for key, record in records.items() if self._label(record).casefold() == str(wanted).casefold()]
        if len(named) == 1:
            return named[0]
        if named:
            raise PlanError(f"{self.COLLECTION}: {len(named)} have the name {wanted!r}. Mend: give the id: {', '.join(named)}.")
        raise self._unknown(wanted, records)

    def deleted(self) -> dict[str, R]:
        """Records that somebody deleted, by id."""
        return {key: record for key, record in self._all().items() if record.deleted}

    def delete(self, wanted: str, *, reason: str = "") -> None:
        """Delete a record, named by id or name; it can be restored."""
        self._editor.apply({join(self.COLLECTION, self.id_of(wanted), "deleted"): True}, reason=reason)

    def restore(self, wanted: str, *, reason: str = "") -> str:
        """Bring back a record that was deleted, named by id or name; returns its id."""
        gone = self.deleted()
        named = [key for key, record in gone.items() if wanted == key or self._label(record).casefold() == str(wanted).casefold()]
        if not named:
            raise self._unknown(wanted, gone)
        self._editor.apply({join(self.COLLECTION, named[-1], "deleted"): False}, reason=reason)
        return named[-1]

    def _all(self) -> Mapping[str, R]:
        found: Mapping[str, R] = getattr(self._editor.plan, self.COLLECTION)
        return found

    def _live(self) -> dict[str, R]:
        live = ((key, record) for key, record in self._all().items() if not record.deleted)
        return dict(sorted(live, key=lambda pair: (getattr(pair[1], "rank", 0.0), pair[0])))

    def _label(self, record: R) -> str:
        return str(getattr(record, self.LABEL))

    def _rank_after(self) -> float:
        """Rank that puts a record behind all others."""
        return max((getattr(record, "rank", 0.0) for record in self._all().values()), default=0.0) + 1.0

    def _new_id(self, wanted: str = "") -> str:
        """An id that no record has, nor had: the wanted one, or one that ascends with time."""
        if wanted and wanted in self._all():
            raise PlanError(f"{self.COLLECTION}/{wanted}: there is one already. Mend: give another id, or none.")
        return wanted or ulid()

    def _add(self, record: Mapping[str, Any], *, key: str, reason: str = "") -> str:
        self._editor.apply({join(self.COLLECTION, key): dict(record)}, reason=reason)
        return key

    def _unknown(self, wanted: object, records: Mapping[str, R]) -> PlanError:
        known = [*records, *(self._label(record) for record in records.values())]
        near = difflib.get_close_matches(str(wanted)[:80], known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(list(records)[:12]) or 'none'}."
        return PlanError(f"{self.COLLECTION}: there is no {self.KIND} {str(wanted)[:80]!r}. {hint}")
