"""Plan limited-time offers and seasonal campaigns, live and together, inside Jupyter.

The nouns of the package, loaded when they are first asked for: a Jupyter server imports this package for its document
class and must not load pandas, SciPy or the widgets for that.
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltoplan_widgets.demand.backtest.backtest import Backtest, backtest
    from ltoplan_widgets.demand.backtest.past_forecast import past_forecasts
    from ltoplan_widgets.demand.forecast.forecast import Forecast
    from ltoplan_widgets.demand.forecast.launch_shape import LaunchShape, launch_shape, launch_shapes
    from ltoplan_widgets.demand.judgement.panel import Panel, panel
    from ltoplan_widgets.demand.judgement.value_added import Judgement, ValueAdded, value_added
    from ltoplan_widgets.demand.launch.cannibalization import Decomposition, decompose
    from ltoplan_widgets.demand.library.anomaly import Anomaly, anomalies
    from ltoplan_widgets.demand.library.item_table import ItemTable
    from ltoplan_widgets.demand.library.library import CampaignLibrary
    from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
    from ltoplan_widgets.demand.prospect.early_read import EarlyRead, early_read
    from ltoplan_widgets.demand.prospect.explanation import Explanation, explain
    from ltoplan_widgets.demand.prospect.price_effect import PriceEffect, price_effect
    from ltoplan_widgets.demand.prospect.price_response import PriceResponse, price_response
    from ltoplan_widgets.demand.sales.history import SalesHistory
    from ltoplan_widgets.engine.plan_evaluation import PlanEvaluation, evaluate_plans
    from ltoplan_widgets.engine.series_base import BaseWindow, series_bases
    from ltoplan_widgets.evaluator import Evaluator, evaluate
    from ltoplan_widgets.insight.insight import Insight
    from ltoplan_widgets.insight.ranking import insights
    from ltoplan_widgets.outlook import Outlook
    from ltoplan_widgets.plan.campaign import Campaign
    from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError, PlanError
    from ltoplan_widgets.plan.offer import Offer
    from ltoplan_widgets.plan.override import Override
    from ltoplan_widgets.plan.plan import Plan
    from ltoplan_widgets.plan.scenario import Scenario
    from ltoplan_widgets.plan.visualization import Visualization
    from ltoplan_widgets.retrospect import Retrospect, review
    from ltoplan_widgets.samples.demo import write_demo
    from ltoplan_widgets.samples.sample_data import sample_data
    from ltoplan_widgets.shared_plan import SharedPlan, open_plan
    from ltoplan_widgets.supply.allocation import Allocation, allocate
    from ltoplan_widgets.supply.costs import Costs
    from ltoplan_widgets.supply.delivery_plan import DeliveryPlan, delivery_plan
    from ltoplan_widgets.supply.elasticity import Elasticity
    from ltoplan_widgets.supply.exit_plan import ExitPlan, exit_plan
    from ltoplan_widgets.supply.markdown import Markdown, best_markdown, markdowns
    from ltoplan_widgets.supply.newsvendor import Expectation, best_quantity, expectation
    from ltoplan_widgets.supply.normal_demand import NormalDemand
    from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
    from ltoplan_widgets.supply.poisson_demand import PoissonDemand
    from ltoplan_widgets.supply.price_option import PriceOption, best_price, price_options
    from ltoplan_widgets.supply.sample_demand import SampleDemand
    from ltoplan_widgets.supply.second_order import SecondOrder, second_order
    from ltoplan_widgets.supply.sensitivity import Sensitivity, sensitivity
    from ltoplan_widgets.supply.supply_terms import SupplyTerms
    from ltoplan_widgets.supply.two_stage_order import TwoStageOrder, two_stage_order
    from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
    from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
    from ltoplan_widgets.widgets.charts.order_chart import OrderChart
    from ltoplan_widgets.widgets.collaboration.change_history import ChangeHistory
    from ltoplan_widgets.widgets.collaboration.change_requests import ChangeRequests
    from ltoplan_widgets.widgets.collaboration.comments import Comments
    from ltoplan_widgets.widgets.collaboration.cursor_tracker import CursorTracker
    from ltoplan_widgets.widgets.collaboration.scenario_table import ScenarioTable
    from ltoplan_widgets.widgets.collaboration.user_presence import UserPresence
    from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider

    __version__: str

__all__ = [
    "Allocation",
    "Anomaly",
    "Backtest",
    "BaseWindow",
    "Campaign",
    "CampaignLibrary",
    "ChangeHistory",
    "ChangeRequests",
    "Comments",
    "Costs",
    "CursorTracker",
    "Decomposition",
    "DeliveryPlan",
    "EarlyRead",
    "Elasticity",
    "Evaluator",
    "ExitPlan",
    "Expectation",
    "Explanation",
    "Finding",
    "Forecast",
    "ForecastChart",
    "InputError",
    "Insight",
    "ItemTable",
    "Judgement",
    "LaunchShape",
    "LtoPlanError",
    "Markdown",
    "NormalDemand",
    "NormalDistribution",
    "Offer",
    "OrderChart",
    "OrderPlan",
    "Outlook",
    "Override",
    "Panel",
    "ParameterSlider",
    "Plan",
    "PlanError",
    "PlanEvaluation",
    "PoissonDemand",
    "PriceEffect",
    "PriceOption",
    "PriceResponse",
    "Retrospect",
    "SalesHistory",
    "SampleDemand",
    "Scenario",
    "ScenarioTable",
    "SecondOrder",
    "Sensitivity",
    "SharedPlan",
    "SupplyTerms",
    "TwoStageOrder",
    "UserPresence",
    "ValueAdded",
    "Visualization",
    "__version__",
    "allocate",
    "anomalies",
    "backtest",
    "best_markdown",
    "best_price",
    "best_quantity",
    "decompose",
    "delivery_plan",
    "early_read",
    "evaluate",
    "evaluate_plans",
    "exit_plan",
    "expectation",
    "explain",
    "forecast",
    "insights",
    "launch_shape",
    "launch_shapes",
    "markdowns",
    "open_plan",
    "order_plan",
    "panel",
    "past_forecasts",
    "price_effect",
    "price_options",
    "price_response",
    "review",
    "sample_data",
    "second_order",
    "sensitivity",
    "series_bases",
    "two_stage_order",
    "value_added",
    "write_demo",
]

_HOMES = {
    "demand.prospect.price_effect": ("PriceEffect", "price_effect"),
    "demand.prospect.price_response": ("PriceResponse", "price_response"),
    "demand.library.anomaly": ("Anomaly", "anomalies"),
    "demand.backtest.backtest": ("Backtest", "backtest"),
    "demand.launch.cannibalization": ("Decomposition", "decompose"),
    "demand.prospect.early_read": ("EarlyRead", "early_read"),
    "demand.prospect.explanation": ("Explanation", "explain"),
    "demand.prospect.campaign_forecast": ("forecast",),
    "demand.forecast.forecast": ("Forecast",),
    "demand.sales.history": ("SalesHistory",),
    "demand.library.item_table": ("ItemTable",),
    "demand.forecast.launch_shape": ("LaunchShape", "launch_shape", "launch_shapes"),
    "demand.library.library": ("CampaignLibrary",),
    "demand.judgement.panel": ("Panel", "panel"),
    "demand.backtest.past_forecast": ("past_forecasts",),
    "demand.judgement.value_added": ("Judgement", "ValueAdded", "value_added"),
    "engine.plan_evaluation": ("PlanEvaluation", "evaluate_plans"),
    "engine.series_base": ("BaseWindow", "series_bases"),
    "insight.insight": ("Insight",),
    "insight.ranking": ("insights",),
    "evaluator": ("Evaluator", "evaluate"),
    "outlook": ("Outlook",),
    "plan.campaign": ("Campaign",),
    "plan.errors": ("Finding", "InputError", "LtoPlanError", "PlanError"),
    "plan.offer": ("Offer",),
    "plan.override": ("Override",),
    "plan.plan": ("Plan",),
    "plan.scenario": ("Scenario",),
    "plan.visualization": ("Visualization",),
    "retrospect": ("Retrospect", "review"),
    "samples.demo": ("write_demo",),
    "samples.sample_data": ("sample_data",),
    "shared_plan": ("SharedPlan", "open_plan"),
    "supply.allocation": ("Allocation", "allocate"),
    "supply.costs": ("Costs",),
    "supply.delivery_plan": ("DeliveryPlan", "delivery_plan"),
    "supply.elasticity": ("Elasticity",),
    "supply.exit_plan": ("ExitPlan", "exit_plan"),
    "supply.markdown": ("Markdown", "best_markdown", "markdowns"),
    "supply.newsvendor": ("Expectation", "best_quantity", "expectation"),
    "supply.normal_demand": ("NormalDemand",),
    "supply.order_plan": ("OrderPlan", "order_plan"),
    "supply.poisson_demand": ("PoissonDemand",),
    "supply.price_option": ("PriceOption", "best_price", "price_options"),
    "supply.sample_demand": ("SampleDemand",),
    "supply.second_order": ("SecondOrder", "second_order"),
    "supply.sensitivity": ("Sensitivity", "sensitivity"),
    "supply.supply_terms": ("SupplyTerms",),
    "supply.two_stage_order": ("TwoStageOrder", "two_stage_order"),
    "widgets.charts.forecast_chart": ("ForecastChart",),
    "widgets.charts.normal_distribution": ("NormalDistribution",),
    "widgets.charts.order_chart": ("OrderChart",),
    "widgets.collaboration.change_history": ("ChangeHistory",),
    "widgets.collaboration.change_requests": ("ChangeRequests",),
    "widgets.collaboration.comments": ("Comments",),
    "widgets.collaboration.cursor_tracker": ("CursorTracker",),
    "widgets.collaboration.scenario_table": ("ScenarioTable",),
    "widgets.collaboration.user_presence": ("UserPresence",),
    "widgets.controls.parameter_slider": ("ParameterSlider",),
}
_HOME_OF = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load the module of a noun when the noun is first asked for (PEP 562)."""
    if name == "__version__":
        value: object = version(__name__)
    elif name in _HOME_OF:
        value = getattr(importlib.import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What the package offers."""
    return sorted(__all__)
