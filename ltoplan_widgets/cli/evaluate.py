"""``ltoplan evaluate``: what a plan leads to, or many of them, as a table or as JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ltoplan_widgets.cli.plan_file import beside, read_plan
from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.engine import ENGINES
from ltoplan_widgets.plan.errors import Finding, InputError

if TYPE_CHECKING:
    from ltoplan_widgets.engine.plan_evaluation import PlanEvaluation
    from ltoplan_widgets.outlook import Outlook
    from ltoplan_widgets.plan.plan import Plan
    from ltoplan_widgets.supply.order_plan import OrderPlan

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = ("0.05", "0.5", "0.95")
_NUMBERS = {"mean", "5%", "50%", "95%", "order", "profit", "leftover", "none"}


@click.command()
@click.argument("plan_files", metavar="PLAN.ltoplan...", type=_FILE, nargs=-1, required=True)
@click.option(
    "--sales",
    metavar="FILE",
    help="Sales as Parquet, CSV or Excel, also an address such as s3://bucket/sales.parquet.  [default: the file that the plan names]",
)
@click.option(
    "--campaigns",
    metavar="FILE",
    help="Past campaigns as Parquet, CSV or Excel, also an address.  [default: the file that the plan names]",
)
@click.option(
    "--items",
    metavar="FILE",
    help="What is known of the items, as Parquet, CSV or Excel, also an address.  [default: the file that the plan names, if any]",
)
@click.option(
    "--scenario", metavar="NAME", help="Id or name of a scenario; '' for the plan as it stands.  [default: the plan's current one]"
)
@click.option("--campaign", metavar="NAME", help="Id or name of the campaign.  [default: the plan's only one; of several plans all]")
@click.option(
    "--as-of",
    metavar="DATE",
    help="Last day whose sales are known: what remains of a campaign that runs by then is updated with them.  [default: the last "
    "day of the sales, as in the plan view]",
)
@click.option("--json", "is_json", is_flag=True, help="Print JSON instead of a table; of several plans one line a campaign.")
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="Where several plans are evaluated.")
def evaluate(  # noqa: PLR0913 - one an option
    plan_files: tuple[Path, ...],
    *,
    sales: str | None,
    campaigns: str | None,
    items: str | None,
    scenario: str | None,
    campaign: str | None,
    as_of: str | None,
    is_json: bool,
    engine: str,
) -> None:
    """Print the outlook of a plan: forecast by period and in total, and the order that follows.

    Of several plans, which must share their sales and past campaigns, one line for each campaign. Exits with 1 where one
    of them cannot be evaluated.
    """
    from ltoplan_widgets.demand.library.item_table import ItemTable  # noqa: PLC0415
    from ltoplan_widgets.demand.library.library import CampaignLibrary  # noqa: PLC0415
    from ltoplan_widgets.demand.sales.history import SalesHistory  # noqa: PLC0415 - numpy and SciPy: what `--help` need not wait for

    plans = {str(file): read_plan(file) for file in plan_files}
    history = SalesHistory.read(sales or _named_by_all(plans, "sales", option="--sales"))
    library = CampaignLibrary.read(campaigns or _named_by_all(plans, "past_campaigns", option="--campaigns"))
    table = items or (_named_by_all(plans, "items", option="--items") if any(plan.items for plan in plans.values()) else None)
    known = ItemTable.read(table) if table else None
    if len(plans) == 1 and engine == "local":
        from ltoplan_widgets.evaluator import evaluate as outlook_of  # noqa: PLC0415

        (plan,) = plans.values()
        outlook = outlook_of(plan, history, library, scenario, campaign=campaign, as_of=as_of or "latest", attributes=known)
        click.echo(json.dumps(outlook.to_json(), indent=2) if is_json else printable(as_text(outlook)))
        return
    from ltoplan_widgets.engine.plan_evaluation import evaluate_plans  # noqa: PLC0415

    chosen = plans if campaign is None else _with_campaign(plans, campaign)
    found = evaluate_plans(chosen, history, library, items=known, scenario=scenario, as_of=as_of or "latest", engine=engine)
    lines = (json.dumps(msgspec.to_builtins(one)) for one in found)
    click.echo("\n".join(lines) if is_json else printable(_many(found, plans)))
    if any(one.error for one in found):
        raise SystemExit(1)


def _named_by_all(plans: "dict[str, Plan]", field: str, *, option: str) -> Path:
    """The one file that all plans name in a field.

    Raises:
        InputError: A plan names none, one that is not there, or another one than the first plan.
    """
    first, *others = (beside(Path(name), getattr(plan, field), field=field, option=option) for name, plan in plans.items())
    for name, other in zip(list(plans)[1:], others, strict=True):
        if not other.samefile(first):
            message = f"plans are evaluated together against one file, and the first one names {first}"
            mend = f"evaluate this plan by itself, or give {option} FILE for all"
            raise InputError(
                Finding(code="other-file", severity="error", file=name, column=field, value=str(other), message=message, mend=mend)
            )
    return first


def _with_campaign(plans: "dict[str, Plan]", wanted: str) -> "dict[str, Plan]":
    """The plans with one campaign each, by id or name; those that have none of it are left out.

    Raises:
        InputError: No plan has it.
    """
    found = {}
    for name, plan in plans.items():
        kept = {key: one for key, one in plan.campaigns.items() if wanted in {key, one.name} and not one.deleted}
        if kept:
            found[name] = msgspec.structs.replace(plan, campaigns=kept)
    if not found:
        known = sorted({one.name or key for plan in plans.values() for key, one in plan.campaigns.items() if not one.deleted})
        message = f"no plan has a campaign {wanted!r}; they have: {', '.join(known[:10])}"
        raise InputError(Finding(code="unknown-campaign", severity="error", value=wanted, message=message, mend="name one of them"))
    return found


def _many(found: "Sequence[PlanEvaluation]", plans: "dict[str, Plan]") -> str:
    """One line a campaign of many plans, then what could not be evaluated."""
    head = ("plan", "campaign", "mean", "5%", "95%", "order", "profit", "leftover", "currency")
    rows = [_line(one, one.outlook) for one in found if one.outlook]
    errors = [f"{one.plan}: {one.campaign}: {one.error}" for one in found if one.error]
    table = _aligned([head, *rows]) if rows else "No campaign has an outlook."
    return "\n\n".join(filter(None, (f"{len(found)} campaigns of {len(plans)} plans", table, "\n".join(errors))))


def _line(one: "PlanEvaluation", outlook: dict[str, Any]) -> tuple[str, ...]:
    total, order = outlook["forecast"]["total"], outlook["order"] or {}
    units = (total["mean"], total["quantiles"]["0.05"], total["quantiles"]["0.95"])
    money = [f"{order[name]:,.0f}" if order else "none" for name in ("quantity", "expected_profit", "expected_leftover")]
    return (one.plan, one.campaign, *(f"{value:,.0f}" for value in units), *money, outlook["currency"])


def as_text(outlook: "Outlook") -> str:
    """The outlook for people: a table by period, the order, what is odd."""
    scenario = outlook.plan.scenarios[outlook.scenario].name if outlook.scenario else "the plan as it stands"
    campaign = outlook.campaign
    heading = f"{outlook.title} · {campaign.start} to {campaign.end} · {scenario}"
    parts = [heading, _forecast_table(outlook), _order_lines(outlook), "\n".join(f"{one.severity}: {one}" for one in outlook.findings)]
    return "\n\n".join(part for part in parts if part)


def _forecast_table(outlook: "Outlook") -> str:
    forecast = outlook.to_json()["forecast"]
    head = ("start", "end", "mean", *(f"{float(level):.0%}" for level in _SHOWN))
    rows = [(one["start"], one["end"], *_units(one)) for one in forecast["by_period"]]
    return f"Demand in {outlook.unit}, mean and quantiles\n" + _aligned([head, *rows, ("total", "", *_units(forecast["total"]))])


def _units(summary: dict[str, object]) -> tuple[str, ...]:
    quantiles = summary["quantiles"]
    return tuple(f"{units:,.0f}" for units in (summary["mean"], *(quantiles[level] for level in _SHOWN)))  # type: ignore[index]


def _order_lines(outlook: "Outlook") -> str:
    order, unit, currency = outlook.order, outlook.unit, outlook.plan.currency
    if order is None:
        return ""
    lines = [
        ("order quantity", f"{order.quantity:,.0f}", _cases(outlook)),
        ("critical ratio", f"{order.critical_ratio:.1%}", ""),
        ("stock-out risk", f"{order.stock_out_risk:.1%}", ""),
        ("fill rate", f"{order.fill_rate:.1%}", ""),
        ("expected profit", f"{order.expected_profit:,.2f}", currency),
        ("expected sales", f"{order.expected_sales:,.0f}", unit),
        ("expected leftover", f"{order.expected_leftover:,.0f}", unit),
        ("expected lost sales", f"{order.expected_lost_sales:,.0f}", unit),
        *([("deliveries", f"{order.deliveries}", "at least, as units do not keep longer")] if order.deliveries > 1 else []),
        ("order by", order.order_by, "to have it at launch"),
        ("last order", order.last_order_day, "to have it before the end"),
    ]
    return _aligned(lines + _recommended(order, outlook.recommended, unit))


def _cases(outlook: "Outlook") -> str:
    order, offer = outlook.order, outlook.offer
    packed = order and offer and offer.case_pack > 1
    return f"{outlook.unit}, {order.cases:,.6g} cases of {offer.case_pack:g}" if packed and order and offer else outlook.unit


def _recommended(order: "OrderPlan", recommended: "OrderPlan | None", unit: str) -> list[tuple[str, str, str]]:
    if recommended is None or recommended.quantity == order.quantity:
        return []
    return [("recommended", f"{recommended.quantity:,.0f}", f"{unit}, expected profit {recommended.expected_profit:,.2f}")]


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Columns of text; those of numbers stand to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(_cell(text, width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cell(text: str, width: int) -> str:
    return text.rjust(width) if text[:1].isdigit() or text[:1] == "-" or text in _NUMBERS else text.ljust(width)
