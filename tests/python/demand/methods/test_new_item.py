import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.launch.new_item import is_new_item
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from tests.python.meals import meals

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


class Kitchen:
    """Meals as history, library and items."""

    def __init__(self, **options):
        self.sales, self.campaigns, self.described = meals(**{"places": 6, **options})
        self.history = SalesHistory.from_frame(self.sales, **ROLES)
        self.library = CampaignLibrary.from_frame(self.campaigns)
        self.items = ItemTable.from_frame(self.described)

    def last(self):
        return self.library.campaigns()[-1]

    def said(self, campaign=None, **options):
        return forecast(campaign or self.last(), self.history, self.library, **{"attributes": self.items, **options})

    def sold(self, item):
        window = self.campaigns[self.campaigns.item == item].iloc[0]
        of = self.sales[(self.sales.item == item) & self.sales.date.between(window.start, window.end)]
        return of.units.sum()


@pytest.fixture(scope="module")
def kitchen():
    return Kitchen(seed=1)


@pytest.fixture(scope="module")
def tested(kitchen):
    methods = ["new_item", "nearest_analogues", "attribute_model"]
    return backtest(kitchen.history, kitchen.library, methods=methods, attributes=kitchen.items, early_read=(1, 4))


def test_an_item_is_new_until_something_of_it_is_known_to_have_sold(kitchen):
    campaign = kitchen.last()
    assert is_new_item(kitchen.history, campaign)
    assert not is_new_item(kitchen.history, campaign, origin=campaign.end)
    assert is_new_item(kitchen.history, Campaign(item="never seen", start="2024-05-01", end="2024-05-28"))
    assert not is_new_item(kitchen.history, Campaign(item=kitchen.library.campaigns()[0].item, start=campaign.start, end=campaign.end))


def test_it_is_chosen_for_new_items(kitchen):
    found = kitchen.said(method="auto")
    assert found.method == "new_item"
    assert np.array_equal(found.mean(), kitchen.said(method="new_item").mean())


@pytest.mark.parametrize("seed", [0, 5, 7])
def test_it_beats_what_a_planner_would_do_by_hand(seed):
    """The mean of the category, and the three items of the nearest price in it."""
    kitchen = Kitchen(seed=seed)
    tested = backtest(kitchen.history, kitchen.library, methods="new_item", attributes=kitchen.items)
    order, of = list(kitchen.described.item), kitchen.described.set_index("item")
    sold = {item: kitchen.sold(item) for item in order}
    launched = dict.fromkeys(one.item for one in tested.predictions)
    by_hand = {"category": 0.0, "price": 0.0}
    for item in launched:
        past = order[: order.index(item) - 4]
        alike = [one for one in past if of.category[one] == of.category[item]] or past
        near = sorted(alike, key=lambda one: abs(of.price[one] - of.price[item]))[:3]
        by_hand["category"] += abs(np.mean([sold[one] for one in alike]) - sold[item])
        by_hand["price"] += abs(np.exp(np.mean([np.log(sold[one]) for one in near])) - sold[item])
    least = min(by_hand.values()) / sum(sold[item] for item in launched)
    assert tested.leaderboard["new_item"]["WAPE chain"] < 0.9 * least


def test_one_week_of_eight_tells_more_than_the_run_rate(tested):
    after_one = tested.early[1]
    assert after_one["new_item"]["WAPE place"] < 0.9 * after_one["run_rate"]["WAPE place"]
    assert after_one["new_item"]["WAPE place"] < 0.6 * after_one["new_item, no update"]["WAPE place"]
    assert tested.early[4]["new_item"]["WAPE chain"] < after_one["new_item"]["WAPE chain"]


def test_bands_hold_what_they_promise(tested):
    assert 0.68 <= tested.leaderboard["new_item"]["80 % band chain"] <= 0.96
    assert 0.7 <= tested.leaderboard["new_item"]["80 % band place"] <= 0.92
    assert 0.7 <= tested.early[1]["new_item"]["80 % band place"] <= 0.92


def test_analogues_say_why(kitchen):
    found = kitchen.said(method="nearest_analogues")
    counting = [one for one in found.analogues if one.weight > 0]
    assert len(counting) == 3
    assert sum(one.weight for one in counting) == pytest.approx(1)
    of = kitchen.described.set_index("item")
    mine = of.loc[kitchen.last().item]
    for one in counting:
        assert "% alike" in one.why
        for name in ("category", "cuisine"):
            assert (f"same {name} ({mine[name]})" in one.why) == (of.loc[one.item, name] == mine[name])


def test_pinned_analogues_are_the_only_ones(kitchen):
    pins = [one.event for one in kitchen.said(method="nearest_analogues").analogues[-2:]]
    found = kitchen.said(method="nearest_analogues", pinned=pins)
    assert {one.event for one in found.analogues if one.weight > 0} == set(pins)


def test_a_dropped_analogue_is_not_learned_from(kitchen):
    first = kitchen.said(method="nearest_analogues").analogues[0]
    found = kitchen.said(method="nearest_analogues", dropped=[first.event])
    assert first.event not in {one.event for one in found.analogues}
    without = kitchen.sales.assign(units=kitchen.sales.units.where(kitchen.sales.item != first.item, 9999))
    history = SalesHistory.from_frame(without, **ROLES)
    other = forecast(kitchen.last(), history, kitchen.library, attributes=kitchen.items, method="new_item", dropped=[first.item])
    assert other.analogues
    assert first.item not in {one.item for one in other.analogues}


def test_a_weight_by_hand_counts(kitchen):
    before = kitchen.said(method="nearest_analogues").analogues
    after = {one.event: one.weight for one in kitchen.said(method="nearest_analogues", weights={before[1].event: 5}).analogues}
    assert after[before[1].event] / after[before[0].event] == pytest.approx(5 * before[1].weight / before[0].weight)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"pinned": ["nonsense"]}, "unknown-analogue"),
        ({"weights": {"meal1": -1}}, "bad-weight"),
        ({"pinned": ["meal1"], "dropped": ["meal1"]}, "pinned-and-dropped"),
        ({"attributes": {"meal1": "soup"}}, "wrong-kind"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(kitchen, options, code):
    with pytest.raises(InputError) as caught:
        kitchen.said(method="new_item", **options)
    assert caught.value.findings[0].code == code


def test_a_lower_price_and_more_advertising_sell_more_where_they_did_before(kitchen):
    campaign = kitchen.last()
    of = {name: value for name, value in campaign.covariates.items() if name != "discount"}
    little, much = (
        kitchen.said(
            Campaign(item="new dish", start=campaign.start, end=campaign.end, covariates={**of, "discount": cut}), method="new_item"
        )
        for cut in (0.0, 0.25)
    )
    assert float(much.total().mean()) > 1.2 * float(little.total().mean())


def test_levers_that_differ_between_places_move_places():
    kitchen = Kitchen(seed=2)
    rng = np.random.default_rng(0)
    poster = pd.Series(rng.uniform(size=len(kitchen.campaigns)) < 0.5, index=kitchen.campaigns.index).astype(float)
    campaigns = kitchen.campaigns.assign(poster=poster)
    sales = kitchen.sales.merge(campaigns[["item", "location", "poster"]], on=["item", "location"])
    sales["units"] = (sales.units * np.exp(0.6 * sales.poster)).round()
    library, history = CampaignLibrary.from_frame(campaigns), SalesHistory.from_frame(sales, **ROLES)
    campaign = library.campaigns()[-1]
    with_poster = campaigns[(campaigns.item == campaign.item)].set_index("location").poster
    found = forecast(campaign, history, library, attributes=kitchen.items, method="new_item")
    plain = forecast(
        campaign, history, CampaignLibrary.from_frame(campaigns.drop(columns="poster")), attributes=kitchen.items, method="new_item"
    )
    ratio = pd.Series((found.by_location().mean() / plain.by_location().mean()), index=list(found.locations))
    effect = np.log(ratio[with_poster > 0].mean() / ratio[with_poster == 0].mean())
    assert effect == pytest.approx(0.6, abs=0.15)


def test_everyday_sales_stand_in_for_launches_that_nobody_recorded():
    kitchen = Kitchen(seed=3, step=0, sales_after=10)
    item = kitchen.described.item[0]
    start = kitchen.sales.date.max() + pd.Timedelta(weeks=1)
    known = kitchen.sales[kitchen.sales.item != item]
    late = kitchen.sales[kitchen.sales.item == item]
    late = late.assign(date=late.date + (start - late.date.min()))
    campaign = Campaign(item=item, start=start.date(), end=(start + pd.Timedelta(days=55)).date())
    other = CampaignLibrary.from_frame(
        kitchen.campaigns[kitchen.campaigns.item == item].assign(start=start, end=start + pd.Timedelta(days=55))
    )
    found = forecast(campaign, SalesHistory.from_frame(pd.concat([known, late]), **ROLES), other, attributes=kitchen.items)
    assert found.method == "new_item"
    assert len(found.analogues) == 48
    truth = late[late.date < start + pd.Timedelta(weeks=8)].units.sum()
    assert 0.4 < float(found.total().mean()) / truth < 2.5


def test_without_attributes_it_says_so(kitchen):
    library = CampaignLibrary.from_frame(kitchen.campaigns.drop(columns=["emailer", "homepage", "discount"]))
    found = forecast(kitchen.last(), kitchen.history, library, method="new_item")
    assert "no-attributes" in {one.code for one in found.findings}


def test_boosting_joins_in(kitchen):
    found = kitchen.said(method="new_item_boosted")
    assert 0.5 < float(found.total().mean()) / float(kitchen.said(method="new_item").total().mean()) < 2


@pytest.mark.parametrize("only_campaigns", [True, False])
def test_nothing_of_the_launch_or_after_is_read_but_the_periods_seen(only_campaigns):
    kitchen = Kitchen(seed=4, only_campaigns=only_campaigns)
    start = kitchen.campaigns.start.max()
    later = kitchen.sales.date >= start + pd.Timedelta(weeks=2)
    changed = SalesHistory.from_frame(kitchen.sales.assign(units=kitchen.sales.units.where(~later, 7 * kitchen.sales.units + 50)), **ROLES)
    said = [
        backtest(history, kitchen.library, methods="auto", test_from=str(start.date()), early_read=(2,), attributes=kitchen.items)
        for history in (kitchen.history, changed)
    ]
    pd.testing.assert_frame_equal(*(one.predictions.to_pandas() for one in said))
