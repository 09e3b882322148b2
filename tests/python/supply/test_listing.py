"""What a planner sees of each result, printed and in a notebook."""

import numpy as np
import pytest

from ltoplan_widgets.supply.allocation import allocate
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.delivery_plan import delivery_plan
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.exit_plan import exit_plan
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.price_option import price_options
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.second_order import second_order
from ltoplan_widgets.supply.sensitivity import sensitivity
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.supply.two_stage_order import two_stage_order
from tests.python.supply.forecasts import uncertain

FORECAST = uncertain(places=20)
TOTAL = SampleDemand(FORECAST.total().paths())
COSTS = Costs(5.0, 2.0, salvage=0.5)
TERMS = SupplyTerms(case_pack=12, lead_days=7, shelf_life_days=21)
FOLLOWS = Elasticity(2.0, 0.3)
EXIT = exit_plan(FORECAST, COSTS, on_hand=20_000, elasticity=FOLLOWS)

RESULTS = {
    "order": (order_plan(FORECAST, COSTS, TERMS), ("order", "units in", "risk of running out", "last day to order", "3 deliveries")),
    "deliveries": (delivery_plan(FORECAST, COSTS, TERMS), ("order by", "2027-01-28", "units to have then", "spoil")),
    "two orders": (two_stage_order(FORECAST, COSTS, TERMS, decide_on="2027-01-21"), ("first order", "worth of waiting", "2027-01-28")),
    "second order": (second_order(FORECAST, COSTS, TERMS, on_hand=500), ("order now", "on hand and on order", "last day to order")),
    "allocation": (allocate(10_000, FORECAST, case_pack=12), ("place", "risk of running out", "all 20 places", "5 more places")),
    "exit plan": (EXIT, ("expected leftover", "write-off", "brings in")),
    "markdowns": (EXIT.markdowns, ("discount", "brings in", "% off")),
    "prices": (
        price_options(TOTAL, COSTS, TERMS, elasticity=FOLLOWS, tried=(4.0, 5.5)),
        ("order, units", "profit band", "tried before", "Best:"),
    ),
    "sensitivity": (sensitivity(TOTAL, COSTS, TERMS), ("assumption", "profit at low", "demand mean")),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_a_table_with_units(name):
    result, said = RESULTS[name]
    for shown in (str(result), result._repr_html_()):
        for words in said:
            assert words in shown
        assert "e+" not in shown
    assert result._repr_html_().count("<table>") == 1


def test_places_come_as_a_table_of_their_own():
    plan = allocate(10_000, FORECAST, case_pack=12)
    table = plan.to_pandas()
    assert table["location"].tolist() == list(plan.locations)
    assert table["quantity"].sum() + plan.reserve == pytest.approx(10_000)
    assert np.allclose(table["cases"] * 12, table["quantity"])


def test_the_best_price_at_the_edge_of_the_grid_is_told():
    inner, edge = (price_options(TOTAL, COSTS, TERMS, elasticity=FOLLOWS, prices=prices) for prices in ([2.5, 4.0, 8.0], [6.0, 8.0]))
    assert "edge of the grid" not in str(inner)
    assert "edge of the grid" in str(edge)
