"""Why a forecast is as high as it is: base, event, place, price, feature and season, in units that add up to the total.

The pooled uplift model adds logs, and units are wanted: with total ``M`` and base ``B`` a part with log ``c`` counts
``L c`` units, ``L = (M - B) / log(M / B)`` the logarithmic mean, so that base and parts add up to ``M`` exactly (logarithmic
mean Divisia index; Ang 2004). Intervals are those of the logs, from the joint covariance of the model's effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.launch.base_error import base_error
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.methods.uplift.uplift_forecast import uplift_forecast
from ltoplan_widgets.demand.methods.uplift.uplift_pool import uplift_pool
from ltoplan_widgets.demand.prospect.contribution import LEVERS, Contribution, Part, base_part, reach_of
from ltoplan_widgets.demand.prospect.uplift_part import UpliftPart, uplift_parts
from ltoplan_widgets.demand.refusal import is_number, refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listed, Listing

_OF_LAST_YEAR = frozenset({"recurring_season", "last_year"})
_TINY = 1e-9


@dataclass(frozen=True, kw_only=True, repr=False)
class Explanation(Listed):
    """A forecast's total as the sum of its parts; a notebook shows it as a table.

    Attributes:
        total: Expected units of the whole campaign.
        contributions: Base, event, place, price, feature, season; of an outlook also early read and judgement, where there are any.
        level: How often the intervals are to hold.
        why: Whose parts these are, one sentence.
        unit: What is counted, in the plural.
    """

    total: float
    contributions: tuple[Contribution, ...]
    level: float
    why: str = ""
    unit: str = "units"

    def __getitem__(self, name: Part) -> Contribution:
        """One part.

        Raises:
            KeyError: The forecast has no such part.
        """
        return {one.name: one for one in self.contributions}[name]

    def with_part(self, name: Part, units: float, why: str) -> "Explanation":
        """The same with one more part, which the total then holds.

        Args:
            name: Which part.
            units: Units that it adds, or (below 0) takes.
            why: What is behind it, one sentence.
        """
        part = Contribution(name=name, units=units, low=units, high=units, why=why)
        return replace(self, total=self.total + units, contributions=(*self.contributions, part))

    def listing(self) -> Listing:
        """One row a part, then the total."""
        rows = [(one.name, _said(one.units), _interval(one), one.why) for one in self.contributions]
        total = ("total", f"{self.total:,.0f}", "", "all parts together")
        title = f"{self.total:,.0f} {self.unit} expected, and what they are made of"
        return Listing(["part", self.unit, f"{100 * self.level:.0f} % interval", "why"], [*rows, total], title=title, note=self.why)


def _said(units: float) -> str:
    return f"{round(units):+,d}" if round(units) else "0"


def _interval(one: Contribution) -> str:
    """The interval; nothing where it is a point."""
    return f"{_said(one.low)} to {_said(one.high)}" if round(one.low) != round(one.high) else ""


def explain(  # noqa: PLR0913 - the public call
    campaign: Campaign,
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    forecast: Forecast | None = None,
    origin: str | None = None,
    level: float = 0.8,
    unit: str = "units",
) -> Explanation:
    """Take a forecast apart by the pooled uplift model.

    Args:
        campaign: What is sold, when and where.
        history: Checked sales. Nothing after the origin is read.
        library: Past campaigns. Only those that had ended by the origin are used.
        forecast: A forecast of the campaign by another method; what the model does not see in it counts as ``event``.
        origin: Last day whose sales are known, ISO date; by default the day before the start.
        level: How often the intervals are to hold, 0 to 1.
        unit: What is counted, in the plural.

    Raises:
        InputError: As `forecast.forecast` raises it, or a level that is not between 0 and 1.
    """
    if not is_number(level) or not 0 < level < 1:
        raise refusal("bad-level", level, "a level lies between 0 and 1", "give 0.8", column="level")
    history, library = side_by_side(history, library)
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    try:
        ground = comparison(launch, known, library)
    except InputError:
        if forecast is None:
            raise
        return _undivided(forecast, level, unit)
    base = float(ground.expected.sum()) if ground.is_own else 0.0
    of_base = base_error(known, library, launch)
    if forecast is not None and forecast.method in _OF_LAST_YEAR:
        return _of_season(forecast, base, of_base, level, unit)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    own = float(uplift_forecast(pool, campaign, launch, ground).mean.sum())
    total = own if forecast is None else float(forecast.mean().sum())
    return Explanation(
        total=total,
        contributions=_contributions(uplift_parts(pool, campaign, launch, ground), total, base, of_base, level),
        level=level,
        why=_whose("eb_uplift" if forecast is None else forecast.method, total - own, unit),
        unit=unit,
    )


def _of_season(forecast: Forecast, base: float, error: float, level: float, unit: str) -> Explanation:
    """All above the base as season, where a forecast is what sold at this time of past years."""
    total = forecast.total()
    low, high = (float(units) for units in total.quantile([(1 - level) / 2, (1 + level) / 2]))
    mean = float(total.mean())
    nothing = {name: Contribution(name=name, units=0.0, low=0.0, high=0.0, why="part of the season") for name in ("event", *LEVERS)}
    why = "what sold at this time of past years, above the base"
    season = Contribution(name="season", units=mean - base, low=low - base, high=high - base, why=why)
    parts = (base_part(base, error, level), *({**nothing, "season": season}).values())
    said = f"{forecast.method} takes what sold at this time of past years, so all above the base counts as season."
    return Explanation(total=mean, contributions=parts, level=level, why=said, unit=unit)


def _undivided(forecast: Forecast, level: float, unit: str) -> Explanation:
    """All of it as event, where there is nothing that past campaigns could be compared with."""
    total = forecast.total()
    low, high = (float(units) for units in total.quantile([(1 - level) / 2, (1 + level) / 2]))
    mean, launches = float(total.mean()), sum(one.weight > 0 for one in forecast.analogues)
    nothing = [Contribution(name=name, units=0.0, low=0.0, high=0.0, why="cannot be told apart") for name in LEVERS]
    event = Contribution(name="event", units=mean, low=low, high=high, why=f"what {launches} past launches say of it")
    base = Contribution(name="base", units=0.0, low=0.0, high=0.0, why="nothing is sold every day at these places")
    why = f"{_named(forecast.method)} does not say of which parts its forecast is made, and nothing is sold every day that a lift could be seen on."
    return Explanation(total=mean, contributions=(base, event, *nothing), level=level, why=why, unit=unit)


def _whose(method: str, beyond: float, unit: str) -> str:
    """Whose parts these are: most methods have none of their own."""
    if method == "eb_uplift":
        return "The parts are those of the pooled uplift model, which made the forecast."
    return (
        f"{_named(method)} does not say of which parts its forecast is made. The parts are those of the pooled uplift model; "
        f"where the two differ, by {_said(beyond)} {unit}, counts as event."
    )


def _named(method: str) -> str:
    return f"The method {words(method)}" if method else "The method"


def _contributions(logs: Sequence[UpliftPart], total: float, base: float, error: float, level: float) -> tuple[Contribution, ...]:
    reach = reach_of(level)
    if base > 0:
        ratio = np.log(max(total, _TINY) / base)
        scale = (total - base) / ratio if abs(ratio) > _TINY else base
        rest = ratio - sum(one.mean for one in logs)
    else:
        scale, rest = total, 1 - sum(one.mean for one in logs)
    found = [base_part(base, error, level)]
    for one in logs:
        mean = one.mean + (rest if one.name == "event" else 0.0)
        width = reach * float(np.sqrt(one.variance))
        low, high = float(scale * (mean - width)), float(scale * (mean + width))
        found.append(Contribution(name=one.name, units=float(scale * mean), low=low, high=high, why=one.why))
    return tuple(found)
