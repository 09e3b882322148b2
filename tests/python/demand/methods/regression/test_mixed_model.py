import numpy as np
import pytest
from scipy import sparse

from ltoplan_widgets.demand.methods.regression.effect_group import Group
from ltoplan_widgets.demand.methods.regression.mixed_design import Design
from ltoplan_widgets.demand.methods.regression.mixed_model import solve, updated

ROWS, PLACES, ITEMS, LAUNCHES = 240, 6, 4, 12


def crossed(code, levels):
    return sparse.csr_matrix((np.ones(len(code)), (np.arange(len(code)), code)), shape=(len(code), levels))


NOTHING = sparse.csr_matrix((ROWS, 0))


@pytest.fixture(scope="module")
def made():
    """Campaigns of two weeks, of items at places; the truth is drawn."""
    random = np.random.default_rng(5)
    campaign = np.repeat(np.arange(ROWS // 2), 2)
    place, launch = campaign % PLACES, campaign // PLACES % LAUNCHES
    item = launch % ITEMS
    slope = random.normal(size=ROWS)
    truth = {"place": random.normal(0, 0.4, PLACES), "launch": random.normal(0, 0.3, LAUNCHES)}
    response = 0.5 + 0.8 * slope + truth["place"][place] + truth["launch"][launch] + random.normal(0, 0.5, ROWS)
    design = Design(
        covariates=np.column_stack([np.ones(ROWS), slope]),
        crossed=crossed(launch, LAUNCHES),
        at_place=sparse.hstack([crossed(place, PLACES), crossed(place, PLACES).multiply(slope[:, None])], format="csr"),
        groups=(Group(name="mean", size=2, belief=1e6, weight=np.inf), Group(name="launch", size=LAUNCHES, belief=0.1)),
        places=(Group(name="place", size=PLACES, belief=0.1), Group(name="place slope", size=PLACES, belief=0.02)),
        pair=item * PLACES + place,
        pairs=Group(name="pair", size=ITEMS * PLACES, belief=0.05),
        campaign=campaign,
        campaigns=Group(name="campaign", size=ROWS // 2, belief=0.02),
    )
    return design, response, random.uniform(1, 4, ROWS)


def written_out(design):
    """All effects of the rows, and their variances; pairs and campaigns are the last."""
    parts = [design.covariates, *(of.toarray() for of in (design.crossed, design.at_place, design.by_pair.T, design.by_campaign.T))]
    groups = (*design.groups, *design.places, design.pairs, design.campaigns)
    return np.column_stack(parts), np.concatenate([np.full(one.size, one.belief) for one in groups])


def test_effects_are_those_of_the_whole_covariance(made):
    """The same by the textbook: u = G Z' V^-1 z, with V written out (Robinson 1991)."""
    design, response, weight = made
    found = solve(design, response, weight, design.variances)
    rows, prior = written_out(design)
    covariance = (rows * prior) @ rows.T + np.diag(1 / weight)
    effects = prior * (rows.T @ np.linalg.solve(covariance, response))
    assert found.effects == pytest.approx(effects[: design.effects], abs=1e-4)
    assert found.pair == pytest.approx(effects[design.effects : design.effects + design.pairs.size], abs=1e-6)
    assert found.campaign == pytest.approx(effects[design.effects + design.pairs.size :], abs=1e-6)
    assert found.fitted == pytest.approx(rows @ effects, abs=1e-6)


def test_what_is_not_known_is_that_of_the_whole_covariance(made):
    design, response, weight = made
    found = solve(design, response, weight, design.variances)
    rows, prior = written_out(design)
    inverse = np.linalg.inv((rows.T * weight) @ rows + np.diag(1 / prior))
    of_effects, of_pairs = slice(design.effects), slice(design.effects, design.effects + design.pairs.size)
    unit = np.eye(design.effects)
    assert found.unknown.dense == pytest.approx(inverse[: design.dense, : design.dense], abs=1e-8)
    assert np.array([found.unknown.times(one) for one in unit]) == pytest.approx(inverse[of_effects, of_effects], abs=1e-8)
    lean = found.pairs.lean.whole
    assert found.pairs.unknown + found.unknown.variances(lean) == pytest.approx(np.diag(inverse)[of_pairs], abs=1e-8)
    told = {name: len(unit[of]) - np.trace(inverse[of, of]) / design.variances[name] for name, of in design.slices.items()}
    told["pair"] = design.pairs.size - np.trace(inverse[of_pairs, of_pairs]) / design.pairs.belief
    assert {name: found.freedom[name] for name in told} == pytest.approx(told, abs=1e-6)


def converged(design, response, noise):
    variances, count = design.variances, len(response)
    for _ in range(400):
        found = solve(design, response, np.full(count, 1 / noise), variances)
        variances = updated(design, found)
        noise = float(((response - found.fitted) ** 2).sum()) / (count - sum(found.freedom.values()))
    return found, variances, noise


def test_variances_are_those_of_another_program(made):
    """Restricted likelihood with one random effect, against MixedLM of statsmodels."""
    import pandas as pd
    import statsmodels.formula.api as smf

    design, response, _ = made
    place = design.at_place[:, :PLACES].argmax(axis=1)
    table = pd.DataFrame({"z": response, "x": design.covariates[:, 1], "place": np.asarray(place).ravel()})
    other = smf.mixedlm("z ~ x", table, groups="place").fit(reml=True)
    alone = Design(
        covariates=design.covariates,
        crossed=NOTHING,
        at_place=crossed(table.place.to_numpy(), PLACES),
        groups=(Group(name="mean", size=2, belief=1e6, weight=np.inf),),
        places=(Group(name="place", size=PLACES, belief=0.1),),
        pair=table.place.to_numpy(),
        pairs=Group(name="pair", size=PLACES, belief=1e-8, weight=np.inf),
        campaign=design.campaign,
        campaigns=Group(name="campaign", size=0, belief=0.0),
    )
    found, variances, noise = converged(alone, response, 0.3)
    assert found.effects[:2] == pytest.approx(other.fe_params.to_numpy(), abs=1e-3)
    assert variances["place"] == pytest.approx(float(other.cov_re.iloc[0, 0]), rel=0.01)
    assert noise == pytest.approx(other.scale, rel=0.001)
    assert found.effects[2:] == pytest.approx([float(one.iloc[0]) for one in other.random_effects.values()], abs=2e-3)


def test_a_group_without_an_effect_shrinks_to_nothing():
    random = np.random.default_rng(0)
    place = np.arange(ROWS) % PLACES
    design = Design(
        covariates=np.ones((ROWS, 1)),
        crossed=NOTHING,
        at_place=crossed(place, PLACES),
        groups=(Group(name="mean", size=1, belief=1e6, weight=np.inf),),
        places=(Group(name="place", size=PLACES, belief=0.1),),
        pair=np.arange(ROWS) % (2 * PLACES),
        pairs=Group(name="pair", size=2 * PLACES, belief=0.01),
        campaign=np.arange(ROWS),
        campaigns=Group(name="campaign", size=0, belief=0.0),
    )
    response = random.normal(0, 1, ROWS)
    response -= np.bincount(place, response)[place] / (ROWS // PLACES)
    _, variances, _ = converged(design, response, 1.0)
    assert variances["place"] < 1e-3
