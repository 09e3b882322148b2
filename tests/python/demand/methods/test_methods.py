"""What every method owes, whatever it does: nothing of the future, whole distributions, clear refusals."""

import msgspec
import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.registry import METHODS
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}
ORIGIN = "2026-04-20"


@pytest.fixture(scope="module")
def history():
    return chain.history()


@pytest.fixture(scope="module")
def library():
    return chain.library()


@pytest.fixture(params=METHODS)
def found(request, history, library):
    return forecast(library.campaign("rose"), history, library, method=request.param, origin=ORIGIN)


def again(found, history, library, campaign=None, **options):
    return forecast(campaign or library.campaign("rose"), history, library, method=found.method, **{"origin": ORIGIN, **options})


def changed(units) -> SalesHistory:
    table = chain.sales()
    return SalesHistory.from_frame(table.assign(units=units(table)), **ROLES)


def same(one, other) -> bool:
    return np.array_equal(one.mean(), other.mean()) and np.array_equal(one.paths(), other.paths())


def test_it_is_a_distribution_over_places_and_periods(found):
    assert found.shape == found.baseline.shape == (3, 56)
    assert np.isfinite(found.mean()).all()
    assert (found.paths() >= 0).all()
    assert np.allclose(found.paths(4000).mean(axis=0), found.mean(), rtol=0.1)
    assert (np.diff(found.total().quantile([0.025, 0.1, 0.5, 0.9, 0.975])) > 0).all()


def test_places_share_a_surprise(found):
    alone = float(np.sqrt((found.by_location().std_dev() ** 2).sum()))
    assert float(found.total().std_dev()) > 1.2 * alone


def test_it_is_of_the_right_size(found, history):
    sold = history.matrix("latte")[:, history.column_at(20_577) :][:, :56].sum()
    assert 0.4 * sold < float(found.total().mean()) < 1.3 * sold


def test_sales_after_the_origin_are_not_read(found, library):
    other = changed(lambda table: table.units.where(table.date <= ORIGIN, table.units * 7 + 300))
    assert same(again(found, other, library), found)


def test_the_campaign_s_own_sales_are_not_read_by_default(found, history, library):
    start = library.campaign("rose").start
    other = changed(lambda table: table.units.where(table.date < start, 0.0))
    assert same(again(found, other, library, origin=None), again(found, history, library, origin=None))


def test_only_campaigns_that_had_ended_are_used(found, history, library):
    assert {one.event for one in found.analogues} <= set(library.ended_by(ORIGIN).events)
    assert same(again(found, history, library.ended_by(ORIGIN), library.campaign("rose")), found)


def test_weights_of_analogues_add_up_to_1(found):
    assert sum(one.weight for one in found.analogues) == pytest.approx(1)


def test_the_same_seed_gives_the_same_numbers_and_means_do_not_depend_on_it(found, history, library):
    other = again(found, history, library, seed=1)
    assert same(again(found, history, library, seed=0), found)
    assert np.array_equal(other.mean(), found.mean())
    assert not np.array_equal(other.paths(), found.paths())


def test_some_places_are_forecast_like_in_the_whole(found, history, library):
    campaign = msgspec.structs.replace(library.campaign("rose"), locations={"east": True, "west": True})
    part = again(found, history, library, campaign)
    assert part.locations == ("east", "west")
    assert np.allclose(part.mean(), found.mean()[[0, 2]])


def test_ten_times_the_units_are_ten_times_the_forecast(found, library):
    scaled = again(found, changed(lambda table: table.units * 10), library)
    assert float(scaled.total().mean()) == pytest.approx(10 * float(found.total().mean()), rel=0.02)


def test_weekly_sales_give_about_the_same_total(found, library):
    table = chain.sales()
    monday = table.date - pd.to_timedelta(table.date.dt.day_of_week, unit="D")
    weekly = table.assign(date=monday).groupby(["item", "location", "date"], as_index=False).units.sum()
    other = again(found, SalesHistory.from_frame(weekly[weekly.date >= "2025-01-06"], **ROLES), library)
    assert other.shape == (3, 8)
    assert float(other.total().mean()) == pytest.approx(float(found.total().mean()), rel=0.1)


@pytest.mark.parametrize(
    "refused",
    [
        ({"end": "2026-05-03"}, {}, "end-before-start"),
        ({"locations": {"south": True}}, {}, "unknown-location"),
        ({}, {"origin": "2026-05-04"}, "origin-not-before-start"),
        ({}, {"origin": "2024-01-05"}, "no-history"),
        ({}, {"origin": "2025-03-20"}, "no-analogue"),
    ],
)
def test_what_cannot_be_forecast_is_refused(found, history, library, refused):
    change, options, code = refused
    with pytest.raises(InputError) as caught:
        again(found, history, library, msgspec.structs.replace(library.campaign("rose"), **change), **options)
    assert caught.value.findings[0].code == code


def test_a_library_without_campaigns_is_refused(found, history, library):
    with pytest.raises(InputError, match="no past campaign can be compared"):
        again(found, history, library.ended_by("2025-01-01"), library.campaign("rose"))


def test_the_library_may_know_the_campaign_or_not(found, history, library):
    table = chain.campaigns()
    without = CampaignLibrary.from_frame(table[table.event != "rose"])
    assert same(again(found, history, without, library.campaign("rose")), found)
