"""Gradient boosting, which an extra brings."""

from typing import Any

from ltoplan_widgets.demand.refusal import missing_package


def boosting(*, otherwise: str) -> Any:  # noqa: ANN401 - scikit-learn ships no types
    """The ensembles of scikit-learn (extra ``ml``), loaded when they are first asked for: they take 0.6 s.

    Args:
        otherwise: What to do without them.

    Raises:
        InputError: The package is not there.
    """
    try:
        import sklearn.ensemble  # noqa: PLC0415 - see above
    except ImportError:
        raise missing_package("scikit-learn", "gradient boosting needs it", extra="ml", otherwise=otherwise, column="method") from None
    return sklearn.ensemble
