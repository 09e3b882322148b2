"""A plan's file as a kernel leaves it: with the outlook that it computed written into the plan, for readers without one."""

from pathlib import Path
from typing import Any

import msgspec

from ltoplan_widgets.outlook import Outlook, evaluate
from ltoplan_widgets.plan import codec
from ltoplan_widgets.plan.published_outlook import PublishedOutlook
from ltoplan_widgets.samples.maple_oat_latte import maple_oat_latte_sample
from ltoplan_widgets.views import forecast_chart_view, normal_distribution_view, order_chart_view

AT = "2026-11-22T08:00:00.000Z"


def publish(file: Path) -> None:
    """Write the outlook of the plan as it stands, and of each scenario, into its file."""
    plan, sample = codec.decode(file.read_text(encoding="utf-8")), maple_oat_latte_sample()
    outlooks = {}
    for scenario in ("", *plan.scenarios):
        outlook = evaluate(plan, sample.history, sample.library, scenario)
        is_current = scenario == plan.current_scenario
        views = _views(outlook, sample.history) if is_current else {}
        key = f"launch|scenario|{scenario}" if scenario else "launch"
        outlooks[key] = PublishedOutlook(
            campaign="launch", scenario=scenario, at=AT, author="Kernel", figures=_figures(outlook), views=views
        )
    file.write_text(codec.encode(msgspec.structs.replace(plan, outlooks=outlooks)), encoding="utf-8")


def _figures(outlook: Outlook) -> dict[str, float]:
    order, total = outlook.order, outlook.total
    return {
        "mean": float(total.mean()),
        "p10": float(total.quantile(0.1)),
        "p90": float(total.quantile(0.9)),
        "order_quantity": float(order.quantity),
        "profit": float(order.expected_profit),
        "stock_out_risk": float(order.stock_out_risk),
        "leftover": float(order.expected_leftover),
    }


def _views(outlook: Outlook, history: Any) -> dict[str, Any]:
    built = {
        "forecast_chart": forecast_chart_view.build(outlook, history=history),
        "normal_distribution": normal_distribution_view.build(outlook),
        "order_chart": order_chart_view.build(outlook),
    }
    return {kind: msgspec.to_builtins(view) for kind, view in built.items()}
