"""Everything that crosses to TypeScript, as JSON Schema.

``python -m ltoplan_widgets.contract`` writes the two schema files; with ``--check`` it only compares them and exits with 1
when one is stale. ``js/generate.mjs`` makes the TypeScript of them.
"""

import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.views.forecast_chart_view import ForecastChartView
from ltoplan_widgets.views.normal_distribution_view import NormalDistributionView
from ltoplan_widgets.views.order_chart_view import OrderChartView
from ltoplan_widgets.views.parameter_slider_view import ParameterSliderView

Schema = dict[str, Any]

VIEWS: tuple[type[msgspec.Struct], ...] = (ForecastChartView, NormalDistributionView, OrderChartView, ParameterSliderView)

PACKAGE = Path(__file__).parent
PLAN_SCHEMA = Path("ltoplan_widgets/plan/plan.schema.json")
CONTRACT_SCHEMA = Path("js/src/generated/contract.schema.json")

_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.*)*)", re.MULTILINE)


def plan_schema() -> Schema:
    """JSON Schema of a plan file; fields with a default may be left out."""
    (root,), components = msgspec.json.schema_components([Plan], ref_template="#/$defs/{name}")
    described = {name: _described(component) for name, component in components.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "LTO plan", **root, "$defs": described}


def contract_schema() -> Schema:
    """JSON Schema of what Python sends to the browser: every field is there, defaults filled in."""
    _, components = msgspec.json.schema_components([Plan, *VIEWS], ref_template="#/$defs/{name}")
    complete = {name: _complete(_described(component)) for name, component in components.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Contract", "$defs": dict(sorted(complete.items()))}


def files() -> dict[Path, str]:
    """Text of each schema file, by path from the project's root."""
    return {PLAN_SCHEMA: _text(plan_schema()), CONTRACT_SCHEMA: _text(contract_schema())}


def _text(schema: Schema) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _complete(component: Schema) -> Schema:
    properties = {name: {key: value for key, value in field.items() if key != "default"} for name, field in component["properties"].items()}
    return {**component, "properties": properties, "required": list(properties), "additionalProperties": False}


def _described(component: Schema) -> Schema:
    """Move what the docstring's ``Attributes`` section says to the properties themselves."""
    summary, _, attributes = inspect.cleandoc(component.get("description", "")).partition("Attributes:")
    texts = {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(attributes)}
    properties = {name: _with_text(field, texts.get(name)) for name, field in component.get("properties", {}).items()}
    return {**component, "description": summary.strip(), "properties": properties}


def _with_text(field: Schema, text: str | None) -> Schema:
    return {**field, "description": text} if text else field


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Only compare; exit with 1 when a file is stale.")
def main(*, check: bool) -> None:
    """Write or compare the schema files of the source tree that this module lies in."""
    stale = [path for path, text in files().items() if not _is_fresh(path, text)]
    for path in stale:
        if check:
            click.echo(f"{path} is stale. Mend: run `python -m ltoplan_widgets.contract` and `npm run generate`.", err=True)
        else:
            (PACKAGE.parent / path).write_text(files()[path], encoding="utf-8")
            click.echo(f"wrote {path}")
    sys.exit(1 if check and stale else 0)


def _is_fresh(path: Path, text: str) -> bool:
    file = PACKAGE.parent / path
    return file.exists() and file.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main()
