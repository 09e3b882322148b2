import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import METHODS, ON_REQUEST
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain
from tests.python.department import department_store

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}
COLUMNS = [
    "campaign",
    "item",
    "location",
    "event",
    "method",
    "periods_seen",
    "mean",
    "q025",
    "q05",
    *(f"q{k}0" for k in range(1, 10)),
    "q95",
    "q975",
]
QUANTILES = COLUMNS[7:]


def history(table=None) -> SalesHistory:
    return SalesHistory.from_frame(chain.sales() if table is None else table, **ROLES)


def library(*rows) -> CampaignLibrary:
    return CampaignLibrary.from_frame(pd.concat([chain.campaigns(), pd.DataFrame(list(rows))], ignore_index=True))


def row(**changed):
    of = {"campaign": "x", "item": "latte", "location": "east", "event": "x", "start": "2026-09-07", "end": "2026-09-20"}
    return {**of, **changed}


@pytest.fixture(scope="module")
def found():
    return backtest(history(), library(), test_from="2026-01-01", lead=7)


@pytest.fixture(scope="module")
def table(found):
    return found.predictions.to_pandas()


@pytest.fixture
def spy(monkeypatch):
    """A method that remembers what it was given."""
    seen = []

    def spying(campaign, known, past, *, origin, seed):
        seen.append((campaign, known, origin))
        return METHODS["pooled_ratio"](campaign, known, past, origin=origin, seed=seed)

    monkeypatch.setitem(METHODS, "spy", spying)
    return seen


def test_there_is_a_row_a_campaign_and_method_and_one_a_launch(table):
    assert list(table.columns) == COLUMNS
    assert set(table.method) == set(METHODS).difference(FOR_NEW_ITEMS, ON_REQUEST)
    assert len(table) == table.method.nunique() * 2 * (3 + 1)
    assert not table.duplicated(["campaign", "method", "periods_seen"]).any()
    assert (table.periods_seen == 0).all()
    whole = table[table.location == ""]
    assert set(whole.campaign) == set(whole.event) == {"plum", "rose"}


def test_means_add_up_to_the_launch_and_bands_are_between_independent_and_identical_places(table):
    places, whole = table[table.location != ""], table[table.location == ""]
    width = places.assign(width=places["q975"] - places["q025"]).assign(square=lambda frame: frame.width**2)
    summed = width.groupby(["event", "method"])[["mean", "width", "square"]].sum()
    whole = whole.set_index(["event", "method"]).loc[summed.index]
    assert np.allclose(summed["mean"], whole["mean"])
    assert (whole["q975"] - whole["q025"] > 1.2 * np.sqrt(summed["square"])).all()
    assert (whole["q975"] - whole["q025"] < 1.02 * summed["width"]).all()
    assert (np.diff(table[QUANTILES], axis=1) >= 0).all()


def test_it_says_what_forecast_says(table):
    campaign = library().campaign("rose")
    origin = iso_day(day_number(campaign.start) - 7)
    for method in table.method.unique():
        said = forecast(campaign, history(), library(), method=method, origin=origin)
        of_method = table[(table.method == method) & (table.event == "rose")].set_index("location")
        assert np.allclose(of_method.loc[list(said.locations), "mean"], said.by_location().mean())
        assert of_method.loc["", "q90"] == pytest.approx(float(said.total().quantile(0.9)), rel=1e-6)


def test_methods_are_given_nothing_after_the_origin(spy):
    backtest(history(), library(), methods=["spy"], test_from="2025-06-01", lead=7)
    assert len(spy) == 4
    for campaign, known, origin in spy:
        assert origin == iso_day(day_number(campaign.start) - 7)
        assert known.last_day == origin


@pytest.mark.parametrize("method", METHODS)
def test_its_own_sales_and_later_ones_change_nothing(method):
    sales = chain.sales()
    other = sales.assign(units=sales.units.where(sales.date < "2026-04-28", sales.units * 5 + 100))
    said = [
        backtest(history(units), library(), methods=[method], test_from="2026-05-01", lead=7).predictions.to_pandas()
        for units in (sales, other)
    ]
    pd.testing.assert_frame_equal(*said)


def with_a_later_past(sales, day):
    """Sales whose every column differs from a day on: half of the rows gone, a place that did not exist."""
    later = sales.date >= day
    changed = sales.assign(
        units=sales.units.where(~later, sales.units * 5 + 100),
        price=sales.price.where(~later, 0.5),
        **{flag: sales[flag] ^ later for flag in ("promotion", "stock_out", "closed")},
    )
    new = changed[later & (sales.location == "east")].assign(location="zoo")
    return pd.concat([changed[~later | (np.arange(len(sales)) % 2 == 0)], new], ignore_index=True)


@pytest.mark.parametrize(("seen", "day"), [(0, "2026-04-28"), (3, "2026-05-07")])
def test_no_column_of_what_comes_later_is_read_before_launch_or_by_an_early_read(seen, day):
    sales = chain.sales().assign(price=3.0, promotion=False, stock_out=False, closed=False)
    columns = {role: role for role in sales.columns}
    options = {"methods": [name for name in METHODS if name not in ON_REQUEST], "test_from": "2026-05-01", "lead": 7, "early_read": [3]}
    said = []
    for table in (sales, with_a_later_past(sales, day)):
        found = backtest(SalesHistory.from_frame(table, **columns), library(), **options).predictions.to_pandas()
        said.append(found[found.periods_seen <= seen].reset_index(drop=True))
    assert set(said[0].periods_seen) == {0, seen}
    pd.testing.assert_frame_equal(*said)


def test_a_shorter_window_at_a_place_is_its_part_of_the_longest():
    rows = [row(campaign=f"x-{place}", location=place, end=end) for place, end in (("east", "2026-09-10"), ("west", "2026-09-20"))]
    predicted = {
        one.location: one for one in backtest(history(), library(*rows), methods=["pooled_ratio"], test_from="2026-09-01").predictions
    }
    said = forecast(library(*rows).campaign("x"), history(), library(*rows), method="pooled_ratio")
    assert predicted["east"].mean == pytest.approx(said.mean()[0, :4].sum())
    assert predicted["west"].mean == pytest.approx(said.mean()[1].sum())
    assert predicted[""].mean == pytest.approx(predicted["east"].mean + predicted["west"].mean)


def test_a_place_that_begins_later_is_forecast_from_the_launch_s_origin(spy):
    rows = [row(campaign=f"x-{place}", location=place, start=start) for place, start in (("east", "2026-09-07"), ("west", "2026-09-14"))]
    found = backtest(history(), library(*rows), methods=["spy"], test_from="2026-09-01", lead=3)
    assert [(campaign.start, origin) for campaign, _, origin in spy] == [("2026-09-07", "2026-09-04"), ("2026-09-14", "2026-09-04")]
    assert [one.location for one in found.predictions] == ["east", "west", ""]


def test_what_is_left_out_is_named_and_counted():
    rows = [
        row(campaign="x-south", location="south"),
        row(campaign="x-east"),
        row(campaign="late", event="late", start="2026-12-28", end="2027-01-03"),
    ]
    found = backtest(history(), library(*rows), methods=["pooled_ratio", "base_only"], test_from="2025-01-01", lead=1)
    assert (found.campaigns, found.events) == (18, 7)
    assert {(one.method, one.reason, len(one.campaigns)) for one in found.exclusions} == {
        ("", "unknown-location", 1),
        ("", "sales-unknown", 1),
        ("pooled_ratio", "no-analogue", 3),
        ("base_only", "no-analogue", 3),
    }
    assert "- base_only, pooled_ratio: no-analogue: 3 campaigns of 1 launch, such as ginger-east" in str(found)
    assert "late" in {one.campaign for one in found.predictions}
    assert "x-south" not in {one.campaign for one in found.predictions}
    assert found.leaderboard["pooled_ratio"].campaigns == 13


def test_launches_before_the_sales_are_left_out():
    found = backtest(history(), library(row(start="2024-06-03", end="2024-06-09")), methods=["pooled_ratio"], test_from="2024-01-01")
    assert "no-history" in {one.reason for one in found.exclusions}


def test_methods_are_scored_on_what_all_of_them_forecast():
    sales = chain.sales()
    new = pd.concat([sales, sales[sales.date >= "2026-09-07"].assign(item="maple")])
    found = backtest(history(new), library(row(item="maple")), methods=["pooled_ratio", "base_only"], test_from="2026-01-01")
    assert [(one.method, one.reason) for one in found.exclusions] == [("base_only", "no-own-base")]
    assert {one.campaigns for one in found.leaderboard.scores} == {6}
    assert len([one for one in found.predictions if one.method == "pooled_ratio" and one.location]) == 7


def test_figures_are_the_losses_of_the_predictions(found, table):
    sales = chain.sales()
    of = {event: (str(start), str(start + pd.Timedelta(days=55))) for event, (start, _) in chain.LAUNCHES.items()}
    mine = table[table.method == "analogue_ratio"]
    places, whole = mine[mine.location != ""], mine[mine.location == ""]
    units = [
        sales[(sales.location == place) & sales.date.between(*of[event])].units.sum()
        for event, place in zip(places.event, places.location, strict=True)
    ]
    totals = [sales[sales.date.between(*of[event])].units.sum() for event in whole.event]
    score = found.leaderboard["analogue_ratio"]
    short = {level: np.maximum(units - places[f"q{level}"], 0) for level in range(10, 100, 10)}
    over = {level: np.maximum(places[f"q{level}"] - units, 0) for level in range(10, 100, 10)}
    losses = {level: (level * short[level] + (100 - level) * over[level]).sum() / 100 for level in short}
    assert score["WAPE place"] == pytest.approx(np.abs(units - places["mean"]).sum() / sum(units))
    assert score["WAPE chain"] == pytest.approx(np.abs(totals - whole["mean"]).sum() / sum(totals))
    assert score["bias place"] == pytest.approx(sum(places["mean"] - units) / sum(units))
    assert score["wQL place"] == pytest.approx(2 * sum(losses.values()) / 9 / sum(units))
    assert score["newsvendor place"] == pytest.approx(losses[90] / sum(units))
    assert score["80 % band place"] == pytest.approx(np.mean((places["q10"] <= units) & (units <= places["q90"])))
    assert score["95 % band chain"] == pytest.approx(np.mean((whole["q025"] <= totals) & (totals <= whole["q975"])))


@pytest.mark.parametrize("end", ["2026-05-10", "2026-05-04"])
def test_a_week_of_weekly_sales_is_scored_by_its_own_row(end):
    daily = chain.sales()
    weekly = daily.assign(date=daily.date - pd.to_timedelta(daily.date.dt.day_of_week, unit="D"))
    weekly = weekly.groupby(["item", "location", "date"], as_index=False).units.sum()
    before = chain.campaigns()[lambda frame: frame.event != "rose"]
    campaigns = CampaignLibrary.from_frame(pd.concat([before, pd.DataFrame([row(start="2026-05-04", end=end)])], ignore_index=True))
    found = backtest(history(weekly[weekly.date >= "2025-01-06"]), campaigns, methods="base_only", test_from="2026-05-04")
    units = weekly[(weekly.location == "east") & (weekly.date == "2026-05-04")].units.item()
    assert 0.4 * units < found.predictions[0].mean < units
    assert found.leaderboard["base_only"]["WAPE place"] == pytest.approx(1 - found.predictions[0].mean / units)


def test_by_default_the_later_half_of_the_launches_is_tested():
    found = backtest(history(), library(), methods="base_only")
    assert (found.test_from, found.events, found.lead) == ("2025-09-01", 3, 1)


def test_predictions_are_written_and_read_back(found, table, tmp_path):
    for name, read in (("p.parquet", pd.read_parquet), ("p.csv", lambda file: pd.read_csv(file, keep_default_na=False))):
        found.predictions.write(tmp_path / name)
        pd.testing.assert_frame_equal(read(tmp_path / name), table, check_dtype=False)
    with pytest.raises(InputError, match=r"\.parquet"):
        found.predictions.write(tmp_path / "p.xlsx")
    with pytest.raises(InputError, match="no such folder"):
        found.predictions.write(tmp_path / "none" / "p.parquet")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"methods": ["analog_ratio"]}, "unknown-method"),
        ({"methods": []}, "no-method"),
        ({"lead": 0}, "lead-too-short"),
        ({"test_from": "2026-02-30"}, "no-such-day"),
        ({"test_from": "2030-01-01"}, "no-launch"),
        ({"early_read": (0,)}, "bad-early-read"),
        ({"early_read": (1.5,)}, "bad-early-read"),
        ({"early_read": ("first",)}, "bad-early-read"),
        ({"early_read": 7}, "bad-early-read"),
        ({"lead": "soon"}, "lead-too-short"),
        ({"lead": 1.5}, "lead-too-short"),
        ({"attributes": pd.DataFrame({"item": ["latte"]})}, "wrong-kind"),
    ],
)
def test_what_cannot_be_done_is_refused(options, code):
    with pytest.raises(InputError) as caught:
        backtest(history(), library(), **options)
    assert caught.value.findings[0].code == code


def test_a_library_without_campaigns_is_refused():
    with pytest.raises(InputError, match="the library has no campaigns"):
        backtest(history(), library().ended_by("2025-01-01"))


def test_seasons_that_share_an_event_in_the_table_are_launches_of_their_own_under_its_name():
    sales, seasons = department_store(departments=3, places=3)
    history = SalesHistory.from_frame(sales)
    own, shared = (
        backtest(history, CampaignLibrary.from_frame(table), methods=["recurring_season"], test_from="2011-06-01").predictions
        for table in (seasons, seasons.assign(event="christmas"))
    )
    assert own.columns() | {"event": [], "campaign": []} == shared.columns() | {"event": [], "campaign": []}
    assert set(shared.columns()["event"]) == {"christmas"}
    assert {one.campaign for one in shared if one.row < 0} == {"christmas-2011-11-14"}
    assert len(shared) == 3 * (3 + 1)
