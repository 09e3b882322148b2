"""Past launches forecast as they would have been then, and how far each method was off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.choice import Choice, joined
from ltoplan_widgets.demand.backtest.exclusion import Exclusion, as_lines, counted, gathered
from ltoplan_widgets.demand.backtest.leaderboard import Leaderboard, leaderboard, partly_forecast
from ltoplan_widgets.demand.backtest.prediction import Prediction, Predictions
from ltoplan_widgets.demand.backtest.rolling_launch import NO_UPDATE, RollingLaunches, excluded
from ltoplan_widgets.demand.backtest.trial import Trial, later_half, sold, trials
from ltoplan_widgets.demand.backtest.update_worth import UpdateWorth, update_worth
from ltoplan_widgets.demand.day import GivenDay, day_number, given_iso_day, iso_day
from ltoplan_widgets.demand.launch.new_item import sold_by
from ltoplan_widgets.demand.library.described_library import described
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import METHODS, ON_REQUEST, method_named
from ltoplan_widgets.demand.methods.regression.blas_thread import one_blas_thread
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listing

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_HELPS = "Below 1 the update helps."
_NO_SALES = "it is forecast but not scored: its window is not over, or nothing is known of its sales"


@dataclass(frozen=True, kw_only=True, repr=False)
class Backtest:
    """What methods said of past launches, and how far they were off.

    Attributes:
        predictions: One row a campaign, method and number of periods seen, and one a whole launch with an empty location.
        leaderboard: Scores with intervals by event, on the campaigns that every method forecast, before launch.
        others: Scores on campaigns that some methods could not forecast, such as those of new items: the largest part that the
            same methods forecast.
        early: Scores of what remains after some periods, by their number: each method updated, the same without an update,
            and the run-rate.
        worth: What each method's update is worth after so many periods: WAPE of the rest over that without it.
        choices: Which method was taken for how many launches, where choosing was the method, and why.
        findings: How sales and campaigns are read beside each other where they do not say so themselves.
        exclusions: Campaigns that were left out, by method and reason, the most frequent first.
        campaigns: How many campaigns were to be forecast.
        events: How many launches they belong to.
        test_from: Day from which launches were tested, ISO date.
        lead: Days from the origin to the start.
    """

    predictions: Predictions
    leaderboard: Leaderboard
    exclusions: tuple[Exclusion, ...]
    campaigns: int
    events: int
    test_from: str
    lead: int
    early: dict[int, Leaderboard] = field(default_factory=dict)
    worth: dict[int, tuple[UpdateWorth, ...]] = field(default_factory=dict)
    others: Leaderboard = field(default_factory=lambda: Leaderboard(scores=()))
    choices: tuple[Choice, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        """`text` for 80 columns."""
        return self.text()

    def text(self, *, width: int = 80) -> str:
        """Leaderboards, methods that were chosen, and what was left out, for people.

        Args:
            width: Columns of text that fit; tables are broken there.
        """
        parts = [self._head(), *map(str, self.findings), self.leaderboard.text(width=width)]
        if self.others.scores:
            parts += [f"What some methods could not forecast, {_scored(self.others)}:", self.others.text(width=width)]
        for periods, board in self.early.items():
            parts += [f"What remains after {counted(periods, 'period')}, {_scored(board)}:", board.text(width=width)]
            parts += _worth_lines(self.worth.get(periods, ()))
        if self.choices:
            parts.append("Chosen by what the data allow:\n" + "\n".join(f"- {one}" for one in self.choices))
        parts.append("Left out:\n" + ("\n".join(f"- {line}" for line in as_lines(self.exclusions)) or "- nothing"))
        return "\n\n".join(parts)

    def __repr__(self) -> str:
        """As text."""
        return str(self)

    def _repr_html_(self) -> str:
        of_others = (replace(self.others.listing(), title=f"What some methods could not forecast: {_scored(self.others)}"),)
        boards = (
            self.leaderboard.listing(),
            *(of_others if self.others.scores else ()),
            *(replace(board.listing(), title=f"What remains after {counted(periods, 'period')}") for periods, board in self.early.items()),
        )
        worth = Listing(
            ["method", "periods seen", "places", "chain"],
            [(one.method, periods, str(one.place), str(one.chain)) for periods, of in self.worth.items() for one in of],
            title="What an early read is worth",
            note=f"WAPE of the rest, updated over not updated. {_HELPS}",
        )
        choices = Listing(["chosen by what the data allow"], [[str(one)] for one in self.choices])
        left_out = (
            Listing(["left out"], [[line] for line in as_lines(self.exclusions)])
            if self.exclusions
            else Listing([], [], note="Nothing was left out.")
        )
        shown = (
            Listing([], [], note=" ".join([self._head(), *map(str, self.findings)])),
            *boards,
            *((worth,) if self.worth else ()),
            *((choices,) if self.choices else ()),
            left_out,
        )
        return "".join(one.html() for one in shown)

    def _head(self) -> str:
        tested = f"{counted(self.campaigns, 'campaign')} of {counted(self.events, 'launch', 'launches')} since {self.test_from}"
        return f"{tested}, {counted(self.lead, 'day')} ahead; {_scored(self.leaderboard)}"


def backtest(  # noqa: PLR0913 - the public call
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    methods: str | Sequence[str] | None = None,
    lead: int = 1,
    test_from: GivenDay | None = None,
    early_read: Sequence[int] = (),
    attributes: ItemTable | None = None,
) -> Backtest:
    """Forecast past launches as they would have been forecast then, and score the forecasts.

    Each launch (an item's campaigns of one event) is forecast from its origin, so many days before its earliest start:
    the methods get the history cut off there, so neither its own sales nor any later ones can be read, and only
    campaigns that had ended by then are learned from. What is scored is the total of each campaign's window, and the
    launch's total over its places.

    Campaigns are left out of a method's forecasts only for what is known at the origin; each reason is counted.

    Args:
        history: Checked sales, daily or weekly.
        library: Campaigns, those to be tested among them.
        methods: Names of methods, see `demand/methods/registry.py`; by default all but the boosted ones, those
            for new items only where there are any.
        lead: Days from the origin (the last day whose sales are known) to the start, at least 1.
        test_from: First day of the launches to be tested, ISO date; by default the day by which half of them have begun.
        early_read: Numbers of periods, each at least 1: after so many periods of its own sales each launch is forecast again,
            and the rest of its window is scored.
        attributes: What is known of the items, for methods that compare new items with past ones.

    Raises:
        InputError: Unknown method, a lead below 1, a day that is not in the calendar, no launch to test, or an argument
            that nothing uses.
    """
    if methods is not None and not isinstance(methods, Iterable):
        raise refusal("wrong-kind", methods, "methods are named", 'give ["auto", "base_only"]', column="methods")
    names = (
        tuple(name for name in METHODS if name not in ON_REQUEST)
        if methods is None
        else tuple(dict.fromkeys([methods] if isinstance(methods, str) else methods))
    )
    _check(names, lead, early_read)
    history, library = side_by_side(history, library)
    since, tested = _tested(library, lead, test_from)
    if methods is None and all(sold_by(history, trial.item, trial.origin) for trial in tested):
        names = tuple(name for name in names if name not in FOR_NEW_ITEMS)
    schedule = Schedule.of(described(library, attributes), history)
    rolling = RollingLaunches(history, schedule, names, sorted(set(early_read)))
    with one_blas_thread():
        if early_read:
            earlier = trials(library, lead=lead, test_from=_first_day(library))
            rolling.look_back([trial for trial in earlier if trial.origin + lead < day_number(since)])
        rolling.forecast(tested)
    units = _units(history, schedule, tested, 0)
    left = {periods: _units(history, schedule, tested, periods) for periods in rolling.periods}
    unscored = np.isnan(units) & np.isin(np.arange(len(units)), [one.row for one in rolling.predictions])
    before = [one for one in rolling.predictions if not one.periods_seen]
    return Backtest(
        predictions=Predictions(rolling.predictions),
        leaderboard=leaderboard(before, units),
        others=leaderboard(partly_forecast(before, units), units),
        choices=joined(rolling.choices),
        findings=(*history.told, *library.told),
        exclusions=gathered([*rolling.exclusions, *_unscored(library, tested, unscored)]),
        campaigns=sum(len(trial.rows) for trial in tested),
        events=len(tested),
        test_from=since,
        lead=lead,
        early={periods: _early(rolling, periods, left[periods]) for periods in rolling.periods},
        worth={periods: _worth(rolling, periods, left[periods]) for periods in rolling.periods},
    )


def _scored(board: Leaderboard) -> str:
    if not board.scores:
        return "none scored"
    return f"scored on {counted(board.scores[0].campaigns, 'campaign')} of {counted(board.scores[0].events, 'launch', 'launches')}"


def _worth_lines(worth: Sequence[UpdateWorth]) -> list[str]:
    lines = "\n".join(f"- {one}" for one in worth)
    return [f"WAPE of the rest, updated over not updated. {_HELPS}\n{lines}"] if worth else []


def _units(history: SalesHistory, schedule: Schedule, tested: Sequence[Trial], after: int) -> Array:
    """Units sold after so many periods of its window, by row of the library; NaN where unknown or not tested."""
    units = np.full(len(schedule.library), np.nan)
    for trial in tested:
        units[trial.rows] = sold(history, schedule, trial, after=after)
    return units


def _early(rolling: RollingLaunches, periods: int, units: Array) -> Leaderboard:
    of_rest = [one for one in (*rolling.predictions, *rolling.baselines) if one.periods_seen == periods]
    return leaderboard(of_rest, units)


def _worth(rolling: RollingLaunches, periods: int, units: Array) -> tuple[UpdateWorth, ...]:
    of_rest = [one for one in (*rolling.predictions, *rolling.baselines) if one.periods_seen == periods]
    by_name: dict[str, list[Prediction]] = {}
    for one in of_rest:
        by_name.setdefault(one.method, []).append(one)
    found = (update_worth(by_name[name], by_name.get(f"{name}, {NO_UPDATE}", []), units) for name in rolling.methods if name in by_name)
    return tuple(one for one in found if one is not None)


def _first_day(library: CampaignLibrary) -> str:
    return iso_day(int(library.rows.first.min()))


def _tested(library: CampaignLibrary, lead: int, test_from: GivenDay | None) -> tuple[str, list[Trial]]:
    """From when launches are tested, and which."""
    if not len(library):
        raise refusal("no-launch", "", "the library has no campaigns", "give the campaigns to be tested, and those before them")
    since = later_half(library) if test_from is None else given_iso_day(test_from, column="test_from")
    found = trials(library, lead=lead, test_from=since)
    if not found:
        message = f"no launch begins on that day or later; the last begins on {iso_day(int(library.rows.first.max()))}"
        raise refusal("no-launch", since, message, "give an earlier day", column="test_from")
    return since, found


def _unscored(library: CampaignLibrary, tested: Sequence[Trial], unscored: Mask) -> list[Exclusion]:
    """Campaigns that are forecast but cannot be scored."""
    concerned = [trial.only(unscored[trial.rows]) for trial in tested if unscored[trial.rows].any()]
    return [excluded(trial, library, "sales-unknown", _NO_SALES) for trial in concerned]


def _check(methods: Sequence[str], lead: int, early_read: Sequence[int]) -> None:
    for name in methods:
        method_named(name)
    if not methods:
        raise refusal("no-method", "", f"no method is named; there are: {', '.join(METHODS)}", "name at least one", column="methods")
    if not isinstance(lead, Integral) or lead < 1:
        raise refusal(
            "lead-too-short", lead, "the lead is at least 1: the last known day lies before the start", "give 1 or more", column="lead"
        )
    if not isinstance(early_read, Iterable):
        message = "early reads come after some numbers of periods, as a list"
        raise refusal("bad-early-read", early_read, message, f"give [{early_read}]", column="early_read")
    for periods in early_read:
        if isinstance(periods, bool) or not isinstance(periods, Integral) or periods < 1:
            message = "an early read comes after a whole number of periods, at least 1"
            raise refusal("bad-early-read", periods, message, "give 1, 2, … (forecasts before launch come anyway)", column="early_read")
