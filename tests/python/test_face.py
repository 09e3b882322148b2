import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

import ltoplan_widgets as lto

ROOT = Path(lto.__file__).parent.parent
HEAVY = ("numpy", "pandas", "scipy", "pyarrow", "anywidget", "ipywidgets")
PROMISED = (
    "PriceEffect",
    "price_effect",
    "PriceResponse",
    "price_response",
    "ItemTable",
    "EarlyRead",
    "early_read",
    "past_forecasts",
    "LaunchShape",
    "launch_shape",
    "launch_shapes",
    "Panel",
    "panel",
    "Allocation",
    "allocate",
    "DeliveryPlan",
    "delivery_plan",
    "Elasticity",
    "ExitPlan",
    "exit_plan",
    "SecondOrder",
    "second_order",
    "TwoStageOrder",
    "two_stage_order",
    "PriceOption",
    "best_price",
    "price_options",
    "Markdown",
    "best_markdown",
    "markdowns",
    "Sensitivity",
    "sensitivity",
    "Retrospect",
    "review",
    "Judgement",
    "ValueAdded",
    "value_added",
    "PlanEvaluation",
    "evaluate_plans",
    "BaseWindow",
    "series_bases",
    "SalesHistory",
    "CampaignLibrary",
    "forecast",
    "Forecast",
    "backtest",
    "Anomaly",
    "Decomposition",
    "Explanation",
    "explain",
    "Insight",
    "anomalies",
    "decompose",
    "insights",
    "Backtest",
    "Costs",
    "SupplyTerms",
    "order_plan",
    "OrderPlan",
    "evaluate",
    "Evaluator",
    "Outlook",
    "open_plan",
    "ChangeHistory",
    "ChangeRequests",
    "Comments",
    "CursorTracker",
    "ScenarioTable",
    "UserPresence",
    "SharedPlan",
    "NormalDemand",
    "PoissonDemand",
    "SampleDemand",
    "best_quantity",
    "expectation",
    "Expectation",
    "sample_data",
    "write_demo",
    "Plan",
    "Offer",
    "Campaign",
    "Scenario",
    "Visualization",
    "Override",
    "NormalDistribution",
    "ForecastChart",
    "OrderChart",
    "ParameterSlider",
    "LtoPlanError",
    "InputError",
    "PlanError",
    "Finding",
    "__version__",
)


def loaded_after(code):
    """Which heavy modules a fresh interpreter has loaded after running the code."""
    script = f"import json, sys\n{code}\nprint(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_face_is_what_is_promised():
    assert sorted(lto.__all__) == sorted(PROMISED)
    assert dir(lto) == sorted(lto.__all__)


@pytest.mark.parametrize("name", PROMISED)
def test_every_name_loads_and_is_said_to_type_checkers(name):
    assert getattr(lto, name) is not None
    source = Path(lto.__file__).read_text(encoding="utf-8")
    assert name in source.partition("if TYPE_CHECKING:")[2].partition("__all__")[0]


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'forcast'"):
        lto.forcast  # noqa: B018 - the access is the test


def test_the_version_is_the_installed_one():
    assert lto.__version__ == importlib.metadata.version("ltoplan_widgets")
    assert lto.__version__ == json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["version"]


def test_importing_the_package_is_light():
    assert loaded_after("import ltoplan_widgets") == []


def test_a_server_that_loads_the_document_class_loads_nothing_heavy():
    assert loaded_after("import ltoplan_widgets.document.plan_document") == []
