"""Parts of a campaign's uplift on the log scale: event, place, price, feature and season, as the pooled model sees them."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.comparison import Comparison
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.methods.uplift.uplift_answer import Answer
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_pool import UpliftPool, position_of
from ltoplan_widgets.demand.prospect.contribution import LEVERS, Part
from ltoplan_widgets.demand.prospect.usual_setting import joined, middle, repeated, usual_levers, with_levers
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import said as shown

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_PRICES = frozenset({"price", "own_price", "cut"})
_OF_SEASON = re.compile(r"season|holiday|weather|temperature|rain|vacation", re.IGNORECASE)
_MOST_PLACES = 60
"""So many places, the largest, stand for all in an explanation."""
_NOT_SAID = {"price": "neither price nor discount is a lever", "feature": "the campaign has no other levers"}


@dataclass(frozen=True, kw_only=True)
class UpliftPart:
    """A part on the log scale.

    Attributes:
        name: Which part.
        mean: Expected log of the ratio that it makes.
        variance: Variance of that.
        why: What is behind it.
    """

    name: Part
    mean: float
    variance: float
    why: str


def uplift_parts(pool: UpliftPool, campaign: Campaign, launch: Launch, ground: Comparison) -> list[UpliftPart]:
    """Event, place, price, feature and season of a campaign, on the log scale.

    One answer of the model to all places at usual levers, and to the campaign's with one lever after the other; each part
    is the difference between one stage and the one before it.

    Args:
        pool: The model as of the launch's origin.
        campaign: What is planned.
        launch: The same in the history's terms.
        ground: Units expected without it, by place and period.
    """
    place, base = _largest(pool, launch, ground)
    planned = middle(pool.planned(campaign, launch, place, base), base.shape[1])
    everywhere, stages = _everywhere(pool), _stages(pool, planned)
    setting = joined([repeated(usual_levers(pool, planned), len(everywhere)), *stages])
    where = np.concatenate([everywhere, *[place] * len(stages)])
    answer = pool.uplift.answer(setting, item=position_of(launch.item, pool.known), place=where)
    steps = _steps(len(everywhere), base.sum(axis=1) / base.sum(), len(stages))
    variance = _variances(answer, steps, where)
    variance[0] += pool.uplift.variance["launch"] * pool.uplift.stretch**2 * answer.widening
    names: tuple[Part, ...] = ("event", *LEVERS)
    return [
        UpliftPart(name=name, mean=float(mean), variance=float(one), why=_why(name, pool, planned, len(launch.locations)))
        for name, mean, one in zip(names, steps @ answer.log_ratio, variance, strict=True)
    ]


def _largest(pool: UpliftPool, launch: Launch, ground: Comparison) -> tuple[Codes, Array]:
    """Positions of the campaign's largest places, and units expected there anyway, shape (places, weeks)."""
    position = {key: index for index, key in enumerate(pool.known.locations)}
    weeks = np.add.reduceat(ground.expected, np.arange(0, ground.expected.shape[1], pool.step), axis=1)
    chosen = np.sort(np.argsort(-weeks.sum(axis=1), kind="stable")[:_MOST_PLACES])
    return np.array([position[launch.locations[index]] for index in chosen]), weeks[chosen]


def _everywhere(pool: UpliftPool) -> Codes:
    """Positions of places that stand for all that had campaigns."""
    places = np.unique(pool.outcomes.place)
    return np.asarray(places[:: max(1, len(places) // _MOST_PLACES)])


def _steps(everywhere: int, weight: Array, stages: int) -> Array:
    """Weights of the answer's rows in each part, shape (1 + stages, rows): a stage's mean less that of the one before."""
    rows = np.zeros((1 + stages, everywhere + stages * len(weight)))
    rows[0, :everywhere] = 1 / everywhere
    for stage in range(stages):
        first = everywhere + stage * len(weight)
        rows[1 + stage, first : first + len(weight)] = weight
    return np.concatenate([rows[:1], np.diff(rows, axis=0)])


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
    plain = usual_levers(pool, planned)
    price = with_levers(plain, planned, _levers(pool, "price"))
    feature = with_levers(price, planned, _levers(pool, "feature"))
    return [plain, price, feature, planned]


def _why(name: Part, pool: UpliftPool, planned: Setting, places: int) -> str:
    if name == "event":
        return f"what {len(pool.past)} past launches added at usual levers"
    if name == "place":
        return f"how the campaign's {places} places answer, against all places"
    said = [f"{words(lever)} {shown(planned.values[lever][0])}" for lever in _levers(pool, name) if planned.values[lever][0] is not None]
    if name == "season" and pool.calendar.is_long:
        said.append("time of the year")
    return f"{', '.join(said)}, against a usual campaign" if said else _NOT_SAID.get(name, "nothing is known of it")
