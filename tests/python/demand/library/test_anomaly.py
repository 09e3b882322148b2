import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.anomaly import anomalies
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, campaigns
from tests.python.demand.sales.test_mend import at, busy, put, weekly


def history(table, **columns):
    return SalesHistory.from_frame(table, **COLUMNS, **columns)


def named(found):
    return [(one.item, one.location, one.start, one.end) for one in found]


def test_ordinary_sales_have_no_anomaly():
    assert anomalies(history(busy())) == ()
    assert anomalies(history(weekly())) == ()


def test_a_place_that_sells_far_too_much_is_named_once_with_its_days():
    found = anomalies(history(put(busy(), [40, 41], "units", 240.0)))
    assert named(found) == [("latte", "east", "2026-02-14", "2026-02-15")]
    assert (found[0].units, found[0].usual) == (480.0, pytest.approx(120, rel=0.15))
    assert found[0].deviation > 4


def test_a_day_of_the_whole_chain_is_named_for_the_chain_and_not_for_each_place():
    rows = [at(busy(), "tea", place)[50] for place in ("east", "north", "south", "west", "wharf")]
    table = busy()
    table.loc[rows, "units"] = np.round(table.loc[rows, "units"] * 0.4)
    (found,) = anomalies(history(table))
    assert named([found]) == [("tea", "", "2026-02-24", "2026-02-24")]
    assert found.deviation < -4


def test_what_is_known_to_be_unusual_is_no_anomaly():
    table = put(busy(promotion=0), [40, 41], "units", 240.0)
    assert anomalies(history(put(table, [40, 41], "promotion", 1), promotion="promotion")) == ()
    window = campaigns(start="2026-02-14", end="2026-02-15")
    assert anomalies(history(table), CampaignLibrary.from_frame(window)) == ()


def test_the_largest_in_units_comes_first():
    table = put(put(busy(), [40], "units", 200.0), [at(busy(), "tea", "west")[20]], "units", 300.0)
    assert [one.item for one in anomalies(history(table))] == ["tea", "latte"]


def test_a_week_is_an_anomaly_of_seven_days():
    (found,) = anomalies(history(put(weekly(), [60], "units", 300.0)))
    assert pd.Timestamp(found.end) - pd.Timestamp(found.start) == pd.Timedelta(days=6)


@pytest.mark.parametrize("seed", range(6))
def test_a_chain_in_which_nothing_is_odd_raises_no_alarm(seed):
    everyday = [EverydayItem(key=key, units=units) for key, units in (("coffee", 60.0), ("tea", 20.0), ("cake", 4.0))]
    table = synthetic_chain(everyday, [], first_day="2025-01-01", last_day="2026-01-31", places=12, seed=seed).sales
    assert anomalies(history(table)) == ()
    assert anomalies(history(table), threshold=3) != ()


def test_a_short_history_tells_nothing_and_a_threshold_is_positive():
    assert anomalies(history(busy().query("date < '2026-01-20'"))) == ()
    with pytest.raises(InputError, match="above 0"):
        anomalies(history(busy()), threshold=0)
