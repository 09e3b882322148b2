"""One kind of thing that may be wrong or odd in a table: what it is, and how it is mended."""

from dataclasses import dataclass, field

from ltoplan_widgets.plan.errors import Severity


@dataclass(frozen=True)
class FindingKind:
    """One kind of finding; the folder `kinds` has them all.

    Attributes:
        code: Its stable short name.
        severity: ``error`` stops the work, ``warning`` lets it go on, ``note`` only says what was done.
        finds: What is found.
        mend: What a person can do about it.
        mended: What ``mended()`` does about it; empty where only a person can.
        on_request: True where it is mended only when its code is named, as it may be right as it is.
    """

    code: str
    severity: Severity
    finds: str
    mend: str
    mended: str = ""
    on_request: bool = field(default=False, kw_only=True)
