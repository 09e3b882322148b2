"""The built browser side of a widget, as the wheel ships it."""

from functools import cache
from importlib.resources import files

from ltoplan_widgets.plan.errors import LtoPlanError


@cache
def bundle(name: str) -> str:
    """Text of a built file, e.g. ``normal_distribution.js``.

    Args:
        name: Name of the file in ``widgets/static``.

    Raises:
        LtoPlanError: The file was not built; the message says how to build it.
    """
    file = files("ltoplan_widgets.widgets") / "static" / name
    if not file.is_file():
        raise LtoPlanError(f"widgets/static/{name} is missing, so the widget has no browser side. Mend: run `npm ci && npm run build`.")
    return file.read_text(encoding="utf-8")
