"""Past launches forecast as they would have been then, and how far each method was off."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.exclusion import Exclusion, gathered
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.leaderboard import Leaderboard, leaderboard
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.registry import METHODS, method_named
from ltoplan_widgets.demand.prediction import Prediction, Predictions
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.schedule import Schedule
from ltoplan_widgets.demand.trial import Trial, later_half, sold, trials
from ltoplan_widgets.demand.window_total import WindowTotals, window_totals
from ltoplan_widgets.plan.errors import InputError

Mask = NDArray[np.bool_]

_NO_PLACE = "the sales history does not know the place"
_NO_BASE = "nothing that the place sold by the origin could carry a forecast"
_NO_SALES = "it is forecast but not scored: its window is not over, or nothing is known of its sales"


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """What methods said of past launches, and how far they were off.

    Attributes:
        predictions: One row a campaign, method and number of periods seen, and one a whole launch with an empty location.
        leaderboard: Scores with intervals by event, on the campaigns that every method forecast.
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

    def __str__(self) -> str:
        """Leaderboard and exclusions for people."""
        scored = self.leaderboard.scores[0] if self.leaderboard.scores else None
        on = f"scored on {scored.campaigns} of them, {scored.events} launches" if scored else "none scored"
        head = f"{self.campaigns} campaigns of {self.events} launches since {self.test_from}, {self.lead} days ahead; {on}"
        left_out = "\n".join(f"- {one}" for one in self.exclusions) or "- nothing"
        return f"{head}\n\n{self.leaderboard}\n\nLeft out:\n{left_out}"


def backtest(  # noqa: PLR0913 - the public call
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    methods: str | Sequence[str] = tuple(METHODS),
    lead: int = 1,
    test_from: str | None = None,
    early_read: Sequence[int] = (),
    attributes: object = None,
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
        methods: Names of methods, see `demand/methods/registry.py`.
        lead: Days from the origin (the last day whose sales are known) to the start, at least 1.
        test_from: First day of the launches to be tested, ISO date; by default the day by which half of them have begun.
        early_read: Must be empty: forecasts are made before launch only.
        attributes: Must be None: no method uses attributes of items.

    Raises:
        InputError: Unknown method, a lead below 1, a day that is not in the calendar, no launch to test, or an argument
            that nothing uses.
    """
    names = tuple(dict.fromkeys([methods] if isinstance(methods, str) else methods))
    _check(names, lead, early_read, attributes)
    since, tested = _tested(library, lead, test_from)
    schedule = Schedule.of(library, history)
    predictions, exclusions = _run(history, schedule, tested, names)
    units = np.full(len(library), np.nan)
    for trial in tested:
        units[trial.rows] = sold(history, schedule, trial)
    unscored = np.isnan(units) & np.isin(np.arange(len(units)), [one.row for one in predictions])
    return Backtest(
        predictions=Predictions(predictions),
        leaderboard=leaderboard(predictions, units),
        exclusions=gathered([*exclusions, *_unscored(library, tested, unscored)]),
        campaigns=sum(len(trial.rows) for trial in tested),
        events=len(tested),
        test_from=since,
        lead=lead,
    )


def _tested(library: CampaignLibrary, lead: int, test_from: str | None) -> tuple[str, list[Trial]]:
    """From when launches are tested, and which."""
    if not len(library):
        raise refusal("no-launch", "", "the library has no campaigns", "give the campaigns to be tested, and those before them")
    since = later_half(library) if test_from is None else _checked_day(test_from)
    found = trials(library, lead=lead, test_from=since)
    if not found:
        message = f"no launch begins on that day or later; the last begins on {iso_day(int(library.rows.first.max()))}"
        raise refusal("no-launch", since, message, "give an earlier day", column="test_from")
    return since, found


def _run(
    history: SalesHistory, schedule: Schedule, tested: Sequence[Trial], methods: Sequence[str]
) -> tuple[list[Prediction], list[Exclusion]]:
    """Try every launch; those of one origin share the history as it was then, and with it the bases of its items."""
    from tqdm import tqdm  # noqa: PLC0415 - 20 ms that only those pay who wait

    predictions: list[Prediction] = []
    exclusions: list[Exclusion] = []
    with tqdm(total=len(tested), unit=" launches", disable=None) as bar:
        for origin, members in groupby(tested, key=lambda trial: trial.origin):
            known = _known(history, origin)
            for trial in members:
                made, left_out = _tried(trial, known, schedule, methods)
                predictions += made
                exclusions += left_out
                bar.update()
    return predictions, exclusions


def _known(history: SalesHistory, origin: int) -> SalesHistory | InputError:
    try:
        return history.known_by(origin)
    except InputError as error:
        return error


def _tried(
    trial: Trial, known: SalesHistory | InputError, schedule: Schedule, methods: Sequence[str]
) -> tuple[list[Prediction], list[Exclusion]]:
    library = schedule.library
    if isinstance(known, InputError):
        return [], [_refused(trial, library, known, "")]
    is_known = np.isin([library.rows.location[row] for row in trial.rows], known.locations)
    left_out = [] if is_known.all() else [_excluded(trial.only(~is_known), library, "unknown-location", _NO_PLACE)]
    predictions: list[Prediction] = []
    for method in methods if is_known.any() else ():
        try:
            totals = window_totals(trial.only(is_known), method_named(method), known, schedule)
        except InputError as error:
            left_out.append(_refused(trial.only(is_known), library, error, method))
            continue
        has_base = totals.mean > 0
        if not has_base.all():
            left_out.append(_excluded(trial.only(is_known).only(~has_base), library, "no-base-at-place", _NO_BASE, method))
        predictions += _predictions(trial, totals, library, method) if has_base.any() else []
    return predictions, left_out


def _predictions(trial: Trial, totals: WindowTotals, library: CampaignLibrary, method: str) -> list[Prediction]:
    """One a campaign that has a forecast, and the whole launch; a campaign without one adds nothing to the whole."""
    of = library.rows
    made = partial(Prediction, item=trial.item, event=trial.event, method=method)
    places = [
        made(
            campaign=of.campaign[row],
            location=of.location[row],
            row=int(row),
            mean=float(mean),
            quantiles=totals.quantiles[:, index],
        )
        for index, (row, mean) in enumerate(zip(totals.rows, totals.mean, strict=True))
        if mean > 0
    ]
    whole = made(campaign=trial.event, location="", row=-1, mean=float(totals.mean.sum()), quantiles=totals.whole)
    return [*places, whole]


def _refused(trial: Trial, library: CampaignLibrary, error: InputError, method: str) -> Exclusion:
    return _excluded(trial, library, error.findings[0].code, error.findings[0].message, method)


def _excluded(trial: Trial, library: CampaignLibrary, reason: str, message: str, method: str = "") -> Exclusion:
    keys = tuple(library.rows.campaign[row] for row in trial.rows)
    return Exclusion(reason=reason, message=message, campaigns=keys, events=(f"{trial.event} of {trial.item}",), method=method)


def _unscored(library: CampaignLibrary, tested: Sequence[Trial], unscored: Mask) -> list[Exclusion]:
    """Campaigns that are forecast but cannot be scored."""
    concerned = [trial.only(unscored[trial.rows]) for trial in tested if unscored[trial.rows].any()]
    return [_excluded(trial, library, "sales-unknown", _NO_SALES) for trial in concerned]


def _check(methods: Sequence[str], lead: int, early_read: Sequence[int], attributes: object) -> None:
    for name in methods:
        method_named(name)
    if not methods:
        raise refusal("no-method", "", f"no method is named; there are: {', '.join(METHODS)}", "name at least one", column="methods")
    if lead < 1:
        raise refusal(
            "lead-too-short", lead, "the lead is at least 1: the last known day lies before the start", "give 1 or more", column="lead"
        )
    if tuple(early_read):
        message = "no method reads a campaign's first periods; forecasts are made before launch (0 periods seen)"
        raise refusal("no-early-read", tuple(early_read), message, "leave early_read out", column="early_read")
    if attributes is not None:
        message = f"no method uses attributes of items; there are: {', '.join(METHODS)}, which use sales and campaigns"
        raise refusal("no-attributes", type(attributes).__name__, message, "leave the items' attributes out", column="attributes")


def _checked_day(text: str) -> str:
    try:
        return iso_day(day_number(text))
    except ValueError:
        raise refusal("no-such-day", text, "there is no such day in the calendar", "give a day as YYYY-MM-DD", column="test_from") from None
