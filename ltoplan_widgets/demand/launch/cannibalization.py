"""What a campaign did beyond its own window: to other items (halo, cannibalisation) and to the weeks after it (pull-forward).

Each effect is 0 until the data show it. What chance does is measured on placebo windows of the same length without a
campaign; an effect over the item's campaigns counts as shown where its t value exceeds the 5 % bound, Holm's where many items
are looked at (Holm 1979). Shown effects are shrunken towards the mean over the item's campaigns (Efron and Morris 1975).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.launch.chance import Chance, Shift
from ltoplan_widgets.demand.launch.ground import Ground, ground_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.progress import followed
from ltoplan_widgets.demand.refusal import is_number, refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.stock_out import demand_behind
from ltoplan_widgets.plan.listing import Listed, Listing

Array = NDArray[np.float64]
Name = Literal["baseline", "uplift", "halo", "cannibalization", "pull-forward"]

_DOUBT = 0.05


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One part of what a campaign did.

    Attributes:
        name: Which part.
        units: Units; below 0 for what was taken away; 0 where the data do not show it.
        low: Lower end of the interval.
        high: Upper end.
        is_shown: Whether the data show it.
        why: How that is known, one sentence.
        items: Units by item, for halo and cannibalisation.
    """

    name: Name
    units: float
    low: float
    high: float
    is_shown: bool
    why: str
    items: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, repr=False)
class Decomposition(Listed):
    """What a campaign that is over did; a notebook shows it as a table.

    Attributes:
        event: Key of the launch.
        item: What was sold.
        start: First day, ISO date.
        end: Last day, ISO date.
        effects: Baseline, uplift, halo, cannibalisation, pull-forward, in this order.
        level: How often the intervals hold what they are to hold.
    """

    event: str
    item: str
    start: str
    end: str
    effects: tuple[Effect, ...]
    level: float

    def __getitem__(self, name: Name) -> Effect:
        """One effect.

        Raises:
            KeyError: There is no such effect.
        """
        return {one.name: one for one in self.effects}[name]

    def listing(self) -> Listing:
        """One row an effect, then what was added in all."""
        rows = [(one.name, _units(one.units), f"{_units(one.low)} to {_units(one.high)}", one.why) for one in self.effects]
        net = ("added in all", _units(self.net), "", "uplift, halo, cannibalization and pull-forward together")
        title = f"{self.item}, {self.start} to {self.end} ({self.event})"
        return Listing(["effect", "units", f"{100 * self.level:.0f} % interval", "why"], [*rows, net], title=title)

    @property
    def net(self) -> float:
        """Units that the campaign added in all: uplift with what it gave to, and took from, other items and later weeks."""
        return sum(one.units for one in self.effects if one.name != "baseline")


def _units(units: float) -> str:
    return f"{round(units):+,d}" if round(units) else "0"


def decompose(  # noqa: PLR0913 - the public call
    history: SalesHistory,
    library: CampaignLibrary,
    event: str,
    *,
    item: str | None = None,
    level: float = 0.8,
    after_days: int = 14,
) -> Decomposition:
    """Take a campaign that is over apart.

    Args:
        history: Checked sales, to at least four weeks after the campaign where pull-forward is to be seen.
        library: Past campaigns.
        event: Key of the launch.
        item: Key of the item, where several share the event.
        level: How often the intervals are to hold, 0 to 1.
        after_days: Days after the end in which sales may have been pulled forward.

    Raises:
        InputError: No such event, or its window is not within the sales.
    """
    if not is_number(level) or not 0 < level < 1:
        raise refusal("bad-level", level, "a level lies between 0 and 1", "give 0.8", column="level")
    campaign = library.campaign(event, item=item)
    history, library = side_by_side(history, library)
    schedule = Schedule.of(library, history)
    looked = _Looked.of(history, library, schedule, event=event, item=campaign.item, after_days=after_days, level=level)
    return Decomposition(
        event=event,
        item=campaign.item,
        start=iso_day(looked.first_day),
        end=iso_day(looked.last_day),
        effects=(*looked.own(), *looked.others(), looked.later()),
        level=level,
    )


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """A launch with all that is needed to take it apart."""

    history: SalesHistory
    schedule: Schedule
    item: str
    places: NDArray[np.int64]
    first_day: int
    last_day: int
    windows: tuple[tuple[int, int], ...]
    this: int
    after: int
    level: float

    @classmethod
    def of(  # noqa: PLR0913 - what a launch is looked up by
        cls,
        history: SalesHistory,
        library: CampaignLibrary,
        schedule: Schedule,
        *,
        event: str,
        item: str,
        after_days: int,
        level: float,
    ) -> "_Looked":
        launches = [(key, rows) for key, of, rows in library.launches() if of == item]
        rows = dict(launches).get(event)
        rows = rows if rows is not None else np.flatnonzero(np.array(library.rows.campaign) == event)
        first, last = int(library.rows.first[rows].min()), int(library.rows.last[rows].max())
        step, periods = history.step_days, history.units.shape[1]
        spans = [(int(library.rows.first[own].min()), int(library.rows.last[own].max())) for _, own in launches]
        spans = [span for span in spans if span != (first, last)] + [(first, last)]
        windows = [((a - history.first + step // 2) // step, (b - history.first) // step) for a, b in spans]
        if windows[-1][0] < 0 or windows[-1][1] >= periods or windows[-1][1] < windows[-1][0]:
            raise refusal("outside-history", event, "the campaign is not within the sales", "add the sales of that time")
        inside = tuple(window for window in windows if 0 <= window[0] <= window[1] < periods)
        return cls(
            history=history,
            schedule=schedule,
            item=item,
            places=np.unique(schedule.place[rows][schedule.place[rows] >= 0]),
            first_day=first,
            last_day=last,
            windows=inside,
            this=len(inside) - 1,
            after=max(1, after_days // step),
            level=level,
        )

    @property
    def _chance(self) -> Chance:
        return Chance(windows=self.windows, after=self.after, step_days=self.history.step_days)

    def ground(self, items: Sequence[str]) -> Ground:
        """Items taken together, free where all of them are."""
        found = [ground_of(self.history, self.schedule, item, self.places) for item in items]
        return replace(
            found[0], units=np.sum([one.units for one in found], axis=0), is_free=np.logical_and.reduce([one.is_free for one in found])
        )

    def own(self) -> tuple[Effect, Effect]:
        """Baseline and uplift."""
        first, last = self.windows[self.this]
        ground = self.ground([self.item])
        wanted = self._wanted(first, last)
        expected = ground.expected(first, last, self.after)
        expected = 0.0 if np.isnan(expected) else expected
        shift = self._chance.baseline(ground, self.windows[self.this], expected)
        reach = shift.reach(self.level) if shift else 0.0
        low, high = expected * np.exp(-reach), expected * np.exp(reach)
        how = "mean of like days before and after" if expected else "the item is not sold otherwise"
        baseline = Effect(name="baseline", units=expected, low=float(low), high=float(high), is_shown=expected > 0, why=how)
        is_shown = not low <= wanted <= high
        why = f"{wanted:,.0f} units wanted in the window, {expected:,.0f} expected without the campaign"
        return baseline, Effect(
            name="uplift", units=wanted - expected, low=float(wanted - high), high=float(wanted - low), is_shown=is_shown, why=why
        )

    def others(self) -> tuple[Effect, Effect]:
        """Halo and cannibalisation: items that the data single out, and all the others together."""
        items = followed(self.history.items, "Looking at other items", total=len(self.history.items), unit=" items")
        found = {item: shift for item in items if item != self.item and (shift := self._of_item(item)) is not None}
        order = sorted(found, key=lambda item: found[item].doubt())
        shown = []
        for rank, item in enumerate(order):
            if found[item].doubt() > _DOUBT / (len(order) - rank):
                break
            shown.append(item)
        rest = [item for item in order if item not in shown]
        together = self._together(rest)
        units = {item: found[item].units(found[item].mean) for item in shown}
        errors = {item: found[item] for item in shown}
        if together is not None and together.doubt() <= _DOUBT / 2:
            units["other items together"], errors["other items together"] = together.units(together.mean), together
        return self._side("halo", units, errors, together, 1), self._side("cannibalization", units, errors, together, -1)

    def later(self) -> Effect:
        """Pull-forward: what the item sells less in the weeks after its campaigns."""
        ground = self.ground([self.item])
        windows = [(last + 1, last + self.after) for _, last in self.windows if last + self.after < len(ground.units)]
        has_this = len(windows) > 0 and windows[-1][0] == self.windows[self.this][1] + 1
        shift = self._chance.measured(ground, windows, behind=True) if has_this else None
        if shift is None:
            why = "the sales do not reach far enough after the campaign, or the item is not sold outside of it"
            return Effect(name="pull-forward", units=0.0, low=0.0, high=0.0, is_shown=False, why=why)
        low, high = (min(0.0, shift.units(shift.mean + sign * shift.reach(self.level))) for sign in (-1, 1))
        is_shown = shift.doubt() <= _DOUBT and shift.mean < 0
        units = shift.units(shift.mean) if is_shown else 0.0
        why = _said(shift, is_shown, f"the {self.after * self.history.step_days} days after the item's campaigns")
        return Effect(name="pull-forward", units=units, low=low, high=high if is_shown else 0.0, is_shown=is_shown, why=why)

    def _side(self, name: Name, units: Mapping[str, float], shifts: Mapping[str, Shift], together: Shift | None, sign: int) -> Effect:
        items = {item: value for item, value in units.items() if value * sign > 0}
        total = sum(items.values())
        spread = np.sqrt(sum((shifts[item].expected * shifts[item].reach(self.level)) ** 2 for item in items))
        may_be = 0.0 if together is None else max(0.0, sign * together.units(together.mean + sign * together.reach(self.level)))
        if not items:
            why = _said(together, False, "other items in the windows of the item's campaigns")  # noqa: FBT003
            low, high = sorted((0.0, sign * may_be))
            return Effect(name=name, units=0.0, low=low, high=high, is_shown=False, why=why)
        why = f"shown for {', '.join(sorted(items))}"
        low, high = total - spread, total + spread
        return Effect(name=name, units=total, low=float(low), high=float(high), is_shown=True, why=why, items=items)

    def _of_item(self, item: str) -> Shift | None:
        return self._chance.measured(self.ground([item]), list(self.windows), behind=False)

    def _together(self, items: Sequence[str]) -> Shift | None:
        return self._chance.measured(self.ground(items), list(self.windows), behind=False) if items else None

    def _wanted(self, first: int, last: int) -> float:
        """Units wanted in the window: sold, with closed and sold-out days filled in where they are many."""
        keys = [self.history.locations[place] for place in self.places]
        units = self.history.matrix(self.item, keys)[:, first : last + 1]
        out = self.history.mask("stock_out", self.item, keys)[:, first : last + 1]
        usual = np.nansum(units, axis=1, keepdims=True) / np.maximum((~np.isnan(units)).sum(axis=1, keepdims=True), 1)
        behind = demand_behind(units, np.maximum(usual, 1e-9) * np.ones_like(units), out)
        return float(np.nansum(behind.units))


def _said(shift: Shift | None, is_shown: bool, what: str) -> str:  # noqa: FBT001 - one sentence of two
    if shift is None:
        return f"the sales tell nothing of {what}"
    change = f"{100 * np.expm1(shift.mean):+.1f} %, by chance as far from 0 in {100 * shift.doubt():.0f} % of cases"
    return f"{what}: {change}" if is_shown else f"{what}: {change}, so the data do not show it"
