"""Plan limited-time offers and seasonal campaigns, live and together, inside Jupyter.

The nouns of the package, loaded when they are first asked for: a Jupyter server imports this package for its document
class and must not load pandas, SciPy or the widgets for that.
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltoplan_widgets.demand.backtest import Backtest, backtest
    from ltoplan_widgets.demand.forecast import Forecast, forecast
    from ltoplan_widgets.demand.history import SalesHistory
    from ltoplan_widgets.demand.library import CampaignLibrary
    from ltoplan_widgets.outlook import Evaluator, Outlook, evaluate
    from ltoplan_widgets.plan.campaign import Campaign
    from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError, PlanError
    from ltoplan_widgets.plan.offer import Offer
    from ltoplan_widgets.plan.override import Override
    from ltoplan_widgets.plan.plan import Plan
    from ltoplan_widgets.plan.scenario import Scenario
    from ltoplan_widgets.plan.visualization import Visualization
    from ltoplan_widgets.samples.demo import write_demo
    from ltoplan_widgets.samples.sample_data import sample_data
    from ltoplan_widgets.shared_plan import SharedPlan, open_plan
    from ltoplan_widgets.supply.costs import Costs
    from ltoplan_widgets.supply.newsvendor import Expectation, best_quantity, expectation
    from ltoplan_widgets.supply.normal_demand import NormalDemand
    from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
    from ltoplan_widgets.supply.poisson_demand import PoissonDemand
    from ltoplan_widgets.supply.sample_demand import SampleDemand
    from ltoplan_widgets.supply.supply_terms import SupplyTerms
    from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
    from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
    from ltoplan_widgets.widgets.charts.order_chart import OrderChart
    from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider

    __version__: str

__all__ = [
    "Backtest",
    "Campaign",
    "CampaignLibrary",
    "Costs",
    "Evaluator",
    "Expectation",
    "Finding",
    "Forecast",
    "ForecastChart",
    "InputError",
    "LtoPlanError",
    "NormalDemand",
    "NormalDistribution",
    "Offer",
    "OrderChart",
    "OrderPlan",
    "Outlook",
    "Override",
    "ParameterSlider",
    "Plan",
    "PlanError",
    "PoissonDemand",
    "SalesHistory",
    "SampleDemand",
    "Scenario",
    "SharedPlan",
    "SupplyTerms",
    "Visualization",
    "__version__",
    "backtest",
    "best_quantity",
    "evaluate",
    "expectation",
    "forecast",
    "open_plan",
    "order_plan",
    "sample_data",
    "write_demo",
]

_HOMES = {
    "demand.backtest": ("Backtest", "backtest"),
    "demand.forecast": ("Forecast", "forecast"),
    "demand.history": ("SalesHistory",),
    "demand.library": ("CampaignLibrary",),
    "outlook": ("Evaluator", "Outlook", "evaluate"),
    "plan.campaign": ("Campaign",),
    "plan.errors": ("Finding", "InputError", "LtoPlanError", "PlanError"),
    "plan.offer": ("Offer",),
    "plan.override": ("Override",),
    "plan.plan": ("Plan",),
    "plan.scenario": ("Scenario",),
    "plan.visualization": ("Visualization",),
    "samples.demo": ("write_demo",),
    "samples.sample_data": ("sample_data",),
    "shared_plan": ("SharedPlan", "open_plan"),
    "supply.costs": ("Costs",),
    "supply.newsvendor": ("Expectation", "best_quantity", "expectation"),
    "supply.normal_demand": ("NormalDemand",),
    "supply.order_plan": ("OrderPlan", "order_plan"),
    "supply.poisson_demand": ("PoissonDemand",),
    "supply.sample_demand": ("SampleDemand",),
    "supply.supply_terms": ("SupplyTerms",),
    "widgets.charts.forecast_chart": ("ForecastChart",),
    "widgets.charts.normal_distribution": ("NormalDistribution",),
    "widgets.charts.order_chart": ("OrderChart",),
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
