"""A campaign with several deliveries, played through on every sample path."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.loss_table import LossTable
from ltoplan_widgets.supply.supply_terms import SupplyTerms

Array = NDArray[np.float64]

_ROUNDING = 1e-9


class DeliveryRun:
    """Stock by the delivery that it came with, the oldest first; everything by path.

    Attributes:
        ordered: Units of each delivery, shape (paths,) each.
        sales: Units sold so far.
        lost: Units asked for and not there.
        spoilt: Units that outlived their shelf life.
    """

    def __init__(self, paths: Array, starts: tuple[str, ...], costs: Costs, terms: SupplyTerms) -> None:
        """Begin with nothing in stock.

        Args:
            paths: Demand of the chain, shape (paths, periods).
            starts: First day of each period, ISO dates.
            costs: Money a unit.
            terms: What can be ordered, and when.
        """
        self._paths, self._costs, self._terms = paths, costs, terms
        self._day = np.array([date.fromisoformat(start).toordinal() for start in starts])
        self._keeps = terms.shelf_life_days or np.inf
        self._stock: list[tuple[int, Array]] = []
        self._ends: list[Array] = []
        """Stock at the end of each period."""
        self.ordered: list[Array] = []
        self._came: list[int] = []
        self.sales, self.lost, self.spoilt = (np.zeros(len(paths)) for _ in range(3))

    @property
    def left(self) -> Array:
        """Units still sellable."""
        return np.asarray(sum((units for _, units in self._stock), np.zeros(len(self._paths))))

    def demand(self, begin: int, following: int) -> Array:
        """Demand that units delivered in one period can serve before another one."""
        return np.asarray(self._paths[:, self._sold_in(begin, following)].sum(axis=1))

    def deliver(self, begin: int, following: int, known: int) -> None:
        """Sell until a period begins, then add what was ordered for it.

        The order is decided when the sales of the first `known` periods are. What will be left by then is foreseen from the
        stock on hand and on order at that time; where it is decided on the day itself, it is known.

        Args:
            begin: Period from whose start on it can be sold.
            following: Period of the next delivery.
            known: Number of periods whose sales are known when it is ordered.
        """
        self.sell_until(begin)
        self._spoil(begin)
        units = self._order(begin, following, self._foreseen(begin, known))
        self.ordered.append(units)
        self._came.append(begin)
        self._stock.append((begin, units))

    def sell_until(self, period: int) -> None:
        """Serve the demand of the periods before this one, from the oldest units."""
        for now in range(len(self._ends), period):
            self._spoil(now)
            wanted = self._paths[:, now].copy()
            kept: list[tuple[int, Array]] = []
            for came, units in self._stock:
                sold = np.minimum(units, wanted)
                wanted -= sold
                self.sales += sold
                kept.append((came, units - sold))
            self._stock = kept
            self.lost += wanted
            self._ends.append(self.left)

    def _order(self, begin: int, following: int, foreseen: Array) -> Array:
        """The newsvendor's order on top of what will be left, in whole cases; the minimum only where it pays."""
        served, terms = self.demand(begin, following), self._terms
        table = LossTable(served - self.left + foreseen)
        ratio = self._costs.critical_ratio
        if ratio <= 0 or terms.largest < terms.smallest:
            return np.zeros_like(foreseen)
        most = LossTable(served).quantile(ratio)
        wanted = np.clip(table.quantile(ratio) - foreseen, 0.0, most)
        low = np.minimum(np.floor(wanted / terms.case_pack + _ROUNDING) * terms.case_pack, terms.largest)
        high = np.minimum(np.ceil(wanted / terms.case_pack - _ROUNDING) * terms.case_pack, terms.largest)
        whole = np.where(self._cost(table, foreseen + low) <= self._cost(table, foreseen + high), low, high)
        return np.where(whole < terms.smallest, self._minimum(begin, table, foreseen, wanted), whole)

    def _minimum(self, begin: int, table: LossTable, foreseen: Array, wanted: Array) -> Array:
        """The smallest order or nothing: the sales that it saves until the next delivery against what of it will never sell."""
        ever = LossTable(self.demand(begin, len(self._day)) - self.left + foreseen)
        smallest = self._terms.smallest
        saved = table.lost(foreseen) - table.lost(foreseen + smallest)
        wasted = ever.left(foreseen + smallest) - ever.left(foreseen)
        pays = self._costs.underage * saved > self._costs.overage * wasted
        return np.where(pays & (wanted > 0), smallest, 0.0)

    def _cost(self, table: LossTable, quantities: Array) -> Array:
        return np.asarray(self._costs.underage * table.lost(quantities) + self._costs.overage * table.left(quantities))

    def _foreseen(self, begin: int, known: int) -> Array:
        """What will be left when a period begins, as the sales of the first periods tell it: a line through the paths."""
        left = self.left
        if known >= begin or not left.any():
            return left
        position = self._ends[known - 1].copy() if known else np.zeros(len(left))
        position += sum((units for came, units in zip(self._came, self.ordered, strict=True) if came >= known), np.zeros(len(left)))
        apart = position - position.mean()
        slope = float(apart @ left / (apart @ apart)) if float(apart @ apart) > _ROUNDING else 0.0
        return np.asarray(np.clip(left.mean() + slope * apart, 0.0, position))

    def _sold_in(self, begin: int, following: int) -> list[int]:
        return [period for period in range(begin, following) if self._day[period] - self._day[begin] < self._keeps]

    def _spoil(self, period: int) -> None:
        kept: list[tuple[int, Array]] = []
        for came, units in self._stock:
            if self._day[period] - self._day[came] >= self._keeps:
                self.spoilt += units
            else:
                kept.append((came, units))
        self._stock = kept
