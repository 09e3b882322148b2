"""Everyday sales of other items, looked at as if they were launches, for where there are hardly any."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

Rows = NDArray[np.int64]

ENOUGH = 10
"""So many past launches of other items make everyday sales needless."""
LEVER = "kind of sale"
_KNOWN_SHARE = 0.5
_SIGN = "everyday "


def with_everyday(library: CampaignLibrary, known: SalesHistory, launch: Launch) -> CampaignRows:
    """The library's rows, and where few launches of other items are over, everyday sales of items that were never launched.

    Each such item counts as one launch over the last window of the new launch's length.

    Args:
        library: Past campaigns.
        known: The history up to the origin.
        launch: What is to be forecast.
    """
    ended = {item for _, item, rows in library.launches() if library.rows.last[rows].max() <= launch.origin and item in known.items}
    if len(ended - {launch.item}) >= ENOUGH:
        return library.rows
    periods = len(launch.starts)
    others = [item for item in known.items if item not in ended and item != launch.item]
    cells = [(item, place) for item in others for place in _selling(known, item, periods)]
    return _joined(library.rows, cells, known, launch) if cells else library.rows


def is_everyday(event: str, campaign: str) -> bool:
    """Whether a past launch is everyday sales that are looked at as one: nobody can choose what is in no library."""
    return event.startswith(_SIGN) and campaign.startswith(f"{event} ")


def _selling(known: SalesHistory, item: str, periods: int) -> Rows:
    """Positions of the places that sold an item in most of the last periods."""
    recent = known.matrix(item)[:, -periods:]
    sells = (np.mean(~np.isnan(recent), axis=1) >= _KNOWN_SHARE) & (np.nansum(recent, axis=1) > 0)
    return np.flatnonzero(sells) if recent.shape[1] == periods else np.zeros(0, np.int64)


def _joined(rows: CampaignRows, cells: list[tuple[str, int]], known: SalesHistory, launch: Launch) -> CampaignRows:
    last = day_number(known.known_until)
    first = last - len(launch.starts) * known.step_days + 1
    key = [f"{_SIGN}{item} until {iso_day(last)}" for item, _ in cells]
    count = len(cells)
    covariates = {name: (*values, *(None,) * count) for name, values in rows.covariates.items()}
    return replace(
        rows,
        campaign=(*rows.campaign, *(f"{event} {known.locations[place]}" for event, (_, place) in zip(key, cells, strict=True))),
        item=(*rows.item, *(item for item, _ in cells)),
        location=(*rows.location, *(known.locations[place] for _, place in cells)),
        event=(*rows.event, *key),
        first=np.concatenate([rows.first, np.full(count, first)]),
        last=np.concatenate([rows.last, np.full(count, last)]),
        covariates={**covariates, LEVER: (*("launch",) * len(rows.campaign), *("everyday",) * count)},
    )
