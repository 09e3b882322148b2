"""Plan limited-time offers and seasonal campaigns, live and together, inside Jupyter.

The nouns of the package, loaded when they are first asked for: a Jupyter server imports this package for its document
class and must not load pandas, SciPy or the widgets for that.
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ltoplan_widgets.demand.campaign_library import CampaignLibrary
    from ltoplan_widgets.demand.forecast import Forecast
    from ltoplan_widgets.demand.history import SalesHistory
    from ltoplan_widgets.demand.methods.registry import forecast
    from ltoplan_widgets.outlook import Evaluator, Outlook, evaluate
    from ltoplan_widgets.plan.campaign import Campaign
    from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError, PlanError
    from ltoplan_widgets.plan.offer import Offer
    from ltoplan_widgets.plan.override import Override
    from ltoplan_widgets.plan.plan import Plan
    from ltoplan_widgets.plan.scenario import Scenario
    from ltoplan_widgets.plan.visualization import Visualization
    from ltoplan_widgets.shared_plan import SharedPlan, open_plan
    from ltoplan_widgets.supply.costs import Costs
    from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
    from ltoplan_widgets.supply.supply_terms import SupplyTerms
    from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
    from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
    from ltoplan_widgets.widgets.charts.order_chart import OrderChart
    from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider

    __version__: str

__all__ = [
    "Campaign",
    "CampaignLibrary",
    "Costs",
    "Evaluator",
    "Finding",
    "Forecast",
    "ForecastChart",
    "InputError",
    "LtoPlanError",
    "NormalDistribution",
    "Offer",
    "OrderChart",
    "OrderPlan",
    "Outlook",
    "Override",
    "ParameterSlider",
    "Plan",
    "PlanError",
    "SalesHistory",
    "Scenario",
    "SharedPlan",
    "SupplyTerms",
    "Visualization",
    "__version__",
    "evaluate",
    "forecast",
    "open_plan",
    "order_plan",
]

_HOMES = {
    "demand.campaign_library": ("CampaignLibrary",),
    "demand.forecast": ("Forecast",),
    "demand.history": ("SalesHistory",),
    "demand.methods.registry": ("forecast",),
    "outlook": ("Evaluator", "Outlook", "evaluate"),
    "plan.campaign": ("Campaign",),
    "plan.errors": ("Finding", "InputError", "LtoPlanError", "PlanError"),
    "plan.offer": ("Offer",),
    "plan.override": ("Override",),
    "plan.plan": ("Plan",),
    "plan.scenario": ("Scenario",),
    "plan.visualization": ("Visualization",),
    "shared_plan": ("SharedPlan", "open_plan"),
    "supply.costs": ("Costs",),
    "supply.order_plan": ("OrderPlan", "order_plan"),
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
