import comm
import pytest

from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.shared_plan import open_plan
from tests.python import chain
from tests.python.widgets.recorded_comm import RecordedComm

CHARTS = {
    "visualizations/launch-week": {"name": "Launch week", "type": "normal_distribution", "parameters": {"snap": 500.0}, "color": "#aa3377"},
    "visualizations/fan": {"name": "Fan", "type": "forecast_chart"},
    "visualizations/order": {"name": "Order", "type": "order_chart"},
    "visualizations/price": {"name": "Shelf price", "type": "parameter_slider", "field": "offers/latte/price"},
}


@pytest.fixture(autouse=True)
def _recorded(monkeypatch):
    """Widgets speak to comms that only remember."""
    monkeypatch.setattr(comm, "create_comm", RecordedComm)


@pytest.fixture(scope="session")
def sales():
    return chain.history(), chain.library()


@pytest.fixture
def plan(tmp_path, sales, monkeypatch):
    """A plan in a local file, without any server."""
    for name in ("JPY_PARENT_PID", "LTOPLAN_SERVER_URL", "JUPYTERHUB_API_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "spring.ltoplan"
    file.write_text(encode(replaced(chain.plan(), CHARTS)), encoding="utf-8")
    history, library = sales
    with open_plan(file, history=history, library=library, user="Ada") as opened:
        yield opened
