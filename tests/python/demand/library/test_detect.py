"""Campaigns found in sales, against those that made them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.sales.test_mend import DAYS, at, busy

WINDOWS = [("2026-01-20", "2026-01-26"), ("2026-03-02", "2026-03-15")]


def flagged(windows=WINDOWS, *, places=("east", "west")) -> SalesHistory:
    table = busy()
    inside = sum(((table["date"] >= start) & (table["date"] <= end)) for start, end in windows)
    on = (table["item"] == "latte") & table["location"].isin(places) & (inside > 0)
    return history(table.assign(promotion=on), promotion="promotion")


def history(table, **columns):
    return SalesHistory.from_frame(table, item="item", location="location", date="date", units="units", **columns)


def windows(library, item="latte"):
    return [(one.start, one.end, sorted(one.locations)) for one in library.campaigns() if one.item == item]


def test_flags_become_campaigns_and_events():
    library = CampaignLibrary.detect(flagged())
    assert windows(library) == [(start, end, ["east", "west"]) for start, end in WINDOWS]
    assert library.events == ("latte-2026-01-20", "latte-2026-03-02")
    assert len(library) == 4


def test_a_short_gap_does_not_end_a_campaign_and_a_long_one_does():
    torn = [("2026-01-20", "2026-01-22"), ("2026-01-26", "2026-01-28")]
    assert windows(CampaignLibrary.detect(flagged(torn)))[0][:2] == ("2026-01-20", "2026-01-28")
    assert [one[:2] for one in windows(CampaignLibrary.detect(flagged(torn), max_gap=2))] == torn


def test_places_that_begin_a_few_days_apart_are_one_event():
    table = busy()
    late = (table["location"] == "west") & (table["date"] >= "2026-02-03") & (table["date"] <= "2026-02-09")
    early = (table["location"] == "east") & (table["date"] >= "2026-02-01") & (table["date"] <= "2026-02-07")
    library = CampaignLibrary.detect(history(table.assign(promotion=(table["item"] == "tea") & (late | early)), promotion="promotion"))
    assert library.events == ("tea-2026-02-01",)
    assert sorted(library.rows.first.tolist()) == [20485, 20487]


def test_windows_cut_off_by_the_history_are_left_out():
    cut = [("2026-01-05", "2026-01-10"), ("2026-02-02", "2026-02-08"), ("2026-04-06", "2026-04-12")]
    assert [one[:2] for one in windows(CampaignLibrary.detect(flagged(cut)))] == [("2026-02-02", "2026-02-08")]


def test_limited_items_of_a_generated_chain_are_found_with_their_windows():
    starts = ("2025-03-06", "2025-06-05", "2025-09-04")
    offers = [
        LimitedOffer(event=f"e{k}", item="pumpkin" if k else "lilac", start=start, days=28, ratio=0.2) for k, start in enumerate(starts)
    ]
    made = synthetic_chain(
        [EverydayItem(key="coffee", units=80.0, summer=0.3)], offers, first_day="2025-01-01", last_day="2025-12-31", places=5
    )
    library = CampaignLibrary.detect(history(made.sales))
    truth = {(offer.item, offer.start) for offer in offers}
    assert {(one.item, one.start) for one in library.campaigns()} == truth
    assert set(library.rows.last - library.rows.first) == {27}
    assert set(library.rows.item) == {"lilac", "pumpkin"}


def test_a_seasonal_item_that_sells_a_little_all_year_has_a_window():
    days = pd.date_range("2024-01-01", periods=728)
    season = (days.month == 12) & (days.day <= 24)
    units = np.where(season, 60.0, np.random.default_rng(0).poisson(0.2, len(days)))
    table = pd.DataFrame({"item": "stollen", "location": "east", "date": days, "units": units})
    assert [one[:2] for one in windows(CampaignLibrary.detect(history(table)), "stollen")] == [
        ("2024-12-01", "2024-12-24"),
        ("2025-12-01", "2025-12-24"),
    ]
    with pytest.raises(InputError, match="no promotion is flagged"):
        CampaignLibrary.detect(history(table), min_share=0.99)


def test_everyday_items_have_no_campaign():
    with pytest.raises(InputError) as caught:
        CampaignLibrary.detect(history(busy()))
    assert caught.value.findings[0].code == "no-campaign"


@pytest.mark.parametrize(
    ("options", "code"), [({"min_share": 0}, "bad-share"), ({"max_gap": -1}, "bad-gap"), ({"min_days": 9, "max_days": 3}, "bad-days")]
)
def test_arguments_out_of_range_are_refused(options, code):
    with pytest.raises(InputError) as caught:
        CampaignLibrary.detect(flagged(), **options)
    assert caught.value.findings[0].code == code


def test_lengths_are_limited():
    assert [one[:2] for one in windows(CampaignLibrary.detect(flagged(), max_days=10))] == WINDOWS[:1]
    assert [one[:2] for one in windows(CampaignLibrary.detect(flagged(), min_days=10))] == WINDOWS[1:]


def test_what_is_found_is_checked_and_fits_the_sales():
    found = CampaignLibrary.detect(flagged())
    assert found.findings == ()
    assert found.checked_against(flagged()) == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, DAYS - 10), st.integers(1, 8)), min_size=1, max_size=4), st.integers(0, 10))
def test_every_flag_is_in_one_campaign_and_campaigns_do_not_overlap(runs, gap):
    table = busy()
    flags = np.zeros(len(table), bool)
    own = at(table, "latte", "east")
    for start, length in runs:
        flags[own[start : start + length]] = True
    library = CampaignLibrary.detect(history(table.assign(promotion=flags), promotion="promotion"), max_gap=gap)
    covered = np.zeros(DAYS, int)
    for first, last in zip(library.rows.first, library.rows.last, strict=True):
        covered[first - 20458 : last - 20458 + 1] += 1
    assert covered.max() == 1
    assert np.all(covered[flags[own]] == 1)


def test_the_real_bakery_weeks_are_found_again():
    from ltoplan_widgets.samples.sample_data import sample_data

    sample = sample_data("bakery")
    found = CampaignLibrary.detect(sample.history)
    keys = [set(zip(one.rows.item, one.rows.location, one.rows.first.tolist(), strict=True)) for one in (found, sample.library)]
    assert len(keys[0] & keys[1]) > 0.95 * len(keys[1])
