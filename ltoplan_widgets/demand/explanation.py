"""Why a forecast is as high as it is: base, event, place, price, feature and season, in units that add up to the total.

The pooled uplift model adds logs, and units are wanted: with total ``M`` and base ``B`` a part with log ``c`` counts
``L c`` units, ``L = (M - B) / log(M / B)`` the logarithmic mean, so that base and parts add up to ``M`` exactly (logarithmic
mean Divisia index; Ang 2004). Intervals are those of the logs, from the joint covariance of the model's effects.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.comparison import Comparison, comparison, everyday_units, running
from ltoplan_widgets.demand.contribution import LEVERS, Contribution, Part, base_part, reach_of
from ltoplan_widgets.demand.forecast import Forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.launch import Launch, launch_of
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.uplift import Answer
from ltoplan_widgets.demand.uplift_design import Setting
from ltoplan_widgets.demand.uplift_forecast import uplift_forecast
from ltoplan_widgets.demand.uplift_pool import UpliftPool, position_of, uplift_pool
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.plan.listing import said as shown

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_OF_LAST_YEAR = frozenset({"recurring_season", "last_year"})
_PRICES = frozenset({"price", "own_price", "cut"})
_OF_SEASON = re.compile(r"season|holiday|weather|temperature|rain|vacation", re.IGNORECASE)
_SEASON_COLUMNS = 2
_MOST_PLACES = 60
"""So many places, the largest, stand for all in an explanation."""
_PAST_WINDOWS = 12
_FEWEST_WINDOWS = 4
_UNSURE = 0.15
_TINY = 1e-9
_NOT_SAID = {"price": "neither price nor discount is a lever", "feature": "the campaign has no other levers"}


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
        """One part."""
        return next(one for one in self.contributions if one.name == name)

    def with_part(self, name: Part, units: float, why: str) -> "Explanation":
        """The same with one more part, which the total then holds."""
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
    if not 0 < level < 1:
        raise refusal("bad-level", level, "a level lies between 0 and 1", "give 0.8", column="level")
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    try:
        ground = comparison(launch, known, library)
    except InputError:
        if forecast is None:
            raise
        return _undivided(forecast, level, unit)
    base = float(ground.expected.sum()) if ground.is_own else 0.0
    base_error = _base_error(known, library, launch)
    if forecast is not None and forecast.method in _OF_LAST_YEAR:
        return _of_season(forecast, base, base_error, level, unit)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    own = float(uplift_forecast(pool, campaign, launch, ground).mean.sum())
    total = own if forecast is None else float(forecast.mean().sum())
    return Explanation(
        total=total,
        contributions=_contributions(_logs(pool, campaign, launch, ground), total, base, base_error, level),
        level=level,
        why=_whose("eb_uplift" if forecast is None else forecast.method, total - own, unit),
        unit=unit,
    )


def _of_season(forecast: Forecast, base: float, base_error: float, level: float, unit: str) -> Explanation:
    """All above the base as season, where a forecast is what sold at this time of past years."""
    total = forecast.total()
    low, high = (float(units) for units in total.quantile([(1 - level) / 2, (1 + level) / 2]))
    mean = float(total.mean())
    nothing = {name: Contribution(name=name, units=0.0, low=0.0, high=0.0, why="part of the season") for name in ("event", *LEVERS)}
    why = "what sold at this time of past years, above the base"
    season = Contribution(name="season", units=mean - base, low=low - base, high=high - base, why=why)
    parts = (base_part(base, base_error, level), *({**nothing, "season": season}).values())
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
    why = f"{forecast.method or 'The method'} does not say of which parts its forecast is made, and nothing is sold every day that a lift could be seen on."
    return Explanation(total=mean, contributions=(base, event, *nothing), level=level, why=why, unit=unit)


def _whose(method: str, beyond: float, unit: str) -> str:
    """Whose parts these are: most methods have none of their own."""
    if method == "eb_uplift":
        return "The parts are those of the pooled uplift model, which made the forecast."
    return (
        f"{method or 'The method'} does not say of which parts its forecast is made. The parts are those of the pooled uplift model; "
        f"where the two differ, by {_said(beyond)} {unit}, counts as event."
    )


@dataclass(frozen=True, kw_only=True)
class _Log:
    """A part on the log scale, with its variance and what is behind it."""

    name: Part
    mean: float
    variance: float
    why: str


def _contributions(logs: Sequence[_Log], total: float, base: float, base_error: float, level: float) -> tuple[Contribution, ...]:
    reach = reach_of(level)
    if base > 0:
        ratio = np.log(max(total, _TINY) / base)
        scale = (total - base) / ratio if abs(ratio) > _TINY else base
        rest = ratio - sum(one.mean for one in logs)
    else:
        scale, rest = total, 1 - sum(one.mean for one in logs)
    found = [base_part(base, base_error, level)]
    for one in logs:
        mean = one.mean + (rest if one.name == "event" else 0.0)
        width = reach * float(np.sqrt(one.variance))
        low, high = float(scale * (mean - width)), float(scale * (mean + width))
        found.append(Contribution(name=one.name, units=float(scale * mean), low=low, high=high, why=one.why))
    return tuple(found)


def _logs(pool: UpliftPool, campaign: Campaign, launch: Launch, ground: Comparison) -> list[_Log]:
    """Parts on the log scale: one answer of the model to all places at usual levers, and to these with one lever after the other."""
    position = {key: index for index, key in enumerate(pool.known.locations)}
    weeks = np.add.reduceat(ground.expected, np.arange(0, ground.expected.shape[1], pool.step), axis=1)
    chosen = np.sort(np.argsort(-weeks.sum(axis=1), kind="stable")[:_MOST_PLACES])
    place, base = np.array([position[launch.locations[index]] for index in chosen]), weeks[chosen]
    planned = _middle(pool.planned(campaign, launch, place, base), base.shape[1])
    everywhere = np.unique(pool.outcomes.place)[:: max(1, len(np.unique(pool.outcomes.place)) // _MOST_PLACES)]
    stages = _stages(pool, planned)
    usual = _repeated(_plain(pool, planned), len(everywhere))
    setting = _joined([usual, *stages])
    where = np.concatenate([everywhere, *[place] * len(stages)])
    answer = pool.uplift.answer(setting, item=position_of(launch.item, pool.known), place=where)
    weight = base.sum(axis=1) / base.sum()
    rows = np.zeros((1 + len(stages), len(setting.day)))
    rows[0, : len(everywhere)] = 1 / len(everywhere)
    for stage in range(len(stages)):
        first = len(everywhere) + stage * len(place)
        rows[1 + stage, first : first + len(place)] = weight
    steps = np.concatenate([rows[:1], np.diff(rows, axis=0)])
    variance = _variances(answer, steps, where)
    variance[0] += pool.uplift.variance["launch"] * pool.uplift.stretch**2
    names: tuple[Part, ...] = ("event", *LEVERS)
    return [
        _Log(name=name, mean=float(mean), variance=float(one), why=_why(name, pool, planned, len(launch.locations)))
        for name, mean, one in zip(names, steps @ answer.log_ratio, variance, strict=True)
    ]


def _variances(answer: Answer, steps: Array, where: Codes) -> Array:
    """Variance of weighted sums of rows, shape (sums,): of the effects, of each pair's own, of what all share."""
    at_place = np.stack([np.bincount(where, row) for row in steps])
    own = np.zeros(at_place.shape[1])
    own[where] = answer.own
    shared = answer.effects_unknown.variances(steps @ answer.bearing)
    return np.asarray(np.maximum(0.0, shared + at_place**2 @ own + answer.common * steps.sum(axis=1) ** 2))


def _levers(pool: UpliftPool, part: Part) -> list[str]:
    """Names of the levers that belong to a part."""
    found = []
    for lever in pool.uplift.levers.of:
        of: Part = "price" if lever.kind in _PRICES else "season" if _OF_SEASON.search(lever.name) else "feature"
        if of == part and lever.name not in found:
            found.append(lever.name)
    return found


def _stages(pool: UpliftPool, planned: Setting) -> list[Setting]:
    """Usual levers, then price, features and season as planned, one after the other."""
    plain = _plain(pool, planned)
    price = _with(plain, planned, _levers(pool, "price"))
    feature = _with(price, planned, _levers(pool, "feature"))
    return [plain, price, feature, planned]


def _plain(pool: UpliftPool, planned: Setting) -> Setting:
    """A campaign with the levers, and in the season, of a usual one."""
    calendar = planned.calendar.copy()
    if pool.calendar.is_long:
        calendar[:, -_SEASON_COLUMNS:] = pool.setting.calendar[:, -_SEASON_COLUMNS:].mean(axis=0)
    return Setting(
        values={name: [None] * len(planned.day) for name in planned.values}, usual=planned.usual, calendar=calendar, day=planned.day
    )


def _with(plain: Setting, planned: Setting, names: Sequence[str]) -> Setting:
    values = {name: planned.values[name] if name in names else column for name, column in plain.values.items()}
    return Setting(values=values, usual=plain.usual, calendar=plain.calendar, day=plain.day)


def _middle(setting: Setting, weeks: int) -> Setting:
    """Of each place the week in the middle."""
    rows = np.arange(weeks // 2, len(setting.day), weeks)
    values = {name: [column[int(row)] for row in rows] for name, column in setting.values.items()}
    return Setting(values=values, usual=setting.usual[rows], calendar=setting.calendar[rows], day=setting.day[rows])


def _repeated(setting: Setting, count: int) -> Setting:
    """The mean of a setting, so many times."""
    return Setting(
        values={name: [None] * count for name in setting.values},
        usual=np.full(count, float(setting.usual.mean())),
        calendar=np.tile(setting.calendar.mean(axis=0), (count, 1)),
        day=np.full(count, setting.day[0]),
    )


def _joined(settings: Sequence[Setting]) -> Setting:
    return Setting(
        values={name: [value for one in settings for value in one.values[name]] for name in settings[0].values},
        usual=np.concatenate([one.usual for one in settings]),
        calendar=np.concatenate([one.calendar for one in settings]),
        day=np.concatenate([one.day for one in settings]),
    )


def _why(name: Part, pool: UpliftPool, planned: Setting, places: int) -> str:
    if name == "event":
        return f"what {len(pool.past)} past launches added at usual levers"
    if name == "place":
        return f"how the campaign's {places} places answer, against all places"
    said = [f"{words(lever)} {shown(planned.values[lever][0])}" for lever in _levers(pool, name) if planned.values[lever][0] is not None]
    if name == "season" and pool.calendar.is_long:
        said.append("time of the year")
    return f"{', '.join(said)}, against a usual campaign" if said else _NOT_SAID.get(name, "nothing is known of it")


def _base_error(known: SalesHistory, library: CampaignLibrary, launch: Launch) -> float:
    """How far bases were off, on the log scale: windows of the launch's length before it, each as it was known as many days ahead."""
    periods, step = len(launch.starts), known.step_days
    places = [known.locations.index(key) for key in launch.locations]
    units, busy = known.matrix(launch.item)[places], running(known, library, launch.item)[places]
    hidden = np.isnan(units) | busy | known.mask("closed", launch.item)[places] | known.mask("stock_out", launch.item)[places]
    errors = []
    last = min((launch.origin - known.first) // step + 1, units.shape[1]) - periods
    for start in range(last, 0, -periods):
        first = known.first + start * step
        expected = everyday_units(known, library, launch.item, first, periods, first - (launch.first - launch.origin))[places]
        usable = ~hidden[:, start : start + periods] & ~np.isnan(expected)
        sold, foretold = (float(np.where(usable, one, 0.0).sum()) for one in (units[:, start : start + periods], expected))
        if usable.mean() > 1 / 2 and sold > 0 and foretold > 0:
            errors.append(np.log(sold / foretold))
        if len(errors) == _PAST_WINDOWS:
            break
    return float(np.sqrt(np.mean(np.square(errors)))) if len(errors) >= _FEWEST_WINDOWS else _UNSURE
