"""``ltoplan check``: what is wrong or odd in sales, campaigns and plans, and how to mend it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ltoplan_widgets.cli.plan_file import read_plan
from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.demand.table_file import is_there
from ltoplan_widgets.plan.check import findings
from ltoplan_widgets.plan.errors import Finding, InputError, PlanError

if TYPE_CHECKING:
    from ltoplan_widgets.demand.history import SalesHistory
    from ltoplan_widgets.demand.library import CampaignLibrary

_CAMPAIGN_COLUMNS = frozenset({"campaign", "event", "start", "end"})
_SALES_COLUMNS = frozenset({"date", "units"})


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Check sales, past campaigns (Parquet, CSV) and plans (.ltoplan).

    What a file holds is known by its name and its columns. Campaigns are also checked against sales that are given with
    them. Exits with 1 where there is an error; warnings alone exit with 0.
    """
    report = Report()
    for file in files:
        report.take(file)
    report.compare()
    for one in report.findings:
        click.echo(printable(f"{one.severity}: {one}"))
    errors = sum(one.severity == "error" for one in report.findings)
    click.echo(f"{len(files)} checked: {errors} errors, {len(report.findings) - errors} warnings")
    ctx.exit(1 if errors else 0)


class Report:
    """What was found in files, and the tables that were read, so that they can be compared.

    Attributes:
        findings: What was found so far.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.findings: list[Finding] = []
        self._histories: list[SalesHistory] = []
        self._libraries: list[tuple[Path, CampaignLibrary]] = []

    def take(self, file: Path) -> None:
        """Read and check a file."""
        try:
            self.findings += [_in_file(one, file) for one in self._reader(file)(file)]
        except InputError as error:
            self.findings += [_in_file(one, file) for one in error.findings]
        except PlanError as error:
            message, _, mend = str(error).removeprefix(f"{file}: ").partition(" Mend: ")
            self.findings.append(_error("bad-plan", file, message, mend or "correct the field"))

    def compare(self) -> None:
        """Check the campaigns against the sales, where one file of sales was given."""
        if len(self._histories) == 1:
            for file, library in self._libraries:
                self.findings += [_in_file(one, file) for one in library.checked_against(self._histories[0])]

    def _reader(self, file: Path) -> Callable[[Path], tuple[Finding, ...] | list[Finding]]:
        if not is_there(file):
            raise InputError(
                _error("no-such-file", file, "there is no such file", "check the path; relative paths start at the working folder")
            )
        if file.suffix == ".ltoplan":
            return lambda plan_file: findings(read_plan(plan_file))
        columns = _columns(file)
        if columns >= _CAMPAIGN_COLUMNS:
            return self._campaigns
        if columns >= _SALES_COLUMNS or not columns & _CAMPAIGN_COLUMNS:
            return self._sales
        missing = ", ".join(sorted(_CAMPAIGN_COLUMNS - columns))
        raise InputError(
            _error(
                "unknown-table",
                file,
                f"campaigns lack the columns {missing}; it has {', '.join(sorted(columns))}",
                "rename or add the columns",
            )
        )

    def _sales(self, file: Path) -> tuple[Finding, ...]:
        from ltoplan_widgets.demand.history import SalesHistory  # noqa: PLC0415 - numpy: plans are checked without it

        self._histories.append(SalesHistory.read(file))
        return self._histories[-1].findings

    def _campaigns(self, file: Path) -> tuple[Finding, ...]:
        from ltoplan_widgets.demand.library import CampaignLibrary  # noqa: PLC0415 - numpy: plans are checked without it

        self._libraries.append((file, CampaignLibrary.read(file)))
        return self._libraries[-1][1].findings


def _columns(file: Path) -> frozenset[str]:
    from ltoplan_widgets.demand.table_file import read_table  # noqa: PLC0415 - pyarrow: plans are checked without it

    return frozenset(read_table(file).column_names)


def _in_file(finding: Finding, file: Path) -> Finding:
    return finding if finding.file else msgspec.structs.replace(finding, file=str(file))


def _error(code: str, file: Path, message: str, mend: str) -> Finding:
    return Finding(code=code, severity="error", file=str(file), message=message, mend=mend)
