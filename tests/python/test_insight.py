"""What deserves a look, on a small chain whose campaign is planned well or badly."""

import copy
import dataclasses
import functools

import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.insight.ranking import insights
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.money import money_words
from ltoplan_widgets.plan.override import Override
from tests.python import chain


@functools.cache
def evaluator() -> Evaluator:
    return Evaluator(chain.history(), chain.library())


def outlook(changes=None, **options):
    return evaluator().evaluate(replaced(chain.plan(), changes or {}), **options)


def codes(found):
    return [one.code for one in found]


def running(factor: float) -> Evaluator:
    """The chain with four weeks of the planned campaign sold, so many times the units of an ordinary day."""
    days = pd.date_range("2027-01-01", "2027-02-03")
    random = np.random.default_rng(1)
    lift = np.where(days >= "2027-01-07", factor, 1.0)
    later = [
        pd.DataFrame({"item": "latte", "location": place, "date": days, "units": random.poisson(base * lift).astype(float)})
        for place, base in zip(chain.PLACES, (30, 40, 50), strict=True)
    ]
    table = pd.concat([chain.sales(), *later], ignore_index=True)
    return Evaluator(SalesHistory.from_frame(table, item="item", location="location", date="date", units="units"), chain.library())


def test_a_plan_that_follows_the_evidence_has_nothing_to_look_at():
    assert insights(None, outlook()) == ()


def test_an_order_that_is_too_small_says_what_is_missed_in_units_and_money_and_what_to_order():
    planned = outlook({"campaigns/launch/order_quantity": 6000})
    (found,) = insights(None, planned)
    assert (found.code, found.campaign, found.path) == ("stock-out-risk", "launch", "campaigns/launch/order_quantity")
    assert found.units == pytest.approx(planned.order.expected_lost_sales)
    assert found.money == pytest.approx(3.0 * found.units)
    assert f"{found.units:,.0f} cups ({money_words(found.money, 'EUR')})" in found.sentence
    assert f"{planned.recommended.quantity:,.0f} in all, by 2026-12-17." in found.action


def test_what_to_order_is_told_as_long_as_it_comes_in_time():
    planned = outlook({"campaigns/launch/order_quantity": 6000})
    last = planned.order.last_order_day
    (in_time,) = (one for one in insights(None, planned, today=last) if one.code == "stock-out-risk")
    assert f"in all, by {last}." in in_time.action
    assert "stock-out-risk" not in codes(insights(None, planned, today="2027-03-03"))


def test_an_order_that_is_too_large_says_what_is_left_over():
    planned = outlook({"campaigns/launch/order_quantity": 20_000})
    (found,) = insights(None, planned)
    assert found.code == "leftover-risk"
    assert found.money == pytest.approx(1.5 * planned.order.expected_leftover)
    assert "less" in found.action


def test_an_override_outside_the_band_is_named_with_its_author():
    (found,) = insights(None, outlook({"campaigns/launch/overrides/2027-01-07": Override(units=4000, reason="party", author="Ada")}))
    assert found.code == "override-against-evidence"
    assert found.sentence.startswith("Ada expects ")
    assert found.path == "campaigns/launch/overrides/2027-01-07"
    assert found.money > 0


@pytest.mark.parametrize(("factor", "way", "change"), [(2.6, "above", "higher"), (0.9, "below", "lower")])
def test_a_campaign_that_sells_outside_its_band_is_named(factor, way, change):
    read = running(factor).evaluate(chain.plan(), as_of="2027-02-03")
    found = next(one for one in insights(None, read) if one.code == "out-of-band")
    assert f"{way} the 80 % band" in found.sentence
    assert change in found.sentence
    assert found.money > 0


def test_a_campaign_within_its_band_is_not():
    read = running(1.56).evaluate(chain.plan(), as_of="2027-02-03")
    assert "out-of-band" not in codes(insights(None, read))


def test_old_sales_and_late_orders_are_told_with_a_date():
    found = insights(chain.history(), outlook(), library=chain.library(), today="2027-02-01")
    late, stale = (next(one for one in found if one.code == code) for code in ("late-order", "stale-sales"))
    assert "2026-12-31, 32 days ago" in stale.sentence
    assert "2026-12-17" in late.sentence
    assert late.money == pytest.approx(46 / 56 * outlook().order.expected_profit)
    assert stale.money == pytest.approx(outlook().order.expected_cost)
    assert not {"late-order", "stale-sales"} & set(codes(insights(chain.history(), outlook(), library=chain.library(), today="2026-12-10")))


def test_a_today_that_is_no_day_is_refused():
    with pytest.raises(InputError, match="no such day"):
        insights(chain.history(), outlook(), today="soon")


def test_anomalies_of_the_history_are_named_with_price_and_place():
    table = chain.sales().assign(price=4.0)
    table.loc[(table["date"] == "2025-05-20") & (table["location"] == "east"), "units"] = 200.0
    sold = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units", price="price")
    found = insights(sold, library=chain.library())
    assert found[0].code == "anomaly"
    assert found[0].sentence.startswith("latte at east sold 200 units on 2025-05-20, ")
    assert found[0].money == pytest.approx(4.0 * found[0].units)


def test_money_and_units_are_told_as_the_plan_calls_them():
    table = chain.sales()
    table.loc[(table["date"] == "2025-05-20") & (table["location"] == "east"), "units"] = 200.0
    sold = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units")
    planned = outlook({"offers/latte/unit": "loaves", "campaigns/launch/order_quantity": 30_000, "offers/latte/shelf_life_days": 2})
    found = insights(sold, planned, library=chain.library())
    assert next(one for one in found if one.code == "anomaly").sentence.startswith("latte at east sold 200 loaves on ")
    assert " € " not in found[0].sentence
    assert "(€ " in found[0].sentence
    told = f"{found.listing()} {planned.listing()}"
    assert "loaves keep less long" in " ".join(one.message for one in planned.findings)
    assert " units" not in told
    assert "EUR" not in told


def test_money_comes_first():
    found = insights(None, [outlook({"campaigns/launch/order_quantity": 6000}), outlook({"campaigns/launch/order_quantity": 30_000})])
    assert [one.money for one in found] == sorted((one.money for one in found), reverse=True)
    assert set(codes(found)) == {"stock-out-risk", "leftover-risk"}


def test_an_offer_without_price_puts_no_money_at_risk():
    planned = outlook({"offers/latte/price": 0, "campaigns/launch/overrides/2027-01-07": Override(units=4000, reason="party")})
    (found,) = insights(None, planned)
    assert found.money == 0
    assert found.sentence.startswith("Somebody expects ")
    assert "€" not in found.sentence


def test_a_forecast_that_is_too_low_day_after_day_is_named_with_its_signal():
    read = running(2.6).evaluate(chain.plan(), as_of="2027-02-03")
    found = next(one for one in insights(None, read) if one.code == "early-bias")
    assert "too little period after period" in found.sentence
    assert f"tracking signal {read.early_read.tracking_signal:+.1f}" in found.sentence
    assert found.money == pytest.approx(3.0 * found.units)


@pytest.mark.parametrize(("factor", "said"), [(1.25, "25 % too much"), (0.8, "20 % too little"), (1.01, "")])
def test_forecasts_that_were_off_the_same_way_on_past_launches_are_named(factor, said):
    random = np.random.default_rng(0)
    sold = random.poisson(100, (8, 3, 7)).astype(float)
    past = tuple(Hindsight(expected=np.full_like(one, one.mean()) * factor, sold=one) for one in sold)
    planned = outlook()
    launch = copy.copy(planned.launch)
    launch.hindsights = past
    found = [one for one in insights(None, dataclasses.replace(planned, launch=launch)) if one.code == "bias"]
    assert [said in one.sentence for one in found] == [True] * bool(said)
    assert all(one.units > 0 and one.money > 0 for one in found)


def test_a_long_list_is_cut_and_shown_as_a_table():
    planned = [outlook({"campaigns/launch/order_quantity": 12_000 + 100 * step}) for step in range(25)]
    found = insights(None, planned)
    assert len(found) == 20
    assert len(insights(None, planned, most=3)) == 3
    assert str(found).count("\n") == 20
    assert money_words(found[0].money, "EUR") in found._repr_html_()
    assert "Nothing deserves a second look." in insights(None, outlook())._repr_html_()


def test_a_judged_total_outside_the_band_is_named_with_units_and_money():
    planned = outlook({"campaigns/launch/demand_mean": 20_000.0})
    found = next(one for one in insights(None, planned) if one.path == "campaigns/launch/demand_mean")
    more = 20_000 - float(planned.unjudged_total.mean())
    assert found.units == pytest.approx(more)
    assert f"is judged at 20,000 cups, {more:,.0f} more than the forecast ({money_words(1.5 * more, 'EUR')}), outside" in found.sentence
