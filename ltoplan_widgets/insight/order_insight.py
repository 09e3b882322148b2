"""Orders that risk too little or too much, orders that are late, and sales that are out of date."""

from collections.abc import Iterator

from ltoplan_widgets.demand.day import days_between
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.insight.insight import Insight
from ltoplan_widgets.insight.stake import CLEARLY, Stake

_LARGE_LEFTOVER = 0.1
_STALE_DAYS = 14


def order_insights(stake: Stake, today: str | None) -> Iterator[Insight]:
    """Orders that leave more risk of too little, or too much, than the best one does, as long as another one comes in time."""
    outlook, costs = stake.outlook, stake.costs
    order, best = outlook.order, outlook.recommended
    if not order or not best or not costs or (today or "") > order.last_order_day:
        return
    more = best.quantity - order.quantity
    if more > CLEARLY * best.quantity and order.stock_out_risk > best.stock_out_risk + CLEARLY:
        money = order.expected_lost_sales * costs.underage
        sentence = (
            f"{outlook.title} runs out with {100 * order.stock_out_risk:.0f} % probability: "
            f"{stake.units(order.expected_lost_sales)}{stake.money(money)} are likely to be missed."
        )
        action = f"Order {stake.units(more)} more, {best.quantity:,.0f} in all, by {order.order_by if (today or '') <= order.order_by else order.last_order_day}."
        yield stake.insight("stock-out-risk", sentence, action, money=money, units=order.expected_lost_sales, path="order_quantity")
    elif order.expected_leftover > _LARGE_LEFTOVER * order.quantity and -more > CLEARLY * max(best.quantity, 1.0):
        money = order.expected_leftover * costs.overage
        sentence = (
            f"{outlook.title} is likely to leave {stake.units(order.expected_leftover)}{stake.money(money)} over, "
            f"{100 * order.expected_leftover / order.quantity:.0f} % of the order."
        )
        action = f"Order {stake.units(-more)} less, {best.quantity:,.0f} in all."
        yield stake.insight("leftover-risk", sentence, action, money=money, units=order.expected_leftover, path="order_quantity")


def date_insights(stake: Stake, history: SalesHistory | None, today: str | None) -> Iterator[Insight]:
    """Sales that are out of date, and an order that is late, as of a day (ISO date); nothing without one."""
    if today is None:
        return
    outlook = stake.outlook
    units, order = float(outlook.total.mean()), outlook.order
    is_over = today > outlook.campaign.end
    if history is not None and not is_over and (days := days_between(history.known_until, today)) > _STALE_DAYS + 1:
        sentence = f"The plan of {outlook.title} rests on sales up to {history.known_until}, {days} days ago."
        yield stake.insight("stale-sales", sentence, "Add the sales since then.", money=order.expected_cost if order else 0.0, units=units)
    if order and outlook.campaign.order_quantity is None and order.order_by < today <= order.last_order_day:
        sentence = f"Nobody has decided on the order of {outlook.title}, and an order placed after {order.order_by} comes after the start."
        action = f"Decide on {stake.units(order.quantity)} now, or move the start."
        missed = min(1.0, days_between(order.order_by, today) / (days_between(outlook.campaign.start, outlook.campaign.end) + 1))
        money = missed * max(0.0, order.expected_profit)
        yield stake.insight("late-order", sentence, action, money=money, units=missed * units, path="order_quantity")
