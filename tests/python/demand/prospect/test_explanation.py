"""Forecasts taken apart, on chains whose levers are known."""

import functools

import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.prospect.explanation import explain
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError

NAMES = ["base", "event", "place", "price", "feature", "season"]
PLACES = [f"p{index}" for index in range(8)]


@functools.cache
def chain() -> tuple[SalesHistory, CampaignLibrary]:
    """An item on offer for a week each month: 1 % cheaper adds 2 %, a leaflet adds 25 %; half of the places answer stronger."""
    random = np.random.default_rng(3)
    days = pd.date_range("2024-01-01", "2025-12-31")
    starts = pd.date_range("2024-02-05", "2025-12-20", freq="28D")
    discount, leaflet = random.choice([0.1, 0.2, 0.3], len(starts)), random.integers(0, 2, len(starts))
    log = np.zeros((len(PLACES), len(days)))
    rows = []
    for event, start in enumerate(starts):
        inside = (days >= start) & (days < start + pd.Timedelta(days=7))
        surprise = random.normal(0, 0.05)
        for place, key in enumerate(PLACES):
            log[place, inside] = 0.1 - 2 * np.log(1 - discount[event]) + 0.22 * leaflet[event] + (0.15 if place < 4 else -0.15) + surprise
            window = {"start": start.date().isoformat(), "end": (start + pd.Timedelta(days=6)).date().isoformat()}
            levers = {"discount": discount[event], "leaflet": bool(leaflet[event])}
            rows.append({"campaign": f"e{event}-{key}", "item": "latte", "location": key, "event": f"e{event}", **window, **levers})
    units = random.poisson(60 * np.exp(log + random.normal(0, 0.08, log.shape)))
    table = pd.DataFrame(
        {
            "item": "latte",
            "location": np.repeat(PLACES, len(days)),
            "date": np.tile(days, len(PLACES)),
            "units": units.ravel().astype(float),
        }
    )
    sold = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units")
    return sold, CampaignLibrary.from_frame(pd.DataFrame(rows))


def explained(*, locations=None, **levers):
    history, library = chain()
    last = library.campaigns()[-1]
    planned = type(last)(
        item=last.item,
        event="new",
        start=last.start,
        end=last.end,
        locations=dict.fromkeys(locations or PLACES, True),
        covariates={"discount": 0.2, "leaflet": False, **levers},
    )
    return explain(planned, history, library), planned


def log_of(found, name):
    """A part on the log scale: its units over the logarithmic mean of total and base."""
    base = found["base"].units
    return found[name].units * np.log(found.total / base) / (found.total - base)


def test_the_parts_add_up_to_the_forecast():
    found, planned = explained()
    history, library = chain()
    assert [one.name for one in found.contributions] == NAMES
    assert sum(one.units for one in found.contributions) == pytest.approx(found.total)
    assert found.total == pytest.approx(float(forecast(planned, history, library, method="eb_uplift").total().mean()), rel=0.02)
    assert all(one.low <= one.units <= one.high for one in found.contributions)
    assert found["base"].units == pytest.approx(60 * 7 * 8, rel=0.05)


def test_a_part_that_is_not_there_is_no_key():
    found, _ = explained()
    with pytest.raises(KeyError, match="judgement"):
        found["judgement"]


def test_a_deeper_price_cut_shows_as_price_and_nothing_else():
    shallow, deep = explained(discount=0.1)[0], explained(discount=0.3)[0]
    assert shallow["price"].units < 0 < deep["price"].units
    gained = log_of(deep, "price") - log_of(shallow, "price")
    assert gained == pytest.approx(np.log(deep.total / shallow.total), rel=0.2)
    assert gained == pytest.approx(2 * np.log(0.9 / 0.7), rel=0.15)
    assert log_of(deep, "feature") == pytest.approx(log_of(shallow, "feature"), abs=0.25 * gained)
    assert "discount 0.3" in deep["price"].why


def test_a_leaflet_shows_as_feature_with_its_size():
    with_it, without = explained(leaflet=True)[0], explained(leaflet=False)[0]
    assert with_it.total / without.total == pytest.approx(np.exp(0.22), rel=0.06)
    assert log_of(with_it, "feature") - log_of(without, "feature") == pytest.approx(0.22, abs=0.06)
    assert with_it["feature"].low > 0 > without["feature"].high


def test_places_that_answer_stronger_show_as_place():
    strong, weak = explained(locations=PLACES[:4])[0], explained(locations=PLACES[4:])[0]
    assert strong["place"].low > 0 > weak["place"].high


def test_without_a_season_in_the_sales_nothing_is_said_of_it():
    found, _ = explained()
    assert abs(found["season"].units) < 0.05 * found.total


def test_another_forecast_is_explained_too_and_what_the_model_does_not_see_is_the_event():
    history, library = chain()
    own, planned = explained()
    other = explain(planned, history, library, forecast=forecast(planned, history, library, method="pooled_ratio"))
    assert sum(one.units for one in other.contributions) == pytest.approx(other.total)
    assert other.total != pytest.approx(own.total, rel=1e-6)
    assert other.why.startswith("The method pooled ratio does not say")
    assert f"{round(other.total - own.total):+,d} units, counts as event" in other.why
    assert np.sign(other["event"].units - own["event"].units) == np.sign(other.total - own.total)


def test_a_higher_level_is_wider_and_is_checked():
    history, library = chain()
    _, planned = explained()
    narrow, wide = (explain(planned, history, library, level=level)["event"] for level in (0.5, 0.95))
    assert wide.high - wide.low > narrow.high - narrow.low
    with pytest.raises(InputError, match="between 0 and 1"):
        explain(planned, history, library, level=1.5)
    assert "event " in str(explained()[0])


@pytest.mark.parametrize("method", ["eb_uplift", "analogue_ratio", "seasonal_naive", "base_only"])
def test_parts_add_up_whatever_the_method(method):
    history, library = chain()
    _, planned = explained()
    made = forecast(planned, history, library, method=method)
    found = explain(planned, history, library, forecast=made, unit="cups")
    assert sum(one.units for one in found.contributions) == pytest.approx(float(made.mean().sum()))
    assert ("which made the forecast" in found.why) == (method == "eb_uplift")
    assert "cups expected, and what they are made of" in str(found)
    assert found._repr_html_().count("<tr>") == 1 + len(NAMES) + 1


def test_a_new_item_has_no_base():
    history, library = chain()
    _, planned = explained()
    found = explain(type(planned)(item="matcha", start=planned.start, end=planned.end, covariates=planned.covariates), history, library)
    assert found["base"].units == 0
    assert sum(one.units for one in found.contributions) == pytest.approx(found.total)


def test_sales_that_end_long_before_the_origin_are_explained_too():
    history, library = chain()
    _, planned = explained()
    early = history.known_by(history.first + 600)
    found = explain(planned, early, library)
    assert found["base"].low < found["base"].units < found["base"].high
    assert sum(one.units for one in found.contributions) == pytest.approx(found.total)
