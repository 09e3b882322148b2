"""Names of files that a plan gives: they stay in the plan's folder, because whoever edits the plan could name any file."""

from pathlib import PurePosixPath, PureWindowsPath


def leads_out(name: str) -> bool:
    """Whether a name reaches beyond the plan's folder, on any system.

    >>> leads_out("data/sales.parquet"), leads_out("../sales.parquet"), leads_out("C:/sales.csv")
    (False, True, True)
    """
    kinds = (PurePosixPath(name), PureWindowsPath(name))
    return any(kind.is_absolute() or kind.drive or kind.root or ".." in kind.parts for kind in kinds)
