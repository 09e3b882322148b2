"""``ltoplan check``: what is wrong or odd in sales, campaigns and plans, and how to mend it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ltoplan_widgets.cli.plan_file import read_plan
from ltoplan_widgets.cli.printable import printable
from ltoplan_widgets.demand.table.table_file import is_there
from ltoplan_widgets.plan.check import findings
from ltoplan_widgets.plan.errors import Finding, InputError, PlanError

if TYPE_CHECKING:
    from ltoplan_widgets.demand.library.library import CampaignLibrary
    from ltoplan_widgets.demand.sales.history import SalesHistory

_CAMPAIGN_COLUMNS = frozenset({"campaign", "event", "start", "end"})
_SALES_COLUMNS = frozenset({"date", "units"})
_WRITTEN = frozenset({".csv", ".parquet"})


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--mend", is_flag=True, help="Mend what can be mended, say what was done, and write the result to --out.")
@click.option("--only", metavar="CODE,CODE", help="Mend only these kinds of findings; some are mended only when they are named.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where the mended table goes, Parquet or CSV; of several tables, a folder for them."
)
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], *, mend: bool, only: str | None, out: Path | None) -> None:
    """Check sales, past campaigns (Parquet, CSV, Excel) and plans (.ltoplan).

    What a file holds is known by its name and its columns. Campaigns are also checked against sales that are given with
    them. Nothing is changed in a file itself: --mend writes a new one. Exits with 1 where an error is left; warnings alone
    exit with 0.
    """
    if (mend or only) and out is None:
        raise click.UsageError("a mended table needs a place: give --out FILE")
    if out is not None and not (mend or only):
        raise click.UsageError("--out is where the mended table goes: give --mend too")
    codes = [code.strip() for code in only.split(",") if code.strip()] if only else mend
    report = Report(codes)
    for file in files:
        report.take(file)
    report.compare()
    for one in report.findings:
        click.echo(printable(f"{one.severity}: {one}"))
    if out is not None:
        for target in report.write(out):
            click.echo(f"mended: {printable(str(target))}")
    elif any(one.code in report.mendable() for one in report.findings):
        click.echo("What can be mended is mended by: ltoplan check FILE --mend --out FILE", err=True)
    _sum_up(report.findings, len(files))
    ctx.exit(1 if any(one.severity == "error" for one in report.findings) else 0)


def _sum_up(found: list[Finding], files: int) -> None:
    count = {kind: sum(one.severity == kind for one in found) for kind in ("error", "warning", "note")}
    notes = f", {count['note']} notes" if count["note"] else ""
    click.echo(f"{files} checked: {count['error']} errors, {count['warning']} warnings{notes}")


class Report:
    """What was found in files, and the tables that were read, so that they can be compared and written.

    Attributes:
        findings: What was found so far.
    """

    def __init__(self, mend: bool | list[str] = False) -> None:  # noqa: FBT001, FBT002 - as the doors take it
        """Start with nothing.

        Args:
            mend: What the tables are mended of: nothing, everything, or kinds of findings.
        """
        self.findings: list[Finding] = []
        self._mend = mend
        self._histories: list[tuple[str, SalesHistory]] = []
        self._libraries: list[tuple[str, CampaignLibrary]] = []

    def take(self, file: str) -> None:
        """Read and check a file."""
        try:
            self.findings += [_in_file(one, file) for one in self._reader(file)(file)]
        except InputError as error:
            self.findings += [_in_file(one, file) for one in error.findings]
        except PlanError as error:
            message, _, mend = str(error).removeprefix(f"{file}: ").partition(" Mend: ")
            self.findings.append(_error("bad-plan", file, message, mend or "correct the field"))

    def mendable(self) -> frozenset[str]:
        """Kinds of findings that can be mended."""
        from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS  # noqa: PLC0415 - only where there are findings

        return frozenset(kind.code for kind in (*SALES_KINDS, *CAMPAIGN_KINDS) if kind.mended)

    def write(self, out: Path) -> list[Path]:
        """Write the tables: one to the file, several into the folder under their names; workbooks become CSV.

        Raises:
            InputError: Several tables and no folder for them, a name that says no format, a file that would be written over
                itself, or two tables of one name.
        """
        tables: list[tuple[str, SalesHistory | CampaignLibrary]] = [*self._histories, *self._libraries]
        if len(tables) > 1 and not out.is_dir():
            message, mend = f"{len(tables)} tables do not go into one file", "give a folder that is there"
            raise InputError(_error("one-file", str(out), message, mend))
        targets = [out / _written_name(name) if out.is_dir() else out for name, _ in tables]
        _check_targets([name for name, _ in tables], targets)
        for target, (_, table) in zip(targets, tables, strict=True):
            table.write(target)
        return targets

    def compare(self) -> None:
        """Check the campaigns against the sales, where one file of sales was given."""
        if len(self._histories) == 1:
            history = self._histories[0][1]
            for index, (file, library) in enumerate(self._libraries):
                if self._mend is not False:
                    mended = library.mended(None if self._mend is True else _of_campaigns(self._mend), history=history)
                    new = [one for one in mended.mends if one not in library.mends]
                    self.findings += [_note(file, str(one)) for one in new]
                    self._libraries[index] = file, mended
                self.findings += [_in_file(one, file) for one in self._libraries[index][1].checked_against(history)]

    def _reader(self, file: str) -> Callable[[str], tuple[Finding, ...] | list[Finding]]:
        from ltoplan_widgets.demand.sales.summed_sales import is_many  # noqa: PLC0415 - numpy: plans are checked without it
        from ltoplan_widgets.demand.table.address import is_address  # noqa: PLC0415 - beside the next one

        if file.endswith(".ltoplan") and is_there(Path(file)):
            return lambda plan_file: findings(read_plan(Path(plan_file)))
        if not is_address(file) and not is_there(Path(file)) and not is_many(file):
            raise InputError(
                _error("no-such-file", file, "there is no such file", "check the path; relative paths start at the working folder")
            )
        return self._campaigns if _is_of_campaigns(file) else self._sales

    def _sales(self, file: str) -> tuple[Finding, ...]:
        from ltoplan_widgets.demand.sales.history import SalesHistory  # noqa: PLC0415 - numpy: plans are checked without it

        history = SalesHistory.read(file, mend=_of_sales(self._mend) if isinstance(self._mend, list) else self._mend)
        self._histories.append((file, history))
        return history.findings

    def _campaigns(self, file: str) -> tuple[Finding, ...]:
        from ltoplan_widgets.demand.library.library import CampaignLibrary  # noqa: PLC0415 - numpy: plans are checked without it

        library = CampaignLibrary.read(file, mend=_of_campaigns(self._mend) if isinstance(self._mend, list) else self._mend)
        self._libraries.append((file, library))
        return library.findings


def _is_of_campaigns(file: str) -> bool:
    """Whether a table holds campaigns; files of a pattern hold sales.

    Raises:
        InputError: It has some of a campaign's columns, but not all.
    """
    from ltoplan_widgets.demand.sales.summed_sales import is_many  # noqa: PLC0415 - numpy: plans are checked without it
    from ltoplan_widgets.demand.table.column_guess import guessed_column  # noqa: PLC0415 - plans are checked without it
    from ltoplan_widgets.demand.table.table_file import read_table  # noqa: PLC0415 - pyarrow: plans are checked without it

    if is_many(file):
        return False
    names = list(read_table(file).column_names)
    if guessed_column("start", names) and guessed_column("end", names):
        return True
    columns = frozenset(names)
    if columns >= _SALES_COLUMNS or not columns & _CAMPAIGN_COLUMNS:
        return False
    missing, has = ", ".join(sorted(_CAMPAIGN_COLUMNS - columns)), ", ".join(sorted(columns))
    raise InputError(_error("unknown-table", file, f"campaigns lack the columns {missing}; it has {has}", "rename or add the columns"))


def _of_sales(codes: list[str]) -> list[str]:
    """The kinds that sales can have; what neither sales nor campaigns have is kept, so that it is refused."""
    from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS  # noqa: PLC0415 - only where something is mended

    other = {kind.code for kind in CAMPAIGN_KINDS} - {kind.code for kind in SALES_KINDS}
    return [code for code in codes if code not in other]


def _of_campaigns(codes: list[str]) -> list[str]:
    from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS  # noqa: PLC0415 - only where something is mended

    other = {kind.code for kind in SALES_KINDS} - {kind.code for kind in CAMPAIGN_KINDS}
    return [code for code in codes if code not in other]


def _check_targets(read: list[str], targets: list[Path]) -> None:
    """Refuse what would replace a file that was read, or that was just written."""
    for target in targets:
        if targets.count(target) > 1:
            raise InputError(_error("same-name", str(target), "several tables have the same name", "mend them one after the other"))
        if any(target.exists() and is_there(Path(name)) and target.samefile(name) for name in read):
            raise InputError(_error("own-file", str(target), "the table would be written over itself", "name another file or folder"))


def _written_name(name: str) -> str:
    path = Path(name.rsplit("/", 1)[-1])
    return path.name if path.suffix in _WRITTEN else f"{path.name.split('.')[0].strip('*?[]') or 'sales'}.csv"


def _in_file(finding: Finding, file: str) -> Finding:
    return finding if finding.file else msgspec.structs.replace(finding, file=file)


def _note(file: str, message: str) -> Finding:
    return Finding(code="mended", severity="note", file=file, message=message, mend="nothing to do; see `mends`")


def _error(code: str, file: str, message: str, mend: str) -> Finding:
    return Finding(code=code, severity="error", file=file, message=message, mend=mend)
