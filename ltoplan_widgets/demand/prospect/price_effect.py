"""What a planned price does to demand: what past campaigns tell of it, and nothing where they tell nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.price_response import PriceResponse, price_response
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding, InputError, Severity

Array = NDArray[np.float64]

_BEYOND = 1.25
"""Demand follows the price so far beyond past ones; farther out it stays."""
_SAME = 0.005
"""Prices that differ by less are the same."""
_TURN = (5**0.5 - 1) / 2
"""Steps of the golden ratio spread evenly over 0 to 1, whatever their number."""


@dataclass(frozen=True, kw_only=True)
class PriceEffect:
    """How the demand of one campaign follows its price.

    Attributes:
        response: What past campaigns tell; None where they tell nothing.
        missing: Why the price moves no demand, one sentence; empty where it does.
        mend: What to do about it.
    """

    response: PriceResponse | None
    missing: str = ""
    mend: str = ""

    @property
    def tried(self) -> tuple[float, float] | None:
        """Lowest and highest price of past campaigns, money; None where they are not known."""
        known = self.response
        return None if known is None or np.isnan(known.lowest) else (known.lowest, known.highest)

    def lift(self, price: float) -> float:
        """Median factor of demand at a price of a unit (money, above 0)."""
        if self.response is None or self.missing or not price:
            return 1.0
        return float(self._ratio(self.response, price) ** -self.response.elasticity)

    def factors(self, price: float, count: int) -> Array:
        """Factor of demand on each of so many paths; what is not known of the elasticity makes them differ, shape (count,)."""
        if self.response is None or self.missing or not price:
            return np.ones(count)
        known = self.response
        spread = ndtri((np.arange(count) + 1) * _TURN % 1.0)
        return np.asarray(self._ratio(known, price) ** -np.maximum(0.0, known.elasticity + known.std_dev * spread))

    def findings(self, price: float, *, is_judged: bool = False) -> tuple[Finding, ...]:
        """What is worth knowing of a price: what it does to demand, or why nothing, and whether it was ever tried.

        Args:
            price: Price of a unit, money; 0 where it is not known.
            is_judged: Whether somebody judged the total, which no price moves then.
        """
        if (known := self.response) and not (np.isnan(known.planned_cut) or 0 <= known.planned_cut < 1):
            return (_no_discount(known),)
        if not price:
            return ()
        if self.response is None or self.missing:
            return self._without_effect(price)
        told = (_judged(price),) if is_judged else self._told(self.response, price)
        return (*told, *self._untried(self.response, price))

    def _without_effect(self, price: float) -> tuple[Finding, ...]:
        known = self.response
        if known is None or not known.is_planned or np.isnan(known.reference):
            return (_finding("price-without-effect", price, self.missing, self.mend),)
        untried = self._untried(known, known.reference)
        if abs(price / known.reference - 1) <= _SAME:
            return untried
        text = f"demand is forecast at {known.reference:.2f}, as the {known.lever} of the campaign says, while money counts at this price"
        return (
            _finding("price-contradicts-campaign", price, text, f"ask {known.reference:.2f}, or {self.mend}", severity="warning"),
            *untried,
        )

    def _told(self, known: PriceResponse, price: float) -> tuple[Finding, ...]:
        lift = self.lift(price)
        if abs(lift - 1) <= _SAME:
            return ()
        more = f"{abs(lift - 1):.0%} {'higher' if lift > 1 else 'lower'}"
        learned = f"elasticity {known.elasticity:.1f} ± {known.std_dev:.1f}, learned from the {known.lever} of {known.launches} launches"
        text = f"demand is {more} than at {known.reference:.2f}, the average of past campaigns ({learned})"
        return (_finding("price-effect", price, text, "judge the total yourself if you know better"),)

    def _untried(self, known: PriceResponse, price: float) -> tuple[Finding, ...]:
        if known.lowest * (1 - _SAME) <= price <= known.highest * (1 + _SAME):
            return ()
        held = self._ratio(known, price) * known.reference
        farthest = f", and beyond {held:.2f} as if it were that" if abs(held / price - 1) > _SAME else ""
        text = f"past campaigns asked {known.lowest:.2f} to {known.highest:.2f}, so its effect is carried on from there{farthest}"
        return (
            _finding("price-extrapolated", price, text, "plan a price that was tried, or judge the total yourself", severity="warning"),
        )

    @staticmethod
    def _ratio(known: PriceResponse, price: float) -> float:
        held = min(max(price, known.lowest / _BEYOND), known.highest * _BEYOND)
        return held / known.reference


def price_effect(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None = None) -> PriceEffect:
    """What past campaigns tell of the price, as far as it is evident.

    Args:
        campaign: What is planned; where its covariates, or its rows among the campaigns, say price or discount, demand is
            forecast at that, and no other price moves it.
        history: Checked sales; nothing after `origin` is read.
        library: Past campaigns.
        origin: Last day whose sales are known, ISO date; by default the day before the start.
    """
    try:
        found = price_response(campaign, history, library, origin=origin)
    except InputError as error:
        first = error.findings[0]
        why = first.message.removeprefix(": ") if first.code == "no-price" else "no past campaign can be compared"
        return PriceEffect(response=None, missing=f"the price moves no demand: {why}", mend=first.mend)
    missing, mend = _missing(found)
    return PriceEffect(response=found, missing=missing, mend=mend)


def _missing(found: PriceResponse) -> tuple[str, str]:
    if found.is_planned:
        return (
            f"the price moves no demand, because the campaign itself says its {found.lever}, and demand is forecast at that",
            f"take {found.lever} out of the campaign so that the price counts",
        )
    if not found.is_evident:
        return (
            (
                f"the price moves no demand: {found.launches} launches show no clear effect of the {found.lever} "
                f"(elasticity {found.elasticity:.1f} ± {found.std_dev:.1f})"
            ),
            "add past campaigns at other prices, or judge the total yourself",
        )
    if np.isnan(found.reference):
        return (
            f"the price moves no demand: the usual price is not known, so nobody can tell what {found.lever} this price means",
            f"add a column price to the sales, or give the campaign its {found.lever}",
        )
    return "", ""


def _judged(price: float) -> Finding:
    text = "the total is judged, so the price moves no demand"
    return _finding("price-without-effect", price, text, "take the judged total back, or judge it anew at this price")


def _no_discount(known: PriceResponse) -> Finding:
    """A discount above the price, or below 0."""
    least, most = (f"{1 - price / known.reference * (1 - _held(known.planned_cut)):.2g}" for price in (known.highest, known.lowest))
    seen = "" if np.isnan(known.reference) else f"; past campaigns had {least} to {most}"
    text = f"a {known.lever} is a share of the price, at least 0 and below 1{seen}"
    shown = f"{known.planned_cut:g}"
    return warning("discount-above-price", shown, f"{shown}: {text}", "give the share, 0.2 for a fifth off", column="covariates")


def _held(cut: float) -> float:
    """The discount that a model of logs takes such a one for."""
    return min(cut, 0.95)


def _finding(code: str, price: float, message: str, mend: str, *, severity: Severity = "note") -> Finding:
    return Finding(code=code, severity=severity, column="price", value=f"{price:g}", message=f"{price:g}: {message}", mend=mend)
