import pandas as pd
import polars as pl
import pytest

from ltoplan_widgets.demand.library.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.library.described_library import described
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, campaigns, sales, with_cell


def refused(table):
    with pytest.raises(InputError) as caught:
        CampaignLibrary.from_frame(table)
    return caught.value.findings


def two_launches() -> pd.DataFrame:
    return pd.concat(
        [campaigns(), campaigns(event="summer", start="2026-01-20", end="2026-01-22", campaign=["s-e", "s-w"])], ignore_index=True
    )


def test_a_launch_is_one_campaign_over_its_places():
    launch = CampaignLibrary.from_frame(campaigns(tv=1, size=["big", "small"])).campaign("spring")
    assert (launch.item, launch.event, launch.start, launch.end) == ("latte", "spring", "2026-01-12", "2026-01-16")
    assert set(launch.locations) == {"east", "west"}
    assert launch.covariates == {"tv": 1.0}


def test_a_campaign_is_found_by_its_own_key_too():
    launch = CampaignLibrary.from_frame(campaigns(size=["big", "small"])).campaign("spring-west")
    assert (set(launch.locations), launch.covariates) == ({"west"}, {"size": "small"})


def test_polars_gives_the_same_library():
    assert CampaignLibrary.from_frame(pl.from_pandas(two_launches())).events == ("spring", "summer")


def test_only_what_had_ended_everywhere_is_over():
    library = CampaignLibrary.from_frame(two_launches())
    assert library.ended_by("2026-01-15").events == ()
    assert library.ended_by("2026-01-16").events == ("spring",)
    assert len(library.ended_by("2026-01-22")) == 4
    assert [one.event for one in library.campaigns()] == ["spring", "summer"]


def test_an_unknown_campaign_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'spring'"):
        CampaignLibrary.from_frame(campaigns()).campaign("sprnig")


def test_an_event_of_several_items_needs_the_item():
    table = pd.concat([campaigns(), campaigns(item="mocha", campaign=["m-e", "m-w"])], ignore_index=True)
    library = CampaignLibrary.from_frame(table)
    with pytest.raises(InputError, match="latte, mocha"):
        library.campaign("spring")
    assert library.campaign("spring", item="mocha").item == "mocha"


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (1, "end", "2026-01-11", "end-before-start"),
        (0, "start", "soon", "bad-date"),
        (1, "item", None, "null-key"),
        (1, "location", "east", "duplicate-campaign"),
    ],
)
def test_a_bad_row_is_refused_with_its_row(row, column, value, code):
    findings = refused(with_cell(campaigns(), row, column, value))
    assert (findings[0].code, findings[0].rows) == (code, (row,))


def test_an_empty_event_is_a_launch_of_the_item_and_first_day():
    library = CampaignLibrary.from_frame(with_cell(campaigns(), 1, "event", None))
    assert library.rows.event == ("spring", f"latte-{library.campaigns()[0].start}")
    assert [(one.code, one.severity, one.rows) for one in library.findings] == [("left-out-key", "warning", (1,))]


def test_an_empty_place_is_every_place_that_the_launch_does_not_name():
    past = with_cell(with_cell(campaigns(), 1, "location", ""), 1, "campaign", "")
    library = CampaignLibrary.from_frame(past)
    history = SalesHistory.from_frame(sales(), **COLUMNS)
    assert {one.code for one in library.checked_against(history)} >= {"no-places"}
    spread = library.mended(["no-places"], history=history)
    assert spread.rows.location == ("east", "west")
    assert spread.rows.campaign == (past.campaign[0], "spring-west")


def test_a_missing_column_is_named():
    assert refused(campaigns().rename(columns={"event": "evnt"}))[0].mend.startswith("did you mean 'evnt'")


def test_overlaps_of_one_item_at_one_place_are_warned_of():
    table = pd.concat(
        [campaigns(), campaigns(event="summer", start="2026-01-15", end="2026-01-22", campaign=["s-e", "s-w"])], ignore_index=True
    )
    library = CampaignLibrary.from_frame(table)
    assert [(one.code, one.rows) for one in library.findings] == [("overlapping-campaigns", (2, 3))]


def test_a_library_is_checked_against_a_history():
    history = SalesHistory.from_frame(sales(), **COLUMNS)
    fitting, strange = (
        CampaignLibrary.from_frame(campaigns()),
        CampaignLibrary.from_frame(campaigns(item="late", location=["east", "wst"], end="2027-01-01", start="2025-01-01")),
    )
    assert fitting.checked_against(history) == ()
    found = {one.code: one for one in strange.checked_against(history)}
    assert set(found) == {"unknown-item", "unknown-location", "before-history", "after-history"}
    assert "'latte'" in found["unknown-item"].message
    assert found["unknown-location"].rows == (1,)


def test_a_library_is_read_from_a_file(tmp_path):
    campaigns(tv=1.5).to_csv(tmp_path / "campaigns.csv", index=False)
    assert CampaignLibrary.read(tmp_path / "campaigns.csv").campaign("spring").covariates == {"tv": 1.5}


def test_numbers_that_no_plan_can_hold_count_as_unknown():
    library = CampaignLibrary.from_frame(campaigns(tv=[1e300, float("inf")], size=[pd.NA, "nan"], shown=["True", "false"]))
    assert library.rows.covariates == {"tv": (None, None), "size": (None, None), "shown": (True, False)}
    assert [(found.code, found.column, found.rows, found.severity) for found in library.findings] == [
        ("unusable-number", "tv", (0, 1), "warning")
    ]


@pytest.mark.parametrize("name", ["__index_level_0__", "Unnamed: 0", ""])
def test_an_index_that_was_written_along_is_no_covariate(tmp_path, name):
    campaigns(display=True).assign(**{name: [0, 1]}).to_csv(tmp_path / "past.csv", index=False)
    assert list(CampaignLibrary.read(tmp_path / "past.csv").rows.covariates) == ["display"]


def test_covariates_with_commas_and_percent_signs_are_numbers():
    covariates = CampaignLibrary.from_frame(campaigns(tv=["1,5", ""], discount=["20 %", "25%"], size=["2 for 1", "3,5"])).rows.covariates
    assert covariates["tv"] == (1.5, None)
    assert covariates["discount"] == (0.2, 0.25)
    assert covariates["size"] == ("2 for 1", "3,5")


def test_words_with_digits_stay_words():
    found = CampaignLibrary.from_frame(campaigns(shelf="12_07")).campaign("spring")
    assert found.covariates == {"shelf": "12_07"}


def test_a_covariate_may_hold_anything():
    assert CampaignLibrary.from_frame(campaigns(note=[[1, 2], [3]])).rows.covariates["note"] == ("[1, 2]", "[3]")


def test_without_keys_an_items_campaigns_of_one_first_day_are_a_launch():
    library = CampaignLibrary.from_frame(campaigns().drop(columns=["event", "campaign"]))
    assert library.events == ("latte-2026-01-12",)
    assert library.rows.campaign == ("latte-2026-01-12-east", "latte-2026-01-12-west")


def test_a_missing_column_is_renamed_as_there_is_nothing_to_name_it_by():
    assert refused(campaigns().rename(columns={"start": "starts"}))[0].mend == "did you mean 'starts'? Rename it to 'start'"


def test_people_name_seasons_that_share_an_event_as_the_table_does():
    years = [campaigns(event="easter"), campaigns(event="easter", start="2027-03-29", end="2027-04-04", campaign=["a", "b"])]
    library = CampaignLibrary.from_frame(pd.concat(years, ignore_index=True))
    assert len(library.events) == len(years)
    choice = described(library, None, AnalogueChoice.of(dropped=["easter"])).choice
    assert choice.dropped == frozenset(library.events)
    assert described(library, None, AnalogueChoice.of(weights={"easter": 2.0})).choice.weights == dict.fromkeys(library.events, 2.0)
