"""The uplift model on campaigns whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from ltoplan_widgets.demand.methods.uplift.uplift import fitted_uplift
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes

ITEMS, PLACES, LAUNCHES = 6, 20, 60


def chain(*, elasticity=-2.0, feature=0.4, event=0.2, place=0.15, seed=0, base=200.0, luck=0.0):
    """One week a campaign: every launch at every place, at a price and with or without a feature."""
    random = np.random.default_rng(seed)
    launch, at = (codes.ravel() for codes in np.meshgrid(np.arange(LAUNCHES), np.arange(PLACES), indexing="ij"))
    item = launch % ITEMS
    depth = random.uniform(0.05, 0.4, LAUNCHES)[launch] + random.uniform(-0.03, 0.03, len(launch))
    is_featured = (random.random(LAUNCHES) < 0.5)[launch]
    habit, surprise = random.normal(0, place, PLACES), random.normal(0, event, LAUNCHES)
    level = random.normal(0.1, 0.2, ITEMS)
    log = (
        level[item] + elasticity * np.log(1 - depth) + feature * is_featured + habit[at] + surprise[launch] + random.normal(0, 0.1, len(at))
    )
    lucky = random.gamma(1 / luck, luck, len(at)) if luck else 1.0
    sold = random.poisson(base * np.exp(log) * lucky).astype(float)
    day = 19_000 + 14 * launch
    outcomes = UpliftOutcomes(
        sold=sold,
        expected=np.full(len(at), base),
        launch=launch,
        campaign=np.arange(len(at)),
        row=np.arange(len(at)),
        item=item,
        place=at,
        day=day,
        week=np.zeros(len(at), np.int64),
    )
    setting = Setting(
        values={"price_ratio": list(1 - depth), "feature": [float(value) for value in is_featured]},
        usual=np.zeros(len(at)),
        calendar=np.zeros((len(at), 1)),
        day=day,
    )
    return outcomes, setting, habit


def fitted(outcomes, setting):
    return fitted_uplift(outcomes, setting, items=ITEMS, places=PLACES, grain=1.0)


def planned(ratio, feature, places=(0,), day=19_900):
    size = len(places)
    return Setting(
        values={"price_ratio": [ratio] * size, "feature": [feature] * size},
        usual=np.zeros(size),
        calendar=np.zeros((size, 1)),
        day=np.full(size, day),
    )


def said(uplift, ratio, feature, item=0, place=0):
    return float(uplift.answer(planned(ratio, feature), item=item, place=np.array([place])).log_ratio[0])


@pytest.fixture(scope="module")
def model():
    outcomes, setting, habit = chain()
    return fitted(outcomes, setting), habit


def test_price_and_feature_lift_as_they_do_in_truth(model):
    uplift, _ = model
    elasticity = (said(uplift, 0.7, 0.0) - said(uplift, 0.9, 0.0)) / np.log(0.7 / 0.9)
    assert elasticity == pytest.approx(-2.0, abs=0.35)
    assert said(uplift, 0.8, 1.0) - said(uplift, 0.8, 0.0) == pytest.approx(0.4, abs=0.15)


def test_variances_are_those_of_the_truth(model):
    uplift, _ = model
    assert uplift.variance["launch"] == pytest.approx(0.2**2, rel=0.6)
    assert uplift.variance["place"] == pytest.approx(0.15**2, rel=0.6)
    assert uplift.noise.ratio == pytest.approx(0.01, rel=0.35)


def test_places_keep_their_habits(model):
    uplift, habit = model
    at = uplift.solution.effects[uplift.design.slices["place"]]
    assert np.corrcoef(at, habit)[0, 1] > 0.9


def test_what_has_no_effect_is_found_to_have_none():
    outcomes, setting, _ = chain(elasticity=0.0, feature=0.0, event=0.0, place=0.0, seed=3)
    uplift = fitted(outcomes, setting)
    assert abs(said(uplift, 0.7, 0.0) - said(uplift, 0.9, 0.0)) < 0.06
    assert abs(said(uplift, 0.8, 1.0) - said(uplift, 0.8, 0.0)) < 0.06
    assert uplift.variance["place"] < 0.003
    assert uplift.variance["launch"] < 0.006


def _weeks_after(first, second):
    """Outcomes and settings of a second week of the same campaigns."""
    outcomes = replace(
        first[0],
        **{name: np.concatenate([getattr(one[0], name) for one in (first, second)]) for name in ("sold", "expected", "launch", "campaign")},
        **{name: np.concatenate([getattr(one[0], name) for one in (first, second)]) for name in ("row", "item", "place")},
        day=np.concatenate([first[0].day, second[0].day + 7]),
        week=np.concatenate([first[0].week, second[0].week + 1]),
    )
    setting = Setting(
        values={name: [*values, *values] for name, values in first[1].values.items()},
        usual=np.tile(first[1].usual, 2),
        calendar=np.log1p(outcomes.week)[:, None],
        day=outcomes.day,
    )
    return outcomes, setting


def test_a_feature_of_the_first_week_is_not_carried_into_the_second():
    outcomes, setting = _weeks_after(chain(feature=0.8), chain(feature=0.0))
    found = fitted(outcomes, setting)
    plans = [replace(planned(0.8, feature, places=(0, 0)), calendar=np.log1p([[0], [1]])) for feature in (0.0, 1.0)]
    without, featured = (found.answer(plan, item=0, place=np.array([0, 0])).log_ratio for plan in plans)
    assert featured - without == pytest.approx([0.8, 0.0], abs=0.15)


def test_few_units_that_vary_much_are_foretold_at_their_mean():
    outcomes, setting, _ = chain(base=0.7, luck=0.8)
    found = fitted(outcomes, setting)
    assert 0.9 < found.smearing < 1.1
    assert (outcomes.expected * found.foretold).sum() == pytest.approx(outcomes.sold.sum(), rel=0.08)


def test_a_price_that_was_never_seen_does_not_explode(model):
    uplift, _ = model
    deepest, absurd = said(uplift, 0.6, 0.0), said(uplift, 0.02, 0.0)
    assert absurd - deepest < 0.6
    one = uplift.answer(planned(0.02, 1.0), item=0, place=np.array([0]))
    assert one.unknown(np.ones((1, 1)), np.ones(1))[1] < 0.5


def test_a_new_item_is_less_certain_than_a_known_one(model):
    uplift, _ = model
    known, new = (
        uplift.answer(planned(0.8, 0.0), item=item, place=np.array([0])).unknown(np.ones((1, 1)), np.ones(1))[1] for item in (0, -1)
    )
    assert new > known > 0


def test_few_launches_widen_a_known_item_and_items_count_too_for_one_that_was_never_launched(model):
    uplift, _ = model
    known, new = (uplift.answer(planned(0.8, 0.0), item=item, place=np.array([0])).widening for item in (0, -1))
    freedom, variance = uplift.solution.freedom, uplift.variance
    assert known == pytest.approx(1 + 2 / (freedom["launch"] + 1))
    both = (variance["launch"] + variance["item"]) ** 2 / sum(variance[name] ** 2 / freedom[name] for name in ("launch", "item"))
    assert new == pytest.approx(1 + 2 / (both + 1))


def test_what_is_not_known_of_places_is_that_of_the_whole_covariance(model):
    uplift, _ = model
    setting = planned(0.8, 0.0, places=(0, 0, 1, 1))
    answer = uplift.answer(setting, item=0, place=np.array([0, 0, 1, 1]))
    share, part = np.array([[0.5, 0.5], [0.2, 0.8]]), np.array([0.3, 0.7])
    window = np.zeros((2, 4))
    window[0, :2], window[1, 2:] = share
    rows = window @ answer.bearing.toarray()
    unknown = np.array([answer.effects_unknown.times(row) for row in rows])
    whole = rows @ unknown.T + np.diag((share * answer.own.reshape(2, 2)).sum(axis=1)) + answer.common
    of_place, together = answer.unknown(share, part)
    assert of_place == pytest.approx(np.diag(whole))
    assert together == pytest.approx(float(part @ whole @ part))


def test_launches_that_sold_wildly_are_not_believed():
    outcomes, setting, _ = chain()
    before = said(fitted(outcomes, setting), 0.8, 0.0)
    wild = outcomes.sold.copy()
    wild[::97] *= 50
    spoiled = UpliftOutcomes(**{**{name: getattr(outcomes, name) for name in outcomes.__dataclass_fields__}, "sold": wild})
    assert said(fitted(spoiled, setting), 0.8, 0.0) == pytest.approx(before, abs=0.1)


def test_the_item_s_own_launches_count_most(model):
    uplift, _ = model
    outcomes, _, _ = chain()
    answer = uplift.answer(planned(0.8, 0.0), item=0, place=np.array([0]))
    influence = uplift.influence(answer, np.ones(1), item=0, place=np.array([0]))
    assert len(influence) == len(outcomes)
    assert influence[outcomes.item == 0].sum() > influence[outcomes.item == 1].sum()
    assert influence.sum() == pytest.approx(1.0, abs=0.25)


def test_two_months_of_luck_are_not_taken_for_a_new_level():
    outcomes, setting, _ = chain(event=0.35)
    lucky = replace(outcomes, sold=np.where(outcomes.launch >= LAUNCHES - 4, 3.0 * outcomes.sold, outcomes.sold))
    before, after = (said(fitted(one, setting), 0.8, 0.0, item=1) for one in (outcomes, lucky))
    assert abs(after - before) < 0.25
