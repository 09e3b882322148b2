import numpy as np
import pandas as pd

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.launch.base import item_base, place_base
from ltoplan_widgets.demand.launch.place_volume import leaned
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory

FIRST, WEEKS = "2026-01-05", 12


def history(units, **columns) -> SalesHistory:
    days = pd.date_range(FIRST, periods=len(units))
    table = pd.DataFrame({"item": "loaf", "location": "east", "date": days, "units": units, **columns})
    return SalesHistory.from_frame(table, item="item", location="location", date="date", units="units", **{name: name for name in columns})


def schedule(known: SalesHistory, start="2026-03-01", end="2026-03-07") -> Schedule:
    table = pd.DataFrame({"campaign": ["x"], "item": "loaf", "location": "east", "event": "x", "start": start, "end": end})
    return Schedule.of(CampaignLibrary.from_frame(table), known)


def week(of: np.ndarray) -> np.ndarray:
    return np.tile(of.astype(float), WEEKS)


def test_the_base_of_a_weekday_is_the_mean_of_its_last_eight():
    units = np.repeat(np.arange(1.0, WEEKS + 1), 7) * np.tile([10, 20, 30, 40, 50, 60, 70], WEEKS)
    known = history(units)
    first = day_number(FIRST) + 7 * WEEKS
    found = item_base(known, schedule(known, "2020-01-01", "2020-01-02"), "loaf").expected(first, 7, first - 1)
    assert found[0].tolist() == [mean * np.arange(5, 13).mean() for mean in (10, 20, 30, 40, 50, 60, 70)]


def test_what_came_after_the_origin_is_not_read():
    units = week(np.full(7, 20.0))
    origin = day_number(FIRST) + 7 * 9 - 1
    later = units.copy()
    later[7 * 9 :] = 5000.0
    of = [item_base(known, schedule(known), "loaf").expected(origin + 8, 7, origin) for known in (history(units), history(later))]
    assert np.array_equal(*of)


def test_campaigns_stock_outs_promotions_and_closed_days_are_left_out():
    units, odd = week(np.full(7, 20.0)), np.zeros(7 * WEEKS, bool)
    units[day_number("2026-03-01") - day_number(FIRST) :][:7] = 999.0
    for name, day, value in (("stock_out", 60, 1.0), ("promotion", 65, 90.0), ("closed", 70, 0.0)):
        units[day] = value
        known = history(units, **{name: odd | (np.arange(len(units)) == day)})
        found = item_base(known, schedule(known), "loaf").expected(day_number(FIRST) + 7 * WEEKS, 7, day_number(FIRST) + 7 * WEEKS - 1)
        assert found[0].tolist() == [20.0] * 7, name
        units[day] = 20.0


def test_a_weekday_on_which_nothing_is_ever_sold_has_a_base_of_nothing():
    units = week(np.array([20, 20, 20, 20, 20, 20, 0.0]))
    known = history(units, closed=np.tile([False] * 6 + [True], WEEKS))
    first = day_number(FIRST) + 7 * WEEKS
    assert item_base(known, schedule(known), "loaf").expected(first, 7, first - 1)[0].tolist() == [20.0] * 6 + [0.0]


def test_a_place_that_stopped_selling_long_ago_has_no_base():
    days = pd.date_range("2025-01-06", periods=400)
    table = pd.DataFrame({"item": np.repeat(["loaf", "roll"], 400), "location": "east", "date": np.tile(days, 2), "units": 20.0})
    table = table[(table.item == "roll") | (table.date < "2025-04-01")]
    known = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units")
    first = day_number("2026-02-10")
    assert np.isnan(item_base(known, schedule(known), "loaf").expected(first, 7, first - 1)).all()
    assert place_base(known, schedule(known)).expected(first, 7, first - 1)[0].tolist() == [20.0] * 7


def test_weekly_sales_have_one_kind_of_period():
    days = pd.date_range("2025-01-06", periods=20, freq="7D")
    table = pd.DataFrame({"item": "loaf", "location": "east", "date": days, "units": np.arange(20.0)})
    known = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units")
    first = known.first + 7 * 20
    assert item_base(known, schedule(known), "loaf").expected(first, 3, first - 1)[0].tolist() == [np.arange(12, 20).mean()] * 3


def test_large_bases_stay_and_small_ones_lean_on_the_place_s_size():
    random = np.random.default_rng(1)
    size = random.uniform(1, 3, 40)
    rates = random.lognormal(0, 0.5, 40) * size
    large = leaned(rates[:, None] * np.full(7, 500.0), size, weeks=1.0)
    assert np.allclose(large, rates[:, None] * 500, rtol=0.01)
    drawn = random.poisson(0.5 * size * 8)[:, None] / 8 * np.full(1, 1.0)
    errors = [np.abs(one[:, 0] - 0.5 * size).mean() for one in (drawn, leaned(drawn, size, weeks=1.0))]
    assert errors[1] < 0.6 * errors[0]
