"""Every kind of bad input is found, named by rows, and mended in one call."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.encoding import ENCODING
from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, campaigns, sales, with_cell

DAYS = 98


def busy(**changed: object) -> pd.DataFrame:
    """Three items at four places for 14 weeks, with the scatter of real sales; rows by item, place, day."""
    random = np.random.default_rng(0)
    days = pd.date_range("2026-01-05", periods=DAYS)
    size = {"east": 1.0, "north": 1.2, "south": 0.8, "west": 1.5, "wharf": 1.1}
    frames = [
        pd.DataFrame({"item": item, "location": place, "date": days, "units": random.poisson(usual * scale, DAYS).astype(float)})
        for item, usual in (("latte", 60), ("mocha", 40), ("tea", 30))
        for place, scale in size.items()
    ]
    return pd.concat(frames, ignore_index=True).assign(**changed)


def weekly(**changed: object) -> pd.DataFrame:
    """The same with a row a week."""
    return busy(**{"date": np.tile(pd.date_range("2026-01-05", periods=DAYS, freq="7D"), 15), **changed})


def at(table, item, place):
    return table.index[(table["item"] == item) & (table["location"] == place)].to_numpy()


def put(table, rows, column, values):
    changed = table.copy()
    changed[column] = changed[column].astype(object) if isinstance(values, str) else changed[column]
    changed.loc[rows, column] = values
    return changed


def history(table, **options) -> SalesHistory:
    return SalesHistory.from_frame(table, **named(table), **options)


def named(table) -> dict[str, str]:
    """The usual columns, where a table has all that it must have."""
    names = getattr(table, "column_names", None) or list(table.columns)
    return {role: role for role in (*COLUMNS, "price", "stock_out", "promotion", "closed") if role in names} if "units" in names else {}


def codes(findings):
    return {finding.code for finding in findings}


def promoted(**changed: object) -> pd.DataFrame:
    """Promotions of one week each month, at a lower price."""
    table = busy()
    on = table["date"].dt.day <= 7
    units = np.where(on, table["units"] * 2, table["units"])
    return table.assign(promotion=on, price=np.where(on, 3.0, 4.0), units=units, **changed)


LATTE_EAST = np.arange(DAYS)

BAD_SALES = {
    "header-mark": lambda: busy().rename(columns={"units": "\ufeffunits "}),
    "other-encoding": lambda: pa.Table.from_pandas(busy()).replace_schema_metadata({ENCODING: "Windows-1252"}),
    "null-key": lambda: put(busy(), [3, 8], "item", ""),
    "bad-date": lambda: put(busy(date=busy()["date"].astype(str)), [3], "date", "soon"),
    "day-first-date": lambda: busy(date=busy()["date"].dt.strftime("%d/%m/%Y")),
    "month-first-date": lambda: busy(date=busy()["date"].dt.strftime("%m/%d/%Y")),
    "week-date": lambda: weekly(date=weekly()["date"].dt.strftime("%G-W%V")),
    "week-end-date": lambda: weekly(date=weekly()["date"] + pd.Timedelta(days=6)).rename(columns={"date": "week_end"}),
    "shifted-midnight": lambda: busy(date=(busy()["date"].dt.tz_localize("Europe/Berlin").dt.tz_convert("UTC"))),
    "far-date": lambda: put(busy(), [3], "date", pd.Timestamp("1905-01-08")),
    "missing-number": lambda: put(busy(), [3], "units", np.nan),
    "not-a-number": lambda: put(busy(units=busy()["units"].astype(str)), [3], "units", "many"),
    "infinite-number": lambda: put(busy(), [3], "units", np.inf),
    "decimal-comma": lambda: busy(units=busy()["units"].map(lambda units: f"{units:.1f}".replace(".", ","))),
    "currency-sign": lambda: busy(price="€ 4.50"),
    "empty-flag": lambda: put(busy(promotion="no"), [3], "promotion", ""),
    "nonsense-flag": lambda: put(busy(closed="no"), [3], "closed", "perhaps"),
    "duplicate-row": lambda: pd.concat([busy(), busy().iloc[[4, 9]].assign(units=[busy().units[4], 7.0])], ignore_index=True),
    "irregular-dates": lambda: put(weekly(), [5], "date", weekly()["date"][5] + pd.Timedelta(days=1)),
    "mixed-weekdays": lambda: weekly(date=weekly()["date"] + pd.to_timedelta(np.where(weekly()["location"] == "east", 2, 0), "D")),
    "weekday-disagrees": lambda: busy(weekday=(busy()["date"] - pd.Timedelta(days=1)).dt.day_name()),
    "missing-rows": lambda: busy().drop(index=[5, 6, 200]),
    "not-open-yet": lambda: put(
        busy(), [*at(busy(), "latte", "east")[:30], *at(busy(), "mocha", "east")[:30], *at(busy(), "tea", "east")[:30]], "units", 0.0
    ),
    "closed-days": lambda: put(busy(), [at(busy(), item, "east")[40] for item in ("latte", "mocha", "tea")], "units", 0.0),
    "partial-week": lambda: put(weekly(), np.arange(DAYS - 1, 15 * DAYS, DAYS), "units", 5.0),
    "negative-units": lambda: put(busy(), [3, 8], "units", -2.0),
    "fractional-units": lambda: put(busy(), [3], "units", 2.5),
    "wild-units": lambda: put(busy(), [7], "units", 60_000.0),
    "case-or-each": lambda: put(busy(), at(busy(), "latte", "west"), "units", np.round(busy()["units"][at(busy(), "latte", "west")] / 12)),
    "clipped-units": lambda: busy(units=np.where(busy()["units"] > 75, 999.0, busy()["units"])),
    "likely-stock-out": lambda: put(busy(), [40, 41], "units", [1.0, 0.0]),
    "bulk-order": lambda: put(busy(), [40], "units", 900.0),
    "sum-counted-twice": lambda: pd.concat(
        [busy(), busy().groupby(["location", "date"], as_index=False)["units"].sum().assign(item="all")], ignore_index=True
    ),
    "twin-items": lambda: pd.concat([busy(), busy().query("item == 'tea'").assign(item="tea bundle")], ignore_index=True),
    "relaunched-key": lambda: busy(
        item=np.where((busy()["item"] == "tea") & (busy()["date"] > "2026-02-20"), "tea 2", busy()["item"].replace({"tea": "tea 1"}))
    ),
    "sold-while-closed": lambda: put(busy(closed=0), [3], "closed", 1),
    "no-sale-on-promotion": lambda: put(promoted(), [28], "units", 0.0),
    "promotion-without-price-cut": lambda: put(promoted(), [28, 29], "price", 4.0),
    "price-cut-without-promotion": lambda: put(promoted(), [40, 41], "price", 3.0),
    "promotion-in-some-places": lambda: put(promoted().drop(columns="price").astype({"promotion": int}), [28, 29], "promotion", 0),
    "negative-price": lambda: put(busy(price=4.0), [3], "price", -4.0),
    "zero-price": lambda: put(busy(price=4.0), [3], "price", 0.0),
    "mixed-currency": lambda: put(busy(price="4.50 EUR"), [3, 4], "price", "5.20 USD"),
    "tax-in-or-out": lambda: busy(price=np.where(busy()["location"] == "west", 4.76, 4.0)),
    "discount-above-price": lambda: put(busy(price=4.0, discount=0.5), [3], "discount", 5.0),
    "negative-markdown": lambda: put(busy(discount=0.5), [3], "discount", -0.5),
    "zero-lines": lambda: put(busy(units=1.0).drop(index=np.arange(0, 15 * DAYS, 2)[40:]), [1, 3], "units", 0.0),
}
"""A table for each kind of bad input."""

NAMES_ROWS = {
    "null-key": (3, 8),
    "bad-date": (3,),
    "far-date": (3,),
    "missing-number": (3,),
    "not-a-number": (3,),
    "infinite-number": (3,),
    "empty-flag": (3,),
    "nonsense-flag": (3,),
    "duplicate-row": (1470, 1471),
    "irregular-dates": (5,),
    "missing-rows": (4, 197),
    "negative-units": (3, 8),
    "fractional-units": (3,),
    "wild-units": (7,),
    "likely-stock-out": (40, 41),
    "bulk-order": (40,),
    "sold-while-closed": (3,),
    "no-sale-on-promotion": (28,),
    "promotion-without-price-cut": (28, 29),
    "price-cut-without-promotion": (40, 41),
    "promotion-in-some-places": (28, 29),
    "negative-price": (3,),
    "zero-price": (3,),
    "mixed-currency": (3, 4),
    "discount-above-price": (3,),
    "negative-markdown": (3,),
    "zero-lines": (1, 3),
}


def opened(table):
    """The history, and the findings of the door where it is refused."""
    try:
        return history(table), None
    except InputError as error:
        return None, error.findings


MENDABLE = [kind.code for kind in SALES_KINDS if kind.mended]


def test_sound_sales_have_no_finding():
    assert history(busy()).findings == ()
    assert history(promoted()).findings == ()


def test_there_is_a_bad_table_for_every_kind():
    assert set(BAD_SALES) == set(MENDABLE)


@pytest.mark.parametrize("code", MENDABLE)
def test_bad_sales_are_found_and_mended_and_what_was_done_is_said(code):
    table = BAD_SALES[code]()
    found, refused = opened(table)
    said = next(one for one in refused or found.findings if one.code == code)
    assert said.mend
    assert said.rows[:2] == NAMES_ROWS.get(code, said.rows[:2])
    assert said.count >= len(said.rows)
    kind = next(kind for kind in SALES_KINDS if kind.code == code)
    assert said.severity == kind.severity
    mended = found.mended([code]) if found else history(table, mend=code)
    assert code not in codes(mended.findings)
    (done,) = [one for one in mended.mends if one.code == code]
    assert done.what == kind.mended
    assert done.rows[:2] == NAMES_ROWS.get(code, done.rows[:2])
    assert [one.value for one in mended.findings if one.code == "mended"] == [one.code for one in mended.mends]


@pytest.mark.parametrize("code", MENDABLE)
def test_a_second_mend_changes_nothing(code):
    table = BAD_SALES[code]()
    once = history(table, mend=True) if opened(table)[0] is None else opened(table)[0].mended()
    twice = once.mended()
    assert twice.mends == once.mends
    assert twice.findings == once.findings
    assert np.array_equal(twice.units, once.units, equal_nan=True)
    left = {kind.code for kind in SALES_KINDS if kind.mended and not kind.on_request}
    assert not codes(once.findings) & left


@pytest.mark.parametrize("code", [kind.code for kind in SALES_KINDS if kind.on_request])
def test_what_may_be_right_is_mended_only_when_it_is_named(code):
    found = opened(BAD_SALES[code]())[0]
    assert code in codes(found.mended().findings)


MISTAKES = st.lists(
    st.tuples(st.integers(0, 79), st.sampled_from(["units", "item", "date"]), st.sampled_from([None, -3.0, "x", 1e9, 2.5])), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(MISTAKES, st.lists(st.integers(0, 79), max_size=5), st.sets(st.integers(0, 79), max_size=5))
def test_whatever_is_wrong_one_mend_is_enough(mistakes, again, missing):
    table = sales().astype({"item": object, "units": object, "date": object})
    for row, column, value in mistakes:
        table.loc[row, column] = value
    table = pd.concat([table, table.iloc[again]], ignore_index=True).drop(index=list(missing))
    once = history(table, mend=True)
    twice = once.mended()
    assert np.array_equal(twice.units, once.units, equal_nan=True)
    assert twice.mends == once.mends
    assert not codes(once.findings) & {kind.code for kind in SALES_KINDS if kind.mended and not kind.on_request}


class TestWhatAMendDoes:
    def test_equal_rows_are_kept_once_and_others_added_up(self):
        found = history(BAD_SALES["duplicate-row"](), mend=True)
        expected = history(busy()).units.copy()
        expected[0, 9] += 7.0
        assert np.array_equal(found.units, expected)

    def test_returns_are_set_to_nothing_sold(self):
        assert history(BAD_SALES["negative-units"](), mend=True).units[0, [3, 8]].tolist() == [0.0, 0.0]

    def test_weeks_move_to_the_usual_weekday(self):
        assert np.array_equal(history(BAD_SALES["mixed-weekdays"](), mend=True).units, history(weekly()).units)

    def test_midnights_of_another_time_zone_are_the_next_day(self):
        assert history(BAD_SALES["shifted-midnight"]()).first_day == "2026-01-05"

    @pytest.mark.parametrize("code", ["day-first-date", "month-first-date", "decimal-comma"])
    def test_what_is_written_otherwise_is_read_right(self, code):
        assert np.array_equal(opened(BAD_SALES[code]())[0].units, history(busy()).units)

    def test_a_limit_and_an_empty_shelf_count_as_sold_out(self):
        assert history(BAD_SALES["likely-stock-out"]()).mended().stock_out[0, 40:42].all()
        clipped = history(BAD_SALES["clipped-units"]())
        assert np.array_equal(clipped.mended(["clipped-units"]).stock_out, clipped.units == 999)

    def test_cases_become_pieces(self):
        mended = history(BAD_SALES["case-or-each"]()).mended(["case-or-each"])
        west = mended.matrix("latte", ["west"])[0]
        assert west.mean() == pytest.approx(90, rel=0.1)
        assert np.all(west % 12 == 0)

    def test_a_price_cut_of_two_weeks_is_found_whole(self):
        days = np.arange(24, 38)
        table = put(busy(price=4.0, promotion=0), days, "price", 3.0)
        (found,) = [one for one in history(table).findings if one.code == "price-cut-without-promotion"]
        assert found.rows == tuple(days)

    def test_one_price_level_remains(self):
        assert np.allclose(history(BAD_SALES["tax-in-or-out"]()).mended(["tax-in-or-out"]).price, 4.0)

    def test_sums_go(self):
        assert history(BAD_SALES["sum-counted-twice"]()).mended().items == ("latte", "mocha", "tea")

    def test_a_new_key_joins_the_old_one(self):
        mended = history(BAD_SALES["relaunched-key"]()).mended(["relaunched-key"])
        assert mended.items == ("latte", "mocha", "tea 1")
        assert not np.isnan(mended.units).any()

    def test_gaps_of_slow_items_are_nothing_sold_and_those_of_busy_ones_unknown(self):
        slow = busy().assign(units=np.where(busy()["item"] == "tea", 1.0, busy()["units"])).drop(index=[5, *at(busy(), "tea", "east")[[9]]])
        found = history(slow).mended()
        assert np.isnan(found.matrix("latte", ["east"])[0, 5])
        assert found.matrix("tea", ["east"])[0, 9] == 0
        assert found.mends[0].count == 2

    def test_only_what_is_named_is_mended(self):
        table = put(put(busy(), [3], "units", np.nan), [5], "item", "")
        with pytest.raises(InputError) as caught:
            history(table, mend=["null-key"])
        assert [one.code for one in caught.value.findings if one.severity == "error"] == ["missing-number"]


def test_errors_say_how_they_are_mended_in_one_call():
    _, findings = opened(BAD_SALES["missing-number"]())
    assert "mend='missing-number', which drops the rows" in findings[0].mend


@pytest.mark.parametrize(("code", "said"), [("week-53", "only a person"), ("nonsense", "no such kind")])
def test_what_cannot_be_mended_is_refused(code, said):
    with pytest.raises(InputError, match=said):
        history(busy()).mended([code])


def test_a_cut_history_is_mended_before_it_is_cut():
    with pytest.raises(InputError, match="a cut of another"):
        history(busy()).known_by(20500).mended()


def test_a_table_of_which_nothing_is_left_is_refused():
    table = busy(item=np.where(np.arange(15 * DAYS) % 2, "latte", ""), units=np.where(np.arange(15 * DAYS) % 2, np.nan, 20.0))
    with pytest.raises(InputError, match="no row is left"):
        history(table, mend=True)


@pytest.mark.parametrize(
    ("column", "value", "code"), [("item", "", "null-key"), ("date", "soon", "bad-date"), ("units", "many", "not-a-number")]
)
def test_what_is_wrong_in_most_rows_is_never_dropped(column, value, code):
    bad = put(busy().astype({column: object}), np.arange(10 * DAYS), column, value)
    with pytest.raises(InputError) as caught:
        history(bad, mend=True)
    (found,) = [one for one in caught.value.findings if one.code == code]
    assert found.count == 10 * DAYS
    assert "drops" not in found.mend


def test_long_periods_are_named():
    starts = pd.Timestamp("2026-01-05") + pd.to_timedelta(np.cumsum([0, *[28, 28, 35] * 6]), "D")
    table = pd.DataFrame({"item": "latte", "location": "east", "date": starts, "units": 20.0})
    assert opened(table)[1][0].code == "long-periods"


def test_a_year_of_53_weeks_is_noted_with_its_rows():
    table = pd.DataFrame({"item": "latte", "location": "east", "date": pd.date_range("2026-09-28", periods=30, freq="7D"), "units": 20.0})
    assert [(one.code, one.severity, one.rows) for one in history(table).findings] == [("week-53", "note", (13,))]


def test_a_holiday_that_moves_is_noted_where_sales_move_with_it():
    days = pd.date_range("2023-01-01", periods=3 * 365)
    easter = sum(((days > pd.Timestamp(day) - pd.Timedelta(days=7)) & (days <= day)) for day in ("2023-04-09", "2024-03-31", "2025-04-20"))
    table = pd.DataFrame({"item": "eggs", "location": "east", "date": days, "units": 20.0 + 20.0 * np.asarray(easter)})
    (found,) = history(table).findings
    assert (found.code, found.severity, found.count) == ("moving-holiday", "note", 21)
    assert history(table.assign(units=20.0)).findings == ()


class TestCampaigns:
    def library(self, table, **options) -> CampaignLibrary:
        return CampaignLibrary.from_frame(table, **options)

    def launches(self, *windows, item="latte"):
        return pd.concat(
            [
                campaigns(event=f"e{k}", campaign=[f"e{k}-east", f"e{k}-west"], item=item, start=start, end=end)
                for k, (start, end) in enumerate(windows)
            ],
            ignore_index=True,
        )

    @pytest.mark.parametrize(
        ("code", "table", "rows"),
        [
            ("end-before-start", lambda: with_cell(campaigns(), 1, "end", "2026-01-02"), (1,)),
            ("null-key", lambda: with_cell(campaigns(), 1, "item", ""), (1,)),
            ("bad-date", lambda: with_cell(campaigns(), 1, "start", "soon"), (1,)),
            ("duplicate-campaign", lambda: pd.concat([campaigns(), campaigns()], ignore_index=True), (2, 3)),
            ("overlapping-campaigns", lambda: TestCampaigns().launches(("2026-01-05", "2026-01-20"), ("2026-01-15", "2026-01-25")), (2, 3)),
            (
                "scattered-event",
                lambda: TestCampaigns().launches(("2025-04-07", "2025-04-13"), ("2026-04-06", "2026-04-12")).assign(event="easter"),
                (0, 1, 2, 3),
            ),
            ("decimal-comma", lambda: campaigns(tv=["1,5", "2,25"]), (0, 1)),
            ("percent-sign", lambda: campaigns(discount=["20 %", "25%"]), (0, 1)),
            ("unusable-number", lambda: campaigns(tv=[1.0, 1e300]), (1,)),
            ("discount-above-price", lambda: campaigns(price=4.0, discount=[2.0, 5.0]), (1,)),
            ("negative-markdown", lambda: campaigns(markdown=[0.2, -0.2]), (1,)),
            ("day-first-date", lambda: campaigns(start="13/01/2026", end="16/01/2026"), (0, 1)),
        ],
    )
    def test_bad_campaigns_are_found_and_mended(self, code, table, rows):
        bad = table()
        try:
            findings = self.library(bad).findings
        except InputError as error:
            findings = error.findings
        assert (code, rows) in [(one.code, one.rows) for one in findings]
        mended = self.library(bad, mend=True)
        assert [one.code for one in mended.mends] == [code] if code != "day-first-date" else mended.mends
        assert codes(mended.findings) == {"mended"}
        again = mended.mended()
        assert (again.mends, again.rows.first.tolist(), again.rows.last.tolist()) == (
            mended.mends,
            mended.rows.first.tolist(),
            mended.rows.last.tolist(),
        )

    def test_of_two_that_overlap_the_earlier_ends_before_the_later(self):
        library = self.library(self.launches(("2026-01-05", "2026-01-20"), ("2026-01-15", "2026-01-25"))).mended()
        assert [(one.start, one.end) for one in library.campaigns()] == [("2026-01-05", "2026-01-14"), ("2026-01-15", "2026-01-25")]

    def test_each_year_s_season_is_a_launch_of_its_own(self):
        years = self.launches(("2025-04-14", "2025-04-20"), ("2026-03-30", "2026-04-05")).assign(event="easter")
        assert self.library(years).mended().events == ("easter-2025-04-14", "easter-2026-03-30")
        near = self.launches(("2026-03-02", "2026-03-15"), ("2026-03-30", "2026-04-05")).assign(event="easter")
        assert self.library(near).findings == ()

    def test_windows_inside_of_weeks_are_noted(self):
        library = self.library(campaigns(start="2026-01-14", end="2026-01-20"))
        (said,) = [one for one in library.checked_against(history(weekly())) if one.code == "between-weeks"]
        assert said.severity == "note"
        assert "the sales' weeks begin on a Monday" in said.message
        whole = self.library(campaigns(start="2026-01-12", end="2026-01-25"))
        assert "between-weeks" not in codes(whole.checked_against(history(weekly())))

    @pytest.mark.parametrize(
        ("start", "end"), [("2026-W03", "2026-W04"), ("2026-01-12/2026-01-18", "2026-01-19/2026-01-25"), ("2026-01-12", "2026-W04")]
    )
    def test_a_week_as_an_end_is_its_last_day(self, start, end):
        found = CampaignLibrary.from_frame(campaigns(start=start, end=end)).campaign("spring")
        assert (found.start, found.end) == ("2026-01-12", "2026-01-25")

    def test_an_end_tells_how_a_start_is_written(self):
        library = self.library(campaigns(start="05/01/2026", end="16/01/2026"))
        assert (library.campaign("spring").start, library.campaign("spring").end) == ("2026-01-05", "2026-01-16")

    def test_dates_that_may_be_read_in_two_ways_are_asked_for(self):
        with pytest.raises(InputError) as caught:
            self.library(campaigns(start="05/01/2026", end="11/01/2026"), mend=True)
        assert codes(caught.value.findings) == {"unclear-date"}

    def test_campaigns_without_places_are_spread_over_those_that_sell_the_item(self):
        past = campaigns().iloc[:1].drop(columns="location").assign(campaign="spring")
        library = self.library(past)
        assert [one.code for one in library.findings] == ["one-place"]
        table = sales().query("item == 'mocha' or location == 'east'")
        (said,) = library.checked_against(history(table))
        assert (said.code, said.severity) == ("no-places", "warning")
        assert library.mended(history=history(sales())).rows.campaign == ("spring-east", "spring-west")
        assert library.mended(history=history(table)).rows.location == ("east",)
        assert library.mended(history=history(table)).checked_against(history(table)) == ()

    def test_a_season_that_moves_is_noted(self):
        library = self.library(self.launches(("2025-04-10", "2025-04-20"), ("2026-03-26", "2026-04-05")))
        assert [(one.code, one.rows) for one in library.findings] == [("moved-season", (2, 3))]

    def test_strangers_and_campaigns_before_the_sales_are_dropped_where_the_sales_are_given(self):
        table = pd.concat(
            [campaigns(), campaigns(item="late"), campaigns(start="2025-01-01", end="2025-01-05", event="old")], ignore_index=True
        )
        mended = self.library(table).mended(history=SalesHistory.from_frame(sales(), **COLUMNS))
        assert {one.code for one in mended.mends} == {"unknown-item", "before-history"}
        assert len(mended) == 2

    def limited(self, last_sale: str, **changed):
        table = busy()
        inside = (table["date"] >= "2026-02-02") & (table["date"] <= last_sale)
        return history(table[(table["item"] != "latte") | inside].reset_index(drop=True).assign(**changed))

    @pytest.mark.parametrize(
        ("last_sale", "code"), [("2026-02-12", "cancelled-campaign"), ("2026-03-08", "extended-campaign"), ("2026-03-01", "")]
    )
    def test_a_campaign_that_ended_otherwise_is_found_and_mended(self, last_sale, code):
        sold = self.limited(last_sale)
        library = self.library(self.launches(("2026-02-02", "2026-03-01")))
        found = library.checked_against(sold)
        assert [one.code for one in found] == [code] * bool(code)
        mended = library.mended(history=sold)
        assert {one.end for one in mended.campaigns()} == {last_sale}
        assert mended.checked_against(sold) == ()

    def test_a_campaign_that_ran_out_is_named(self):
        table = busy(stock_out=False)
        table.loc[[30, 31], "stock_out"] = True
        library = self.library(self.launches(("2026-02-02", "2026-03-01")))
        (found,) = library.checked_against(history(table))
        assert (found.code, found.rows) == ("sold-out-campaign", (0,))
        assert "2 of 56 periods" in found.message

    def test_a_library_is_written_and_read_again(self, tmp_path):
        library = self.library(campaigns(tv=[1.0, None], note=["a", 2]))
        library.write(tmp_path / "past.csv")
        assert CampaignLibrary.read(tmp_path / "past.csv").rows.covariates == {"tv": (1.0, None), "note": ("a", 2.0)}

    def test_every_kind_that_is_mended_is_known(self):
        from ltoplan_widgets.demand.library.campaign_source import MENDS

        assert {kind.code for kind in CAMPAIGN_KINDS if kind.mended} == set(MENDS)
