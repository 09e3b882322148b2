"""What an early read is worth: how far updated forecasts are off, against the same forecasts left as they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy import float64
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.leaderboard import Figure, figure, scored_by_all, terms_by_launch
from ltoplan_widgets.demand.backtest.prediction import Prediction

_WHERE = ("WAPE place", "WAPE chain")


@dataclass(frozen=True, kw_only=True)
class UpdateWorth:
    """WAPE of the rest of the windows, updated over not updated: below 1 the update helps.

    Attributes:
        method: Name of the method that was updated.
        place: Over places.
        chain: Over launches as a whole.
    """

    method: str
    place: Figure
    chain: Figure

    def __str__(self) -> str:
        """As in ``auto: 0.961 (0.942 to 0.983) at places, 0.837 (0.701 to 1.020) for the chain``."""
        return f"{self.method}: {self.place} at places, {self.chain} for the chain"


def update_worth(updated: Sequence[Prediction], plain: Sequence[Prediction], sold: NDArray[float64]) -> UpdateWorth | None:
    """Compare a method's updated forecasts with the same ones left as they were, launch by launch.

    Intervals are of the ratio itself: the same launches are drawn anew for both. None where no campaign can be scored, or
    where nothing was off without the update.

    Args:
        updated: By one method after some periods, of campaigns and whole launches.
        plain: The same without the update.
        sold: Units that remained of each campaign of the library; NaN where unknown.
    """
    common = scored_by_all((updated, plain), sold)
    if not common:
        return None
    now, before = (terms_by_launch(of, common, sold) for of in (updated, plain))
    if not all(before[name][0].sum() > 0 for name in _WHERE):
        return None
    place, chain = (figure(now[name][0], before[name][0]) for name in _WHERE)
    return UpdateWorth(method=updated[0].method, place=place, chain=chain)
