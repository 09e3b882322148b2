"""What is at stake in a campaign: its outlook, and what a unit more or less of demand costs."""

from dataclasses import dataclass

from ltoplan_widgets.insight.insight import Code, Insight
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.money import money_words
from ltoplan_widgets.supply.costs import Costs

CLEARLY = 0.05
"""Probability, or share of the best order, from which on a difference is worth a word."""


@dataclass(frozen=True)
class Stake:
    """A campaign's outlook, and how its units and money are told.

    Attributes:
        outlook: What the campaign leads to.
    """

    outlook: Outlook

    @property
    def costs(self) -> Costs | None:
        """What is known of price and costs; None where no order follows from it."""
        return Costs.of(self.outlook.offer) if self.outlook.offer and self.outlook.order else None

    def units(self, count: float) -> str:
        """Units, as people call them."""
        return f"{count:,.0f} {self.outlook.unit}"

    def money(self, amount: float) -> str:
        """Money in brackets, where it is known."""
        return f" ({money_words(amount, self.outlook.plan.currency)})" if amount else ""

    def of_unit(self, surprise: float) -> float:
        """Money that a unit of surprise costs: where demand is higher than thought (above 0), or lower; 0 where it is not known."""
        costs = self.costs
        return 0.0 if costs is None else costs.underage if surprise > 0 else costs.overage

    def insight(self, code: Code, sentence: str, action: str, *, money: float, units: float, path: str = "") -> Insight:  # noqa: PLR0913 - an insight has these parts
        """An insight about the campaign; `path` is that of its field."""
        key = self.outlook.campaign_id
        return Insight(
            code=code,
            sentence=sentence,
            action=action,
            money=float(money),
            units=float(units),
            campaign=key,
            path=path and f"campaigns/{key}/{path}",
            currency=self.outlook.plan.currency,
            unit=self.outlook.unit,
        )
