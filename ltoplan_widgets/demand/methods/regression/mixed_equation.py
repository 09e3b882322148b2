"""Henderson's equations of a mixed model, with campaigns and pairs eliminated."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_product import Product
from ltoplan_widgets.demand.methods.regression.effect_row import Rows
from ltoplan_widgets.demand.methods.regression.mixed_design import Design

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Equations:
    """``left x effects = right`` for covariates, crossed effects and places' effects.

    Attributes:
        left: Of the rows, less what campaigns take (Woodbury), less what pairs take (Schur complement), with the beliefs.
        right: Shape (effects,).
        pairs: What the data say of the pairs.
        share: How much of what a campaign's rows say, weighted, is its effect; shape (campaigns,).
    """

    left: Product
    right: Array
    pairs: "Pairs"
    share: Array


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """Equations of the pairs.

    Attributes:
        lean: How each pair leans on the other effects, ``B / D``.
        alone: Effect of each were the others 0.
        unknown: Variance of each were the others known, ``1 / D``.
    """

    lean: Rows
    alone: Array
    unknown: Array


def equations(design: Design, response: Array, weight: Array, variances: Mapping[str, float]) -> Equations:
    """Equations of the effects at given variances.

    Args:
        design: The effects of the rows.
        response: z, shape (rows,).
        weight: 1 / Var e of each row.
        variances: Of each group by name.
    """
    rows, known, share = design.rows, weight * response, np.zeros(design.campaigns.size)
    weighted, right = rows.scaled(weight), rows.back(known)
    left = rows.product(weighted)
    bearing, of_pair, diagonal = weighted.added(design.by_pair), design.by_pair @ known, design.by_pair @ weight
    if design.campaigns.size:
        total, sums, told = design.by_campaign @ weight, weighted.added(design.by_campaign), design.by_campaign @ known
        share = 1 / (1 / variances[design.campaigns.name] + total)
        taken = sums.scaled(share)
        left.take(sums.product(taken))
        right -= taken.back(told)
        of_campaign = design.by_pair_of_campaign
        bearing = bearing.less(taken.scaled(total).added(of_campaign))
        of_pair = of_pair - of_campaign @ (share * total * told)
        diagonal = diagonal - of_campaign @ (share * total**2)
    unknown = 1 / (diagonal + 1 / variances[design.pairs.name])
    pairs = Pairs(lean=bearing.scaled(unknown), alone=unknown * of_pair, unknown=unknown)
    left.take(bearing.product(pairs.lean))
    _believe(left, design, variances)
    return Equations(left=left, right=right - pairs.lean.back(of_pair), pairs=pairs, share=share)


def _believe(left: Product, design: Design, variances: Mapping[str, float]) -> None:
    """Add what is believed of the effects beforehand, in place."""
    left.dense[np.diag_indices_from(left.dense)] += np.concatenate([np.full(one.size, 1 / variances[one.name]) for one in design.groups])
    for kind, one in enumerate(design.places):
        left.block[:, kind, kind] += 1 / variances[one.name]
