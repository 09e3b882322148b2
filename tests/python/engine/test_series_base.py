import numpy as np

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.launch.base import item_base
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.engine.series_base import BaseWindow, series_bases
from tests.python import chain

WINDOW = BaseWindow(item="latte", start="2027-01-07", periods=14, origin="2026-12-20")


def test_bases_are_those_of_the_forecast():
    found = series_bases(chain.sales(), chain.library(), [WINDOW])
    history = chain.history()
    expected = item_base(history, Schedule.of(chain.library(), history), "latte").expected(
        day_number("2027-01-07"), 14, day_number("2026-12-20")
    )
    assert found["location"].unique().tolist() == list(history.locations)
    assert found["start"].tolist()[:2] == ["2027-01-07", "2027-01-08"]
    np.testing.assert_allclose(found["base"].to_numpy().reshape(3, 14), expected)


def test_a_place_alone_has_the_base_that_it_has_among_others():
    sales = chain.sales()
    alone = series_bases(sales[sales["location"] == "north"], chain.library(), [WINDOW])
    together = series_bases(sales, chain.library(), [WINDOW])
    np.testing.assert_allclose(alone["base"], together[together["location"] == "north"]["base"])


def test_an_item_that_nobody_sells_has_no_rows():
    assert series_bases(chain.sales(), chain.library(), [BaseWindow(item="tea", start="2027-01-07", periods=1, origin="2027-01-01")]).empty


def test_a_checked_history_can_be_given():
    assert series_bases(chain.history(), chain.library(), [WINDOW]).equals(series_bases(chain.sales(), chain.library(), [WINDOW]))
