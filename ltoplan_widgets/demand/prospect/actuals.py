"""Units that sold in a campaign's first periods: as a history tells them, and as people give them."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.day import day_number, day_text
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError

Array = NDArray[np.float64]
Actuals = ArrayLike | Mapping[str, float] | Mapping[date, float]


def actuals_of(history: SalesHistory, item: str, forecast: Forecast) -> Array:
    """Units that an item sold so far in the forecast's periods, shape (places, periods seen); NaN where they do not tell demand.

    Args:
        history: Sales up to today; `SalesHistory.known_by` cuts off what came later.
        item: Key of the item.
        forecast: By place, by the periods of the history.
    """
    start = int(history.column_at(day_number(forecast.starts[0])))
    seen = max(0, min(len(forecast.starts), history.units.shape[1] - start))
    if start < 0 or item not in history.items or not seen:
        return np.zeros((len(forecast.locations), 0))
    shut = history.mask("closed", item, forecast.locations) | history.mask("stock_out", item, forecast.locations)
    units = np.where(shut, np.nan, history.matrix(item, forecast.locations))[:, start : start + seen]
    known = np.flatnonzero(~np.isnan(units).all(axis=0))
    return units[:, : known[-1] + 1] if len(known) else np.zeros((len(forecast.locations), 0))


def checked_actuals(forecast: Forecast, actuals: Actuals) -> Array:
    """What people give as sold in the first periods, shape (places or 1, periods seen); NaN where it is not known.

    Args:
        forecast: As it was made before launch, with or without places.
        actuals: By place and period, by period over all places, or by the period's first day over all places.

    Raises:
        InputError: No period is known, none is left, a day on which no period starts, other places than the forecast's,
            units that are no number of at least 0, or a forecast without periods.
    """
    if not forecast.shape or forecast.shape[-1] != len(forecast.starts) or len(forecast.starts) < 2:  # noqa: PLR2004 - one to see, one to go
        raise refusal("no-periods", forecast.shape, "an early read needs a forecast by period", "give the forecast itself, or by_period()")
    units = np.atleast_2d(_numbers(_by_day(forecast, actuals) if isinstance(actuals, Mapping) else actuals))
    _check_shape(forecast, units)
    if np.any(units < 0) or np.isinf(units).any():
        raise _bad(float(units[(units < 0) | np.isinf(units)][0]))
    return units


def _check_shape(forecast: Forecast, units: Array) -> None:
    places, periods = forecast.shape[0] if len(forecast.shape) > 1 else 1, len(forecast.starts)
    if units.ndim > 2 or units.shape[0] not in {1, places}:  # noqa: PLR2004 - places and periods
        message = f"there are {units.shape[0]} rows for {places} places"
        raise refusal("shapes-differ", units.shape, message, "give one row a place, or one for all of them", column="actuals")
    if units.shape[1] >= periods:
        message = f"all {periods} periods are known"
        raise refusal("nothing-left", units.shape[1], message, "nothing is left to forecast", column="actuals")
    if np.isnan(units).all():
        message = "nothing is known of the first periods"
        raise refusal("nothing-seen", units.shape[1], message, "give the units of at least one", column="actuals")


def _by_day(forecast: Forecast, actuals: Mapping[str, float] | Mapping[date, float]) -> list[float]:
    by_start = {day_text(day): units for day, units in actuals.items()}
    strange = [day for day in by_start if day not in forecast.starts]
    if strange:
        message = f"no period starts that day; they start on {forecast.starts[0]}, then every {forecast.unit_days} days"
        raise refusal("no-such-period", strange[0], message, "give units by the period's first day", column="actuals")
    last = max((forecast.starts.index(day) for day in by_start), default=-1)
    return [by_start.get(day, np.nan) for day in forecast.starts[: last + 1]]


def _numbers(actuals: ArrayLike) -> Array:
    try:
        return np.asarray(actuals, dtype=np.float64)
    except (TypeError, ValueError):
        raise _bad(repr(actuals)[:60]) from None


def _bad(found: object) -> InputError:
    return refusal("bad-units", found, "units sold are a finite number of at least 0", "correct them", column="actuals")
