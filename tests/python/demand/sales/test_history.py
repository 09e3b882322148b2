import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, sales, with_cell


def history(table, **columns) -> SalesHistory:
    return SalesHistory.from_frame(table, **{**COLUMNS, **columns})


def refused(table, **columns):
    with pytest.raises(InputError) as caught:
        history(table, **columns)
    return caught.value.findings


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize("convert", [lambda table: table, pl.from_pandas, pa.Table.from_pandas, lambda table: pl.from_pandas(table).lazy()])
def test_every_kind_of_table_gives_the_same_history(convert):
    found = history(convert(sales()))
    assert (found.items, found.locations) == (("latte", "mocha"), ("east", "west"))
    assert (found.first_day, found.last_day, found.step_days, len(found)) == ("2026-01-05", "2026-01-24", 1, 80)
    assert found.matrix("latte").shape == (2, 20)
    assert not found.findings


def test_rows_may_come_in_any_order():
    shuffled = sales(units=np.arange(80.0)).sample(frac=1, random_state=1)
    assert np.array_equal(history(shuffled).matrix("mocha", ["west", "east"]), np.arange(40.0, 80.0).reshape(2, 20)[::-1])


def test_numbers_are_keys_too_and_stand_in_their_order():
    found = history(sales(location=np.repeat([10, 9], 40), item=np.tile(np.repeat([1.0, 2.0], 20), 2)))
    assert (found.items, found.locations) == (("1", "2"), ("9", "10"))


def test_an_unknown_item_has_no_sales():
    assert np.isnan(history(sales()).matrix("tea")).all()


@given(st.lists(st.integers(0, 500), min_size=20, max_size=20))
def test_what_goes_in_comes_out(units):
    table = sales(units=np.tile(np.array(units, dtype=float), 4))
    found = history(table)
    assert found.matrix("latte").tolist() == [units, units]
    assert found.first_day == "2026-01-05"


def test_weekly_sales_are_seen_as_weekly():
    found = history(sales(date=np.tile(pd.date_range("2026-01-05", periods=20, freq="7D"), 4)))
    assert found.step_days == 7
    assert found.column_at(day_number("2026-01-14")) == 1


@pytest.mark.parametrize(
    ("column", "value", "code", "mend"),
    [
        ("units", None, "missing-number", "0 where nothing"),
        ("units", float("nan"), "missing-number", "0 where nothing"),
        ("units", float("inf"), "infinite-number", "finite"),
        ("units", "many", "not-a-number", "plain number"),
        ("units", True, "not-a-number", "plain number"),
        ("date", "13/01/2026", "bad-date", "YYYY-MM-DD"),
        ("date", "2026-02-30", "bad-date", "YYYY-MM-DD"),
        ("date", None, "bad-date", "YYYY-MM-DD"),
        ("item", None, "null-key", "key"),
        ("location", "", "null-key", "key"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_value_and_mend(column, value, code, mend):
    table = sales(date=sales().date.astype(str)) if column == "date" else sales()
    findings = refused(with_cell(table, 7, column, value))
    assert codes(findings) == [code]
    assert findings[0].column == column
    assert findings[0].rows == (7,)
    assert mend in findings[0].mend
    assert value is None or str(value) in str(findings[0])


def test_everything_that_is_wrong_is_said_at_once():
    table = with_cell(with_cell(sales(), 3, "units", "many"), 5, "item", None)
    assert set(codes(refused(table))) == {"not-a-number", "null-key"}


def test_a_row_that_comes_twice_is_refused_with_its_row():
    findings = refused(pd.concat([sales(), sales().iloc[[4]]], ignore_index=True))
    assert (codes(findings), findings[0].rows) == (["duplicate-row"], (80,))


def test_an_empty_table_is_refused():
    assert codes(refused(sales().iloc[:0])) == ["empty-table"]


def test_a_missing_column_is_named_with_the_nearest():
    findings = refused(sales(), units="unit")
    assert codes(findings) == ["missing-column"]
    assert "did you mean 'units'" in findings[0].mend


def test_a_column_name_that_occurs_twice_is_refused():
    table = sales()
    assert codes(refused(pd.concat([table, table[["units"]]], axis=1))) == ["duplicate-column"]


def test_one_column_cannot_play_two_roles():
    assert "same-column" in codes(refused(sales(), location="item"))


def test_dates_that_are_neither_daily_nor_weekly_are_refused():
    assert codes(refused(sales(date=np.tile(pd.date_range("2025-01-01", periods=20, freq="MS"), 4)))) == ["irregular-dates"]


def test_a_day_of_more_returns_than_sales_counts_as_nothing_sold_and_is_said():
    found = history(with_cell(sales(), 9, "units", -3.0))
    assert [(one.code, one.severity, one.rows) for one in found.findings if one.code == "negative-units"] == [
        ("negative-units", "warning", (9,))
    ]
    assert found.units.min() == 0


def test_a_negative_price_is_refused_and_an_unknown_one_is_not():
    priced = sales(price=4.5)
    assert history(with_cell(priced, 0, "price", None).astype({"price": float}), price="price").price is not None
    assert codes(refused(with_cell(priced, 9, "price", -1.0).astype({"price": float}), price="price")) == ["negative-price"]


def test_a_flag_that_is_neither_true_nor_false_is_refused():
    findings = refused(with_cell(sales(promo="no"), 2, "promo", "perhaps"), promotion="promo")
    assert (codes(findings), findings[0].rows) == (["nonsense-flag"], (2,))


@pytest.mark.parametrize("yes", [True, 1, 1.0, "yes", "TRUE", "1", "ja", "X", "oui", "sí"])
def test_flags_are_read_in_many_spellings(yes):
    flagged = with_cell(sales(out=0), 3, "out", yes)
    assert history(flagged, stock_out="out").mask("stock_out", "latte", ["east"])[0].tolist() == [row == 3 for row in range(20)]


@pytest.mark.parametrize(
    ("table", "columns", "code"),
    [
        (with_cell(sales(), 3, "units", 2.5).astype({"units": float}), {}, "fractional-units"),
        (sales().drop(index=5), {}, "missing-rows"),
        (sales(weekday="MON"), {}, "weekday-disagrees"),
        (sales(price=0.0), {"price": "price"}, "zero-price"),
        (with_cell(sales(), 3, "units", 0.0).astype({"units": float}).assign(promo=True), {"promotion": "promo"}, "no-sale-on-promotion"),
        (sales(shut=True), {"closed": "shut"}, "sold-while-closed"),
        (with_cell(sales(promo="no"), 2, "promo", None), {"promotion": "promo"}, "empty-flag"),
    ],
)
def test_what_is_only_odd_is_kept_as_a_warning(table, columns, code):
    found = history(table, **columns)
    assert codes(found.findings) == [code]
    assert found.findings[0].severity == "warning"


def test_the_right_weekday_is_no_finding():
    assert not history(sales(weekday=sales().date.dt.day_name())).findings


def test_zeros_before_the_first_sale_mean_not_open_yet_and_a_zero_of_the_whole_place_means_closed():
    table = sales()
    east, mocha_east = table.location == "east", (table.location == "east") & (table.item == "mocha")
    table.loc[east & (table.date < "2026-01-10"), "units"] = 0.0
    table.loc[east & (table.date == "2026-01-20"), "units"] = 0.0
    table.loc[mocha_east & (table.date == "2026-01-22"), "units"] = 0.0
    found = history(table)
    assert set(codes(found.findings)) == {"not-open-yet", "closed-days"}
    closed = found.mask("closed", "latte")
    assert np.flatnonzero(closed[0]).tolist() == [0, 1, 2, 3, 4, 15]
    assert not closed[1].any()


def test_missing_rows_are_zeros_only_where_zeros_were_left_out_and_the_item_sells_slowly():
    slow = sales().assign(units=np.where(sales().item == "mocha", 1.0, 20.0)).drop(index=[5, 46])
    found = history(slow)
    assert np.isnan(found.matrix("latte")[0, 5])
    assert found.matrix("mocha")[0, 6] == 0


def test_the_history_known_by_a_day_does_not_depend_on_what_came_later():
    table = sales(units=np.tile(np.arange(1.0, 21.0), 4))
    later = table.assign(units=np.where(table.date > "2026-01-14", table.units * 1000, table.units))
    early, other = (history(one).known_by(day_number("2026-01-14")) for one in (table, later))
    assert early.last_day == "2026-01-14"
    assert np.array_equal(early.units, other.units)
    assert np.array_equal(early.closed, other.closed)


def test_nothing_is_known_before_the_sales_begin():
    with pytest.raises(InputError, match="begin on 2026-01-05"):
        history(sales()).known_by(day_number("2026-01-04"))


def test_a_csv_with_a_byte_order_mark_keeps_the_zeros_of_its_keys(tmp_path):
    file = tmp_path / "sales.csv"
    sales(item="007").drop_duplicates(["location", "date"]).to_csv(file, index=False, encoding="utf-8-sig")
    assert SalesHistory.read(file).items == ("007",)


def test_a_file_is_read_with_the_usual_names_or_others(tmp_path):
    file = tmp_path / "sales.parquet"
    sales(promotion=False).rename(columns={"units": "bewegung"}).to_parquet(file)
    assert len(SalesHistory.read(file, units="bewegung")) == 80
    with pytest.raises(InputError) as caught:
        SalesHistory.read(file)
    assert caught.value.findings[0].file == str(file)


def test_a_finding_in_a_file_names_the_file(tmp_path):
    file = tmp_path / "sales.csv"
    with_cell(sales(), 7, "units", "many").to_csv(file, index=False)
    with pytest.raises(InputError) as caught:
        SalesHistory.read(file)
    assert (caught.value.findings[0].file, caught.value.findings[0].rows) == (str(file), (7,))


def test_names_of_columns_may_be_numbers_or_have_levels():
    numbered = sales().set_axis([0, 1, 2, 3], axis=1)
    assert history(numbered, item=0, location=1, date=2, units=3).items == ("latte", "mocha")
    levels = sales().set_axis(pd.MultiIndex.from_product([["all"], list(COLUMNS)]), axis=1)
    assert history(levels, **{role: f"all {role}" for role in COLUMNS}).items == ("latte", "mocha")
    assert refused(levels)[0].code == "missing-column"


def test_keys_in_the_index_of_a_grouped_table_are_columns():
    table = sales()
    expected = SalesHistory.from_frame(table, **COLUMNS).units
    grouped = table.groupby(["item", "location", "date"])["units"].sum()
    assert np.array_equal(SalesHistory.from_frame(grouped.to_frame()).units, expected)
    assert np.array_equal(SalesHistory.from_frame(grouped).units, expected)


@pytest.mark.parametrize(
    ("column", "value"), [("item", float("inf")), ("date", "9999-12-31"), ("date", "0001-01-01"), ("units", b"x"), ("location", (1, 2))]
)
def test_whatever_stands_in_a_cell_is_a_finding_and_no_crash(column, value):
    table = sales().astype({column: object})
    table[column] = [value if row == 3 else kept for row, kept in enumerate(table[column])]
    try:
        found = SalesHistory.from_frame(table, **COLUMNS).findings
    except InputError as error:
        found = error.findings
    assert all(str(one) for one in found)


def refused_as_given(table):
    with pytest.raises(InputError) as caught:
        SalesHistory.from_frame(table)
    return caught.value.findings


@pytest.mark.parametrize("thing", [sales().units, [1, 2], None, {"item": ["latte"]}])
def test_what_is_no_table_is_refused(thing):
    assert codes(refused(thing)) == ["not-a-table"]


@pytest.mark.parametrize(
    ("named", "role"), [("QTY", "units"), (" units ", "units"), ("Store", "location"), ("SKU", "item"), ("day", "date")]
)
def test_a_column_that_others_call_differently_is_recognised(named, role):
    (found,) = refused(sales().rename(columns={role: named}))
    assert found.mend == f"did you mean {named!r}? Rename it to {role!r}"


def test_a_column_with_another_role_is_not_proposed():
    found = refused(sales(start="x").drop(columns="date"))[0]
    assert "did you mean" not in found.mend


@pytest.mark.parametrize(
    "text",
    ["20260105", "2026/1/5", "2026.01.05", "5-Jan-2026", "5. Januar 2026", "05 janv. 2026", "January 5, 2026", "2026-01-05/2026-01-11"],
)
def test_a_date_that_can_be_read_in_one_way_only_is_read_and_said(text):
    found = SalesHistory.from_frame(sales(date=text).drop_duplicates(["item", "location"]), **COLUMNS)
    assert found.first_day == "2026-01-05"
    assert [(one.code, one.severity) for one in found.findings] == [("written-date", "note")]


@pytest.mark.parametrize("text", ["05/01/2026", "05.01.2026", "5-1-26"])
def test_a_date_that_may_be_day_first_or_month_first_is_asked_for(text):
    (found,) = refused(sales(date=text))
    assert (found.code, found.count) == ("unclear-date", 80)
    assert "dayfirst" in found.mend


def test_years_of_two_digits_are_read_where_they_cannot_be_days():
    written = sales(date=sales()["date"].dt.strftime("%d.%m.%y"))
    assert SalesHistory.from_frame(written, **COLUMNS).first_day == "2026-01-05"
    assert codes(refused(sales(date=sales()["date"].dt.strftime("%y/%m/%d")))) == ["unclear-date"]


@pytest.mark.parametrize("number", ["12.000", "12,000"])
def test_numbers_that_may_be_thousands_are_asked_for(number):
    (found,) = refused(with_cell(sales(), 3, "units", number).astype({"units": str}).replace({"units": {"20.0": "20"}}))
    assert (found.code, found.rows, found.value) == ("unclear-number", (3,), number)


@pytest.mark.parametrize(("number", "value"), [("1 234", 1234.0), ("1'234.5", 1234.5), ("1\u202f234,5", 1234.5), ("1.234.567", 1234567.0)])
def test_thousands_are_read_where_they_can_be_nothing_else(number, value):
    found = SalesHistory.from_frame(sales(units=number), **COLUMNS)
    assert found.units[0, 0] == value


def test_weeks_that_are_dated_by_their_last_day_begin_six_days_earlier():
    weeks = sales(date=list(pd.date_range("2026-01-10", periods=20, freq="7D")) * 4).rename(columns={"date": "WEEK_END_DATE"})
    found = SalesHistory.from_frame(weeks)
    assert found.first_day == "2026-01-04"
    assert "week-end-date" in codes(found.findings)


def test_cuts_stay_where_they_were_made():
    whole = SalesHistory.from_frame(sales(), **COLUMNS)
    alone = len(pickle.dumps(whole))
    whole.known_by(whole.first + 10)
    assert len(pickle.dumps(whole)) == alone
    assert pickle.loads(pickle.dumps(whole)).known_by(whole.first + 10).units.shape[1] == 11


@pytest.mark.parametrize("without", [lambda table: table.drop(columns="location"), lambda table: table.assign(location="")])
def test_a_table_without_places_is_one_place(tmp_path, without):
    table = without(sales().query("location == 'east'"))
    table.to_csv(tmp_path / "sales.csv", index=False)
    found = SalesHistory.read(tmp_path / "sales.csv")
    assert found.locations == ("all",)
    assert codes(found.findings) == ["one-place"]
    assert found.mended().locations == ("all",)


def test_a_table_of_several_places_without_their_column_is_refused():
    assert codes(refused_as_given(sales().drop(columns="location"))) == ["missing-column"]


def test_a_table_with_the_dates_in_its_header_says_how_to_turn_it():
    wide = sales().pivot_table(index=["item", "location"], columns="date", values="units").reset_index()
    wide.columns = [str(name)[:10] for name in wide.columns]
    assert "table.melt(" in refused_as_given(wide)[0].mend


@pytest.mark.parametrize("text", ["2026-01-05foo", "2026-01-05 x", "20261305", "05.Foo.2026"])
def test_what_only_begins_like_a_date_is_none(text):
    assert codes(refused(sales(date=text))) == ["bad-date"]


@pytest.mark.parametrize("text", ["2026-01-05", "2026-01-05T00:00:00", "2026-01-05 13:05", "2026-01-05T13:05:09+01:00"])
def test_a_time_of_day_is_left_out(text):
    assert history(sales(date=text).iloc[[0]]).first_day == "2026-01-05"


def weekly(**changed) -> pd.DataFrame:
    return sales(date=np.tile(pd.date_range("2026-01-05", periods=20, freq="7D"), 4), **changed)


def test_a_date_of_another_age_is_named():
    assert [(one.code, one.rows, one.value) for one in refused(with_cell(sales(), 3, "date", "1905-01-08"))] == [
        ("far-date", (3,), "1905-01-08")
    ]
    assert refused(with_cell(sales(), 3, "date", "9999-12-31"))[0].code == "far-date"


def test_a_week_on_another_weekday_is_named():
    (found,) = refused(with_cell(weekly(), 5, "date", "2026-02-10"))
    assert (found.code, found.rows) == ("irregular-dates", (5,))


def test_weeks_that_begin_on_different_weekdays_are_not_taken_for_days():
    table = weekly()
    east = table.location == "east"
    (found,) = refused(table.assign(date=table.date.where(east | (table.item == "mocha"), table.date + pd.Timedelta(days=2))))
    assert (found.code, found.rows[0], found.count) == ("mixed-weekdays", 20, 20)


def test_units_in_another_measure_are_warned_of():
    found = history(with_cell(sales(), 7, "units", 24_000.0)).findings
    assert [(one.code, one.severity, one.rows) for one in found] == [("wild-units", "warning", (7,))]
    assert not history(with_cell(sales(), 7, "units", 900.0)).findings


@pytest.mark.parametrize(("day", "units", "expected"), [(19, 6.0, ["partial-week"]), (0, 6.0, ["partial-week"]), (19, 15.0, [])])
def test_a_first_or_last_week_that_is_cut_off_is_warned_of(day, units, expected):
    table = weekly()
    table.loc[table.index % 20 == day, "units"] = units
    assert codes(history(table).findings) == expected
