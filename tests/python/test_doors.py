"""What people give is taken where it can be meant, and refused with field, value and mend where it cannot."""

import datetime as dt
import functools

import pandas as pd
import pytest

import ltoplan_widgets as lto
from tests.python import chain


@functools.cache
def known():
    history, library = chain.history(), chain.library()
    return history, library, library.campaign("rose")


@functools.cache
def found():
    history, library, campaign = known()
    return lto.forecast(campaign, history, library, method="analogue_ratio")


COSTS, TERMS = lto.Costs(5, 2), lto.SupplyTerms()

REFUSED = {
    "a method that is none": ("method", lambda sales, past, one: lto.forecast(one, sales, past, method=None)),
    "one pinned number": ("pinned", lambda sales, past, one: lto.forecast(one, sales, past, pinned=3)),
    "weights without keys": ("weights", lambda sales, past, one: lto.forecast(one, sales, past, weights=["rose"])),
    "an override in words": ("2026-05-04", lambda *_: found().overridden({"2026-05-04": "many"})),
    "a judged total in words": ("mean", lambda *_: found().judged("many")),
    "a level in words": ("level", lambda sales, past, one: lto.explain(one, sales, past, level="high")),
    "a level of effects in words": ("level", lambda sales, past, _: lto.decompose(sales, past, "rose", level="high")),
    "a threshold in words": ("threshold", lambda sales, *_: lto.anomalies(sales, threshold="far")),
    "a share in words": ("min_share", lambda sales, *_: lto.CampaignLibrary.detect(sales, min_share="most")),
    "methods as a number": ("methods", lambda sales, past, _: lto.backtest(sales, past, methods=3)),
    "deliveries in words": ("every_days", lambda *_: lto.delivery_plan(found(), COSTS, TERMS, every_days="weekly")),
    "no day of decision": ("decide_on", lambda *_: lto.two_stage_order(found(), COSTS, TERMS, decide_on=None)),
    "a price in words": (
        "prices",
        lambda *_: lto.price_options(lto.SampleDemand([3, 4]), COSTS, TERMS, elasticity=lto.Elasticity(2.0), prices=["high"]),
    ),
    "periods in words": ("periods", lambda *_: lto.launch_shape(found().analogues, "eight")),
    "shapes over no period": ("periods", lambda *_: lto.launch_shapes(found().analogues, 0)),
    "no plan": ("plan", lambda sales, past, _: lto.evaluate("spring.ltoplan", sales, past)),
    "plans without keys": ("plans", lambda sales, past, _: lto.evaluate_plans([chain.plan()], sales, past)),
    "past forecasts by no method": ("method", lambda sales, past, one: lto.past_forecasts(one, sales, past, method="tea leaves")),
    "a table in place of a library": ("library", lambda sales, *_: lto.evaluate(chain.plan(), sales, chain.campaigns())),
    "a table in place of sales to mend by": ("history", lambda _, past, __: past.mended(history=chain.sales())),
    "a table in place of sales of many plans": ("history", lambda _, past, __: lto.evaluate_plans({}, chain.sales(), past)),
    "plans in place of outlooks": ("outlooks", lambda sales, *_: lto.insights(sales, chain.plan())),
    "a window in words": (
        "start",
        lambda sales, past, _: lto.series_bases(sales, past, [lto.BaseWindow(item="latte", start="soon", periods=2, origin="2026-01-01")]),
    ),
    "a total for deliveries": ("()", lambda *_: lto.delivery_plan(found().total(), COSTS, TERMS)),
    "places for two orders": ("(3,)", lambda *_: lto.two_stage_order(found().by_location(), COSTS, TERMS, decide_on="2026-05-20")),
    "an outlook for a second order": ("rest", lambda *_: lto.second_order(COSTS, COSTS, TERMS, on_hand=1)),
    "a formula where outcomes are needed": ("demand", lambda *_: lto.sensitivity(lto.NormalDemand(9, 3), COSTS, TERMS)),
    "one price": ("prices", lambda *_: lto.price_options(found(), COSTS, TERMS, elasticity=2.0, prices=5)),
    "one discount": ("discounts", lambda *_: lto.markdowns(found(), COSTS, stock=9, elasticity=2.0, discounts=0.3)),
    "an elasticity in words": ("elasticity", lambda *_: lto.price_options(found(), COSTS, TERMS, elasticity="high")),
    "minimums of other places": ("minimums", lambda *_: lto.allocate(48, found(), minimums=[1, 2])),
    "minimums in words": ("minimums", lambda *_: lto.allocate(48, found(), minimums=["many"] * 3)),
    "a place named twice": ("locations", lambda *_: lto.allocate(48, [[1, 2]], locations=["east", "east"])),
    "cases of nothing": (
        "case_pack",
        lambda sales, past, _: lto.evaluate(chain.plan(), sales, past).supply.allocation(case_pack=0),
    ),
    "a day in words": ("origin", lambda sales, past, one: lto.forecast(one, sales, past, origin="soon")),
}


@pytest.mark.parametrize("given", REFUSED)
def test_what_cannot_be_meant_is_refused_with_its_field(given):
    column, call = REFUSED[given]
    with pytest.raises(lto.InputError) as caught:
        call(*known())
    finding = caught.value.findings[0]
    assert column in (finding.column, finding.value)
    assert finding.mend


@pytest.mark.parametrize("day", [pd.Timestamp("2026-05-20"), dt.date(2026, 5, 20), dt.datetime(2026, 5, 20, 9, 30, tzinfo=dt.UTC)])
def test_a_day_may_be_a_date_of_the_calendar(day):
    history, library, campaign = known()
    text = "2026-05-20"
    plan = chain.plan(start="2026-05-04", end="2026-06-28", event="rose")
    assert lto.evaluate(plan, history, library, as_of=day).total.mean() == lto.evaluate(plan, history, library, as_of=text).total.mean()
    for call in (
        lambda today: lto.second_order(found(), COSTS, lto.SupplyTerms(lead_days=7), on_hand=100, today=today).quantity,
        lambda today: lto.two_stage_order(found(), COSTS, TERMS, decide_on=today).decide_on,
        lambda today: lto.insights(history, today=today),
        lambda today: float(found().overridden({today: 900.0}).total().mean()),
        lambda today: lto.early_read(found(), {"2026-05-04": 100.0, today: 120.0}).sold,
    ):
        assert call(day) == call(text)
    before = dt.date(2026, 4, 1)
    early = lto.forecast(campaign, history, library, origin=before)
    assert float(early.total().mean()) == float(lto.forecast(campaign, history, library, origin="2026-04-01").total().mean())


def test_one_plan_may_be_reviewed_by_itself():
    history, library, _ = known()
    plan = chain.plan(start="2026-05-04", end="2026-06-28", event="rose", demand_mean=12_000.0)
    assert lto.review(plan, history, library).judgements == lto.review([plan], history, library).judgements
