"""A plan's file, and the files that it names."""

from pathlib import Path

from ltoplan_widgets.demand.table.table_file import is_there
from ltoplan_widgets.plan.codec import decode
from ltoplan_widgets.plan.errors import Finding, InputError, PlanError
from ltoplan_widgets.plan.file_name import leads_out
from ltoplan_widgets.plan.plan import Plan


def read_plan(path: Path) -> Plan:
    """Read a plan's file; raises `PlanError` where it cannot be read or is no plan in UTF-8."""
    try:
        return decode(path.read_text(encoding="utf-8"), file=str(path))
    except UnicodeDecodeError as error:
        raise PlanError(
            f"{path}: this is not text in UTF-8 (byte {error.start}). Mend: restore the last good version of the file."
        ) from None
    except OSError as error:
        raise PlanError(f"{path}: this file cannot be read ({error.strerror}). Mend: check the path and who may read it.") from None


def beside(path: Path, named: str, *, field: str, option: str) -> Path:
    """The file that a plan names, relative to the plan's folder.

    Raises:
        InputError: The plan names none, one outside its folder, or one that is not there.
    """
    found = path.parent / named
    if named and not leads_out(named) and is_there(found):
        return found
    message = f"there is no file {found}" if named else "the plan names no such file"
    if leads_out(named):
        message = "the file must lie in the plan's folder or below"
    raise InputError(
        Finding(
            code="no-such-file", severity="error", file=str(path), column=field, value=named, message=message, mend=f"give {option} FILE"
        )
    )
