import sys

import numpy as np
import pytest

from ltoplan_widgets.demand.methods.uplift.boosted_uplift import BoostedUplift
from ltoplan_widgets.demand.methods.uplift.uplift import fitted_uplift
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain

ITEMS, PLACES, LAUNCHES = 4, 20, 80


def rows(*, jump, seed=0, units=100.0, items=ITEMS):
    """Launches whose lift jumps where display and banner come together, which the levers one by one do not tell."""
    random = np.random.default_rng(seed)
    launch, place = (codes.ravel() for codes in np.meshgrid(np.arange(LAUNCHES), np.arange(PLACES), indexing="ij"))
    display, banner = ((random.random(LAUNCHES) < 0.5)[launch] for _ in range(2))
    log = 0.2 + jump * (display & banner) + random.normal(0, 0.05, LAUNCHES)[launch] + random.normal(0, 0.1, len(launch))
    day = 19_000 + 7 * launch
    outcomes = UpliftOutcomes(
        sold=random.poisson(units * np.exp(log)).astype(float),
        expected=np.full(len(launch), units),
        launch=launch,
        campaign=np.arange(len(launch)),
        row=np.arange(len(launch)),
        item=launch % items,
        place=place,
        day=day,
        week=np.zeros(len(launch), np.int64),
    )
    values = {"display": [float(one) for one in display], "banner": [float(one) for one in banner]}
    setting = Setting(values=values, usual=np.zeros(len(launch)), calendar=np.zeros((len(launch), 1)), day=day)
    return outcomes, setting


def boosted(outcomes, setting, *, items=ITEMS):
    uplift = fitted_uplift(outcomes, setting, items=items, places=PLACES, grain=1.0)
    return BoostedUplift.of(outcomes, uplift, setting)


def added(model, display, banner):
    setting = Setting(
        values={"display": [display], "banner": [banner]}, usual=np.zeros(1), calendar=np.zeros((1, 1)), day=np.array([19_600])
    )
    return float(model.added(setting, item=0, place=np.array([0]))[0])


def test_trees_find_what_levers_do_only_together():
    model = boosted(*rows(jump=0.8))
    assert model.worth > 0.5
    assert added(model, 1.0, 1.0) > 0.05 > -0.05 > added(model, 1.0, 0.0)


def test_trees_that_explain_nothing_add_nothing():
    model = boosted(*rows(jump=0.0))
    assert abs(added(model, 1.0, 1.0) - added(model, 1.0, 0.0)) < 0.05


def test_where_few_units_are_sold_the_level_stays():
    model = boosted(*rows(jump=0.0, units=0.4))
    assert max(abs(added(model, *levers)) for levers in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))) < 0.1


def test_items_that_are_launched_once_tell_trees_nothing_of_themselves():
    model = boosted(*rows(jump=0.8, items=LAUNCHES), items=LAUNCHES)
    assert added(model, 1.0, 1.0) > added(model, 1.0, 0.0)


def test_few_launches_are_left_to_the_log_linear_model():
    history, library = chain.history(), chain.library()
    with_trees, without = (forecast(library.campaign("rose"), history, library, method=name) for name in ("boosted_uplift", "eb_uplift"))
    assert np.array_equal(with_trees.mean(), without.mean())


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    with pytest.raises(InputError, match=r"ltoplan_widgets\[ml\]"):
        boosted(*rows(jump=0.5))
