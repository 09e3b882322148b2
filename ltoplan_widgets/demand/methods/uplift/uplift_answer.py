"""What the uplift model says of rows to come, and what it does not know of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_unknown import Unknown

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the model says of rows to come.

    Attributes:
        log_ratio: Median of log units over base, shape (rows,).
        rows: The rows in terms of the effects (without pairs), sparse, shape (rows, effects).
        bearing: How rows lean on the effects, their pairs among it, sparse, same shape.
        own: What is not known of each row's pair were the effects known.
        common: What is not known that all rows share: the item's own level, and what lifts may have moved.
        effects_unknown: What is not known of the effects.
        widening: What the variance of the launch is multiplied by in bands, because few launches and items told it.
    """

    log_ratio: Array
    rows: Any
    bearing: Any
    own: Array
    common: float
    effects_unknown: Unknown
    widening: float

    def unknown(self, share: Array, part: Array) -> tuple[Array, float]:
        """Variances of what is not known: of each place, shape (places,), and of all of them together.

        Args:
            share: Of each of a place's rows in it, shape (places, rows of a place); rows lie place by place.
            part: Of each place in all of them, shape (places,).
        """
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        places, weeks = share.shape
        window = sparse.csr_matrix((share.ravel(), np.arange(share.size), np.arange(0, share.size + 1, weeks)), shape=(places, share.size))
        bearing, own = (window @ self.bearing).tocsr(), (share * self.own.reshape(share.shape)).sum(axis=1)
        of_place = self.effects_unknown.variances(bearing) + own + self.common
        whole = bearing.T @ part
        return of_place, float(whole @ self.effects_unknown.times(whole) + part**2 @ own + self.common * part.sum() ** 2)
