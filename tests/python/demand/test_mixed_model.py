import numpy as np
import pytest
from scipy import sparse

from ltoplan_widgets.demand.mixed_model import Design, Group, solve, updated

ROWS, PLACES, ITEMS, LAUNCHES = 240, 6, 4, 12


def crossed(code, levels):
    return sparse.csr_matrix((np.ones(len(code)), (np.arange(len(code)), code)), shape=(len(code), levels))


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
        crossed=sparse.hstack([crossed(place, PLACES), crossed(launch, LAUNCHES)], format="csr"),
        groups=(
            Group(name="mean", size=2, belief=1e6, weight=np.inf),
            Group(name="place", size=PLACES, belief=0.1),
            Group(name="launch", size=LAUNCHES, belief=0.1),
        ),
        pair=item * PLACES + place,
        pairs=Group(name="pair", size=ITEMS * PLACES, belief=0.05),
        campaign=campaign,
        campaigns=Group(name="campaign", size=ROWS // 2, belief=0.02),
    )
    return design, response, random.uniform(1, 4, ROWS)


def test_effects_are_those_of_the_whole_covariance(made):
    """The same by the textbook: u = G Z' V^-1 z, with V written out (Robinson 1991)."""
    design, response, weight = made
    found = solve(design, response, weight, design.variances)
    all_effects = np.column_stack([design.covariates, design.crossed.toarray(), design.by_pair.T.toarray(), design.by_campaign.T.toarray()])
    prior = np.concatenate(
        [np.full(one.size, design.variances[one.name]) for one in (*design.groups, design.pairs, design.campaigns)],
    )
    covariance = (all_effects * prior) @ all_effects.T + np.diag(1 / weight)
    effects = prior * (all_effects.T @ np.linalg.solve(covariance, response))
    dense, pairs = len(found.dense), design.pairs.size
    assert found.dense == pytest.approx(effects[:dense], abs=1e-4)
    assert found.pair == pytest.approx(effects[dense : dense + pairs], abs=1e-6)
    assert found.campaign == pytest.approx(effects[dense + pairs :], abs=1e-6)
    assert found.fitted == pytest.approx(all_effects @ effects, abs=1e-6)


def test_what_is_not_known_is_that_of_the_whole_covariance(made):
    design, response, weight = made
    found = solve(design, response, weight, design.variances)
    all_effects = np.column_stack([design.covariates, design.crossed.toarray(), design.by_pair.T.toarray(), design.by_campaign.T.toarray()])
    prior = np.concatenate(
        [np.full(one.size, design.variances[one.name]) for one in (*design.groups, design.pairs, design.campaigns)],
    )
    inverse = np.linalg.inv((all_effects.T * weight) @ all_effects + np.diag(1 / prior))
    dense = len(found.dense)
    assert found.unknown == pytest.approx(inverse[:dense, :dense], abs=1e-8)
    lean = found.bearing.toarray()
    pair = np.diag(found.pair_unknown) + lean @ found.unknown @ lean.T
    assert pair == pytest.approx(inverse[dense : dense + design.pairs.size, dense : dense + design.pairs.size], abs=1e-8)
    told = design.pairs.size - np.trace(pair) / design.pairs.belief
    assert found.freedom["pair"] == pytest.approx(told)


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
    place = design.crossed[:, :PLACES].argmax(axis=1)
    table = pd.DataFrame({"z": response, "x": design.covariates[:, 1], "place": np.asarray(place).ravel()})
    other = smf.mixedlm("z ~ x", table, groups="place").fit(reml=True)
    alone = Design(
        covariates=design.covariates,
        crossed=crossed(table.place.to_numpy(), PLACES),
        groups=(Group(name="mean", size=2, belief=1e6, weight=np.inf), Group(name="place", size=PLACES, belief=0.1)),
        pair=np.zeros(ROWS, np.int64),
        pairs=Group(name="pair", size=1, belief=1e-8, weight=np.inf),
        campaign=design.campaign,
        campaigns=Group(name="campaign", size=0, belief=0.0),
    )
    found, variances, noise = converged(alone, response, 0.3)
    assert found.dense[:2] == pytest.approx(other.fe_params.to_numpy(), abs=1e-3)
    assert variances["place"] == pytest.approx(float(other.cov_re.iloc[0, 0]), rel=0.01)
    assert noise == pytest.approx(other.scale, rel=0.001)
    assert found.dense[2:] == pytest.approx([float(one.iloc[0]) for one in other.random_effects.values()], abs=2e-3)


def test_a_group_without_an_effect_shrinks_to_nothing():
    random = np.random.default_rng(0)
    place = np.arange(ROWS) % PLACES
    design = Design(
        covariates=np.ones((ROWS, 1)),
        crossed=crossed(place, PLACES),
        groups=(Group(name="mean", size=1, belief=1e6, weight=np.inf), Group(name="place", size=PLACES, belief=0.1)),
        pair=np.arange(ROWS) % 2,
        pairs=Group(name="pair", size=2, belief=0.01),
        campaign=np.arange(ROWS),
        campaigns=Group(name="campaign", size=0, belief=0.0),
    )
    response = random.normal(0, 1, ROWS)
    response -= np.bincount(place, response)[place] / (ROWS // PLACES)
    _, variances, _ = converged(design, response, 1.0)
    assert variances["place"] < 1e-3
