"""Everything that crosses to TypeScript, as JSON Schema.

``python -m ltoplan_widgets.contract`` writes the two schema files; with ``--check`` it only compares them and exits with 1
when one is stale. ``js/generate.mjs`` makes the TypeScript of them.
"""

import inspect
import json
import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import click
import msgspec
import traitlets as t

from ltoplan_widgets.plan.label import ACRONYMS
from ltoplan_widgets.plan.plan import CONVERSATION, Plan
from ltoplan_widgets.views.forecast_chart_view import ForecastChartView
from ltoplan_widgets.views.normal_distribution_view import NormalDistributionView
from ltoplan_widgets.views.order_chart_view import OrderChartView
from ltoplan_widgets.views.parameter_slider_view import ParameterSliderView
from ltoplan_widgets.views.reasons_view import ReasonsView
from ltoplan_widgets.widgets.binding_record import BindingRecord
from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from ltoplan_widgets.widgets.charts.order_chart import OrderChart
from ltoplan_widgets.widgets.collaboration.change_history import ChangeHistory
from ltoplan_widgets.widgets.collaboration.change_requests import ChangeRequests
from ltoplan_widgets.widgets.collaboration.comments import Comments
from ltoplan_widgets.widgets.collaboration.cursor_tracker import CursorTracker
from ltoplan_widgets.widgets.collaboration.panel import Panel, PanelView
from ltoplan_widgets.widgets.collaboration.scenario_table import ScenarioTable
from ltoplan_widgets.widgets.collaboration.user_presence import UserPresence
from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider
from ltoplan_widgets.widgets.number import Number, Numbers, OptionalNumber
from ltoplan_widgets.widgets.widget import Widget

Schema = dict[str, Any]

VIEWS: tuple[type[msgspec.Struct], ...] = (
    ForecastChartView,
    NormalDistributionView,
    OrderChartView,
    PanelView,
    ParameterSliderView,
    ReasonsView,
)

PANELS: tuple[type[Panel], ...] = (ChangeHistory, ChangeRequests, Comments, CursorTracker, ScenarioTable, UserPresence)

WIDGETS: tuple[type[Widget], ...] = (ForecastChart, NormalDistribution, OrderChart, ParameterSlider, *PANELS)

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
    """JSON Schema of what Python sends to the browser: every field is there, defaults filled in, but for those that may be unset."""
    _, components = msgspec.json.schema_components([Plan, *VIEWS, BindingRecord], ref_template="#/$defs/{name}")
    described = {name: _described(component) for name, component in components.items()}
    for name in described.keys() & _atomic_names():
        described[name]["atomic"] = True
    described["Plan"]["conversation"] = list(CONVERSATION)
    described["Plan"]["acronyms"] = list(ACRONYMS)
    traits = {f"{widget.__name__}Traits": _described(_traits_schema(widget)) for widget in WIDGETS}
    unset = _unset_fields()
    complete = {name: _complete(component, unset=unset.get(name, ())) for name, component in {**described, **traits}.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Contract", "$defs": dict(sorted(complete.items()))}


def files() -> dict[Path, str]:
    """Text of each schema file, by path from the project's root."""
    return {PLAN_SCHEMA: _text(plan_schema()), CONTRACT_SCHEMA: _text(contract_schema())}


def _atomic_names() -> set[str]:
    """Structs that the document holds as one value."""
    return {kind.__name__ for kind in msgspec.Struct.__subclasses__() if getattr(kind, "is_atomic", False)}


def _traits_schema(widget: type[Widget]) -> Schema:
    """The traits that cross to the browser, under the class's own words."""
    traits = widget.class_traits(sync=True)
    names = [*widget.public_traits(), "view", "binding"]
    words = "\n".join(f"    {line}" for one in reversed(widget.__mro__) if issubclass(one, Widget) for line in _attribute_lines(one))
    summary = f"Traits of `{widget.__name__}`."
    return {
        "title": f"{widget.__name__}Traits",
        "type": "object",
        "description": f"{summary}\n\nAttributes:\n{words}",
        "properties": {name: _trait_schema(traits[name], widget) for name in names},
    }


def _attribute_lines(widget: type[Widget]) -> list[str]:
    return inspect.cleandoc(inspect.cleandoc(widget.__doc__ or "").partition("Attributes:")[2]).splitlines()


def _trait_schema(trait: Any, widget: type[Widget]) -> Schema:  # noqa: ANN401 - traits have no common typed base
    if trait.name in ("view", "binding"):
        view = widget.VIEW.__name__ if issubclass(widget, Panel) else f"{widget.__name__}View"
        record = view if trait.name == "view" else BindingRecord.__name__
        return {"anyOf": [{"$ref": f"#/$defs/{record}"}, {"type": "null"}]}
    schema = next(schema(trait) for kind, schema in _TRAIT_SCHEMAS.items() if isinstance(trait, kind))
    return {"anyOf": [schema, {"type": "null"}]} if trait.allow_none else schema


def _number_schema(trait: Number | OptionalNumber) -> Schema:
    return {"type": "number", "minimum": trait.minimum, "maximum": trait.maximum}


def _list_schema(trait: t.List[Any]) -> Schema:
    item = getattr(trait, "_trait", None)
    items = _trait_schema(item, Widget) if item is not None and type(item) in _TRAIT_SCHEMAS else {}
    return {"type": "array", "items": items}


_TRAIT_SCHEMAS: dict[type[t.TraitType[Any, Any]], Callable[[Any], Schema]] = {
    Number: _number_schema,
    OptionalNumber: _number_schema,
    Numbers: lambda trait: {"type": "array", "items": _number_schema(trait)},
    t.Unicode: lambda _: {"type": "string"},
    t.Bool: lambda _: {"type": "boolean"},
    t.Enum: lambda trait: {"enum": list(trait.values)},
    t.List: _list_schema,
    t.Dict: lambda _: {"type": "object", "additionalProperties": True},
    t.Union: lambda trait: {"anyOf": [_trait_schema(one, Widget) for one in trait.trait_types]},
}


def _text(schema: Schema) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _complete(component: Schema, *, unset: Collection[str] = ()) -> Schema:
    properties = {name: {key: value for key, value in field.items() if key != "default"} for name, field in component["properties"].items()}
    return {
        **component,
        "properties": properties,
        "required": [name for name in properties if name not in unset],
        "additionalProperties": False,
    }


def _unset_fields() -> dict[str, set[str]]:
    """Fields that are left out where nothing was said, by the name of their Struct."""
    kinds = msgspec.Struct.__subclasses__()
    return {kind.__name__: {field.name for field in msgspec.structs.fields(kind) if field.default is msgspec.UNSET} for kind in kinds}


def _described(component: Schema) -> Schema:
    """Move what the docstring's ``Attributes`` section says to the properties themselves."""
    summary, _, attributes = inspect.cleandoc(component.get("description", "")).partition("Attributes:")
    texts = {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(attributes)}
    properties = {name: _with_text(field, texts.get(name)) for name, field in component.get("properties", {}).items()}
    return {**component, "description": summary.strip(), "properties": properties}


def _with_text(field: Schema, text: str | None) -> Schema:
    # beside a reference a description would make TypeScript see another type
    return {**field, "description": text} if text and "$ref" not in field else field


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
