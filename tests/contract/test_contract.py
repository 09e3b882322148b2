import json
import shutil
import subprocess

import msgspec
import pytest
from click.testing import CliRunner

from ltoplan_widgets import contract
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from tests.python import chain

ROOT = contract.PACKAGE.parent
GENERATE = ["node", "js/generate.mjs", "--check"]


def definitions():
    return contract.contract_schema()["$defs"]


def test_the_committed_schemas_are_fresh():
    done = CliRunner().invoke(contract.main, ["--check"])
    assert done.exit_code == 0, done.output


def test_a_stale_schema_is_named_with_the_mend(monkeypatch):
    monkeypatch.setattr(contract, "files", lambda: {contract.PLAN_SCHEMA: "{}"})
    done = CliRunner().invoke(contract.main, ["--check"])
    assert done.exit_code == 1
    assert "plan.schema.json is stale. Mend: run" in done.output


def test_the_committed_typescript_is_fresh():
    node = shutil.which("node")
    assert node, "Node 20 or newer is needed to build from source. Mend: install it; see README.md."
    done = subprocess.run([node, *GENERATE[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_shipped_schema_knows_a_plans_fields():
    schema = json.loads((ROOT / contract.PLAN_SCHEMA).read_text(encoding="utf-8"))
    for key, value in json.loads(encode(chain.plan())).items():
        assert key in schema["$defs"]["Plan"]["properties"], value


@pytest.mark.parametrize("view", contract.VIEWS)
def test_every_field_of_a_view_is_there_and_required(view):
    schema = definitions()[view.__name__]
    assert set(schema["required"]) == set(view.__struct_fields__) == set(schema["properties"])


@pytest.mark.parametrize("widget", contract.WIDGETS)
def test_every_trait_that_crosses_is_described(widget):
    properties = definitions()[f"{widget.__name__}Traits"]["properties"]
    assert set(properties) == {*widget.public_traits(), "view", "binding"}
    silent = [name for name, schema in properties.items() if "description" not in schema and name not in ("view", "binding")]
    assert silent == []


def test_what_a_widget_sends_fits_its_view():
    sent = NormalDistribution(mean=10, std_dev=2).view
    assert set(sent) == set(definitions()["NormalDistributionView"]["required"])
    assert set(sent["terms"]) == set(definitions()["OrderTerms"]["required"])
    fan = ForecastChart(starts=["2027-01-07"], mean=[5]).view
    assert set(fan) == set(definitions()["ForecastChartView"]["required"])


def test_ranges_of_traits_cross():
    properties = definitions()["NormalDistributionTraits"]["properties"]
    assert (properties["mean"]["minimum"], properties["mean"]["maximum"]) == (0, 1e12)
    assert properties["capacity"]["anyOf"][1] == {"type": "null"}


def test_no_integer_crosses():
    assert '"integer"' not in msgspec.json.encode(contract.contract_schema()).decode()
