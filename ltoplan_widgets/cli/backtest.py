"""``ltoplan backtest``: past launches forecast as they would have been then, and how far each method was off."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.plan.errors import Finding, InputError

if TYPE_CHECKING:
    from ltoplan_widgets.demand.history import SalesHistory

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_STEP_DAYS = {"D": 1, "W": 7}


@click.command()
@click.option(
    "--sales",
    required=True,
    type=_FILE,
    help="Sales as Parquet or CSV: item, location, date, units and, if known, price, stock_out, closed, promotion.",
)
@click.option(
    "--campaigns",
    required=True,
    type=_FILE,
    help="Campaigns as Parquet or CSV: campaign, item, location, event, start, end and what is known in advance.",
)
@click.option(
    "--items", type=_FILE, help="Items as Parquet or CSV: item and what is known of it, such as category and price; for new items."
)
@click.option(
    "--methods",
    metavar="A,B",
    help="Names of methods, separated by commas.  [default: all but the boosted ones; those for new items where there are any]",
)
@click.option(
    "--test-from", metavar="DATE", help="First day of the launches to be tested.  [default: the day by which half of them have begun]"
)
@click.option(
    "--lead",
    metavar="DAYS",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Days from the last day whose sales are known to the start.",
)
@click.option(
    "--early-read", metavar="N,N", help="Also forecast what remains after so many periods of a campaign, updated with their sales."
)
@click.option(
    "--freq", type=click.Choice(["D", "W"]), help="Daily or weekly sales; refused where the table is not.  [default: as the dates say]"
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the predictions go, Parquet or CSV.")
def backtest(  # noqa: PLR0913 - one an option
    *,
    sales: Path,
    campaigns: Path,
    items: Path | None,
    methods: str | None,
    test_from: str | None,
    lead: int,
    early_read: str | None,
    freq: str | None,
    out: Path,
) -> None:
    """Forecast past launches as they would have been forecast then, and score the forecasts.

    A launch's own sales (but for the periods of --early-read) and later ones are not read, and only campaigns that had
    ended by its origin are learned from. Writes the forecasts of each campaign's window total, of what remains of it
    after the periods of --early-read, and of each launch's totals with an empty location; prints the leaderboard with
    95 % intervals by event, and what was left out and why.
    """
    from ltoplan_widgets.demand.backtest import backtest as backtested  # noqa: PLC0415 - numpy: what `--help` need not wait for
    from ltoplan_widgets.demand.history import SalesHistory  # noqa: PLC0415
    from ltoplan_widgets.demand.item_table import ItemTable  # noqa: PLC0415
    from ltoplan_widgets.demand.library import CampaignLibrary  # noqa: PLC0415
    from ltoplan_widgets.demand.prediction import check_target  # noqa: PLC0415

    check_target(out)
    history, library = SalesHistory.read(sales), CampaignLibrary.read(campaigns)
    described = None if items is None else ItemTable.read(items)
    _check_freq(history, freq, sales)
    of_items = (*described.findings, *described.checked_against(library.rows.item)) if described else ()
    for finding in (*history.findings, *library.findings, *library.checked_against(history), *of_items):
        click.echo(printable(f"{finding.severity}: {finding}"), err=True)
    found = backtested(
        history,
        library,
        methods=None if methods is None else _named(methods),
        lead=lead,
        test_from=test_from,
        early_read=_periods(early_read) if early_read is not None else (),
        attributes=described,
    )
    found.predictions.write(out)
    click.echo(printable(str(found)))
    click.echo(f"\n{len(found.predictions)} predictions in {printable(str(out))}")


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _periods(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in _named(text) if part != "0")
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of whole numbers", param_hint="--early-read") from None


def _check_freq(history: "SalesHistory", freq: str | None, file: Path) -> None:
    if freq is None or _STEP_DAYS[freq] == history.step_days:
        return
    found = "daily" if history.step_days == 1 else "weekly"
    message = f"the sales are {found}, --freq {freq} was given"
    mend = "leave --freq out, or add the sales up to one row a week" if freq == "W" else "leave --freq out"
    raise InputError(
        Finding(code="other-frequency", severity="error", file=str(file), column="date", value=found, message=message, mend=mend)
    )
