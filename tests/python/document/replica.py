"""One of several people in a plan who edit it at random, each value written once in the whole world."""

import random
from collections.abc import Iterator

from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import read
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.together.editor import Editor, Undone

DAYS = ("2027-01-07", "2027-01-14", "2027-01-21")
OFFERS = ("latte", "mocha", "chai")
ENTRIES = (*(f"campaigns/launch/overrides/{day}" for day in DAYS), *(f"campaigns/launch/covariates/{key}" for key in "abü"))
NUMBERS = ("offers/latte/price", "offers/latte/unit_cost", "campaigns/launch/demand_mean", "scenarios/warm/changes/offers~1latte~1price")
TEXTS = ("name", "notes", "offers/latte/name")


class Replica:
    """A live document and who edits in it.

    Attributes:
        name: Display name.
        live: The document.
        editor: Edits, undoes and redoes on behalf of the person.
        written: Every field and value that came from here.
    """

    def __init__(self, name: str, counter: Iterator[int]) -> None:
        self.name, self.live, self._counter = name, LiveDocument(user=name), counter
        self.editor = Editor(self.live)
        self.written: set[tuple[str, str]] = set()

    def act(self, rng: random.Random) -> None:
        """Do what people do: mostly edit, now and then take something back."""
        rng.choices((self._edit, self._undo, self._redo), (8, 2, 1))[0](rng)

    def value(self, path: str) -> str:
        """What a field holds, as text that can be compared; empty where there is none."""
        try:
            return repr(read(self.live.plan, path))
        except PlanError:
            return ""

    def _edit(self, rng: random.Random) -> None:
        number = float(next(self._counter))
        changes = dict(self._write(rng, number + part / 4) for part in range(rng.choice((1, 1, 2))))
        try:
            self.editor.apply(changes)
        except PlanError:  # the record is not there: a person would be told
            return
        self._note(changes)

    def _write(self, rng: random.Random, number: float) -> tuple[str, object]:
        kind = rng.randrange(6)
        offer = f"offers/{rng.choice(OFFERS)}"
        writes = (
            lambda: (rng.choice(NUMBERS), number),
            lambda: (rng.choice(TEXTS), f"{self.name} {number}"),
            lambda: (rng.choice(ENTRIES), number),
            lambda: (rng.choice(ENTRIES), None),
            lambda: (offer, {"name": f"{self.name} {number}"}),
            lambda: (f"{offer}/price", number),
        )
        return writes[kind]()

    def _undo(self, _rng: random.Random) -> None:
        self._check_own(self.editor.undo)

    def _redo(self, _rng: random.Random) -> None:
        self._check_own(self.editor.redo)

    def _check_own(self, back) -> None:
        """What is taken back was written here: no undo and no redo touches another person's value."""
        before = self.live.plan
        done: Undone | None = back()
        for path in done.changes if done else ():
            held = _value(before, path)
            assert held in {"", "None"} or (path, held) in self.written or _is_record(path), (self.name, path, held)
        if done:
            self._note(done.changes)

    def _note(self, changes) -> None:
        """A record that is written whole is written in each of its fields."""
        fields = {f"{path}/{name}" for path in changes if _is_record(path) for name in Offer.__struct_fields__}
        self.written |= {(path, self.value(path)) for path in {*changes, *fields}}


def _value(plan, path: str) -> str:
    try:
        return repr(read(plan, path))
    except PlanError:
        return ""


def _is_record(path: str) -> bool:
    return path.count("/") == 1 or path.endswith("/deleted")
