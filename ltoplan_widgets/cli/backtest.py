"""``ltoplan backtest``: past launches forecast as they would have been then, and how far each method was off."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.plan.errors import Finding, InputError

if TYPE_CHECKING:
    from ltoplan_widgets.demand.backtest.backtest import Backtest
    from ltoplan_widgets.demand.library.item_table import ItemTable
    from ltoplan_widgets.demand.library.library import CampaignLibrary
    from ltoplan_widgets.demand.sales.history import SalesHistory
    from ltoplan_widgets.demand.table.finding_kind import FindingKind

_STEP_DAYS = {"D": 1, "W": 7}
_OPTIONS = {
    "methods": "--methods",
    "method": "--methods",
    "lead": "--lead",
    "test_from": "--test-from",
    "early_read": "--early-read",
    "out": "--out",
}
"""What the arguments of `backtest` are called here."""
_ASKED = re.compile(r"mend='[\w-]+'")


@click.command()
@click.option(
    "--sales",
    metavar="FILE",
    required=True,
    help="Sales as Parquet, CSV or Excel: item, location, date, units and, if known, price, stock_out, closed, promotion. "
    "Also an address, a folder, or a pattern of many files.",
)
@click.option(
    "--campaigns",
    metavar="FILE",
    required=True,
    help="Campaigns as Parquet, CSV or Excel: campaign, item, location, event, start, end and what is known in advance.",
)
@click.option(
    "--items",
    metavar="FILE",
    help="Items as Parquet, CSV or Excel: item and what is known of it, such as category and price; for new items.",
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
    "--freq",
    type=click.Choice(["D", "W"], case_sensitive=False),
    help="Daily or weekly sales; refused where the table is not.  [default: as the dates say]",
)
@click.option("--mend", is_flag=True, help="Mend errors in sales and campaigns, and say what was done; no file is changed.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the predictions go, Parquet or CSV.")
def backtest(  # noqa: PLR0913 - one an option
    *,
    sales: str,
    campaigns: str,
    items: str | None,
    methods: str | None,
    test_from: str | None,
    lead: int,
    early_read: str | None,
    freq: str | None,
    mend: bool,
    out: Path,
) -> None:
    """Forecast past launches as they would have been forecast then, and score the forecasts.

    A launch's own sales (but for the periods of --early-read) and later ones are not read, and only campaigns that had
    ended by its origin are learned from. Writes the forecasts of each campaign's window total, of what remains of it
    after the periods of --early-read, and of each launch's totals with an empty location; prints the leaderboard with
    95 % intervals by event, which methods were chosen, and what was left out and why. Exits with 2 where the input
    cannot be used, or where nothing could be forecast.
    """
    from ltoplan_widgets.demand.backtest.backtest import backtest as backtested  # noqa: PLC0415 - numpy: what `--help` need not wait for
    from ltoplan_widgets.demand.library.item_table import ItemTable  # noqa: PLC0415 - as above
    from ltoplan_widgets.demand.library.side_by_side import side_by_side  # noqa: PLC0415 - as above

    _check_out(out, [sales, campaigns, *([items] if items else [])])
    history, library = _read(sales, campaigns, mend=mend)
    _check_freq(history, freq, sales)
    history, library = side_by_side(history, library)
    described = None if items is None else ItemTable.read(items)
    _warn(history, library, described)
    with _as_options():
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
    _tell(found, campaigns, out)


def _read(sales: str, campaigns: str, *, mend: bool) -> "tuple[SalesHistory, CampaignLibrary]":
    from ltoplan_widgets.demand.library.library import CampaignLibrary  # noqa: PLC0415 - numpy
    from ltoplan_widgets.demand.sales.history import SalesHistory  # noqa: PLC0415 - numpy
    from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS  # noqa: PLC0415 - numpy

    with _as_options():
        history = SalesHistory.read(sales, mend=mend and _errors(SALES_KINDS))
        return history, CampaignLibrary.read(campaigns, mend=mend and _errors(CAMPAIGN_KINDS))


def _warn(history: "SalesHistory", library: "CampaignLibrary", described: "ItemTable | None") -> None:
    of_items = (*described.findings, *described.checked_against(library.rows.item)) if described else ()
    for finding in (*history.findings, *library.findings, *library.checked_against(history), *of_items):
        click.echo(printable(f"{finding.severity}: {finding}"), err=True)


def _tell(found: "Backtest", campaigns: str, out: Path) -> None:
    """Print what was found, without the findings that were told before the work began.

    Raises:
        InputError: Nothing could be forecast.
    """
    from ltoplan_widgets.demand.refusal import refusal  # noqa: PLC0415 - beside the others

    click.echo(printable(replace(found, findings=()).text(width=shutil.get_terminal_size().columns)))
    if not len(found.predictions):
        message = f"none of the {found.campaigns:,} campaigns could be forecast"
        raise refusal("nothing-forecast", campaigns, message, "see what was left out and why")
    click.echo(f"\n{len(found.predictions)} predictions in {printable(str(out))}")


def _errors(kinds: Sequence["FindingKind"]) -> list[str]:
    """Kinds that stop the work. The others are looked for on both sides of a day: a forecast of then could not know them."""
    return [kind.code for kind in kinds if kind.severity == "error" and kind.mended]


def _check_out(out: Path, read: Sequence[str]) -> None:
    """Refuse a target that cannot be written, or that is one of the files to be read, before the work is done."""
    from ltoplan_widgets.demand.backtest.prediction import check_target  # noqa: PLC0415 - numpy

    with _as_options():
        check_target(out)
    if any(Path(name).exists() and out.exists() and out.samefile(name) for name in read):
        raise click.BadParameter(f"{str(out)!r} is one of the files to be read; name another one", param_hint="--out")


@contextmanager
def _as_options() -> Iterator[None]:
    """What is wrong with an argument is said with the option that it was given by."""
    try:
        yield
    except InputError as error:
        raise InputError([_of_option(one) for one in error.findings]) from error


def _of_option(finding: Finding) -> Finding:
    option = "" if finding.file else _OPTIONS.get(finding.column, "")
    said = msgspec.structs.replace(finding, mend=_ASKED.sub("--mend", finding.mend))
    return msgspec.structs.replace(said, column="", message=f"{option} {finding.message}") if option else said


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _periods(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in _named(text) if part != "0")
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of whole numbers", param_hint="--early-read") from None


def _check_freq(history: "SalesHistory", freq: str | None, file: str) -> None:
    if freq is None or _STEP_DAYS[freq] == history.step_days:
        return
    found = "daily" if history.step_days == 1 else "weekly"
    message = f"the sales are {found}, --freq {freq} was given"
    mend = "leave --freq out, or add the sales up to one row a week" if freq == "W" else "leave --freq out"
    raise InputError(Finding(code="other-frequency", severity="error", file=file, column="date", value=found, message=message, mend=mend))
