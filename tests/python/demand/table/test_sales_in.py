"""Sales from every kind of file, table and address."""

import datetime as dt
import io

import duckdb
import fsspec
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, campaigns, sales, with_cell
from tests.python.demand.s3_store import s3_store


def refused(*arguments, **options):
    with pytest.raises(InputError) as caught:
        SalesHistory.read(*arguments, **options)
    return caught.value.findings


def codes(findings):
    return [finding.code for finding in findings]


def workbook(table, **options) -> bytes:
    content = io.BytesIO()
    table.to_excel(content, index=False, **options)
    return content.getvalue()


@pytest.fixture(scope="module")
def store():
    with s3_store() as running:
        running.put("chain/sales.csv", sales().to_csv(index=False).encode())
        running.put("chain/sales.parquet", sales().to_parquet())
        running.put("chain/sales.xlsx", workbook(sales()))
        for place, part in sales().groupby("location"):
            running.put(f"chain/parts/{place}.parquet", part.to_parquet())
        yield running


class TestWorkbooks:
    def test_a_workbook_gives_the_same_sales(self, tmp_path):
        (tmp_path / "sales.xlsx").write_bytes(workbook(sales()))
        found = SalesHistory.read(tmp_path / "sales.xlsx")
        assert np.array_equal(found.units, SalesHistory.from_frame(sales(), **COLUMNS).units)
        assert found.first_day == "2026-01-05"

    def test_empty_rows_and_sheets_before_the_table_are_passed_over(self, tmp_path):
        with pd.ExcelWriter(tmp_path / "sales.xlsx") as writer:
            pd.DataFrame().to_excel(writer, sheet_name="Notes")
            sales().to_excel(writer, sheet_name="Sales", index=False, startrow=3, startcol=2)
        assert len(SalesHistory.read(tmp_path / "sales.xlsx")) == 80

    def test_numbers_as_keys_have_no_fraction_and_empty_cells_are_unknown(self, tmp_path):
        table = with_cell(sales(item=7, price=4.5), 3, "price", None).astype({"price": float})
        (tmp_path / "sales.xlsx").write_bytes(workbook(table.drop_duplicates(["location", "date"])))
        found = SalesHistory.read(tmp_path / "sales.xlsx")
        assert found.items == ("7",)
        assert int(np.isnan(found.price).sum()) == 1

    def test_a_bad_cell_is_named_by_its_row(self, tmp_path):
        (tmp_path / "sales.xlsx").write_bytes(workbook(with_cell(sales(), 7, "units", "many")))
        (found,) = refused(tmp_path / "sales.xlsx")
        assert (found.code, found.rows, found.value) == ("not-a-number", (7,), "many")

    def test_campaigns_come_from_a_workbook_too(self, tmp_path):
        (tmp_path / "past.xlsx").write_bytes(workbook(campaigns(start=dt.date(2026, 1, 12))))
        assert CampaignLibrary.read(tmp_path / "past.xlsx").campaign("spring").start == "2026-01-12"

    def test_a_workbook_without_a_table_is_refused(self, tmp_path):
        (tmp_path / "empty.xlsx").write_bytes(workbook(pd.DataFrame({"item": []})))
        assert codes(refused(tmp_path / "empty.xlsx")) == ["unreadable-file"]


class TestAddresses:
    @pytest.mark.parametrize("name", ["sales.csv", "sales.parquet", "sales.xlsx"])
    def test_files_in_a_bucket_give_the_same_sales(self, store, name):
        found = SalesHistory.read(f"s3://chain/{name}", storage_options=store.options)
        assert np.array_equal(found.units, SalesHistory.from_frame(sales(), **COLUMNS).units)

    def test_many_files_in_a_bucket_are_added_up(self, store):
        found = SalesHistory.read("s3://chain/parts/*.parquet", storage_options=store.options)
        assert np.array_equal(found.units, SalesHistory.from_frame(sales(), **COLUMNS).units)

    def test_an_object_that_is_not_there_is_said_with_its_address(self, store):
        (found,) = refused("s3://chain/none.csv", storage_options=store.options)
        assert (found.code, found.file) == ("no-such-file", "s3://chain/none.csv")

    def test_secrets_in_an_address_are_not_repeated(self):
        (found,) = refused("ftp://me:secret@127.0.0.1:1/sales.csv")
        assert found.code == "unreadable-file"
        assert "secret" not in str(found)

    def test_nor_those_in_the_address_of_an_item_table(self):
        fsspec.filesystem("memory").pipe("/me:secret@/items.csv", b"item,size\nlatte,1\nlatte,2\n")
        with pytest.raises(InputError) as caught:
            ItemTable.read("memory://me:secret@/items.csv")
        assert "secret" not in str(caught.value)

    def test_a_signed_address_ends_before_its_query(self):
        fsspec.filesystem("memory").pipe("/sales.csv?sign=1", sales().to_csv(index=False).encode())
        assert len(SalesHistory.read("memory:///sales.csv?sign=1")) == 80

    def test_other_file_systems_work_the_same(self):
        with fsspec.open("memory://plans/sales.csv", "wb") as stream:
            stream.write(sales().to_csv(index=False).encode())
        assert len(SalesHistory.read("memory://plans/sales.csv")) == 80

    def test_an_unknown_kind_of_address_is_refused(self):
        assert codes(refused("carrier-pigeon://loft/sales.csv")) == ["bad-address"]


class TestAddingUp:
    def sold_one_by_one(self) -> pd.DataFrame:
        lines = sales().loc[lambda table: table.index.repeat(4)].assign(units=5.0)
        return lines.reset_index(drop=True)

    def test_many_files_are_one_history(self, tmp_path):
        for place, part in sales().groupby("location"):
            part.to_csv(tmp_path / f"{place}.csv", index=False)
        expected = SalesHistory.from_frame(sales(), **COLUMNS).units
        assert np.array_equal(SalesHistory.read(tmp_path / "*.csv").units, expected)
        assert np.array_equal(SalesHistory.read(tmp_path).units, expected)

    @pytest.mark.parametrize("convert", [lambda table: table, pl.from_pandas, pa.Table.from_pandas])
    def test_single_sales_are_added_up_by_day(self, convert):
        found = SalesHistory.from_frame(convert(self.sold_one_by_one()), period="day")
        assert np.array_equal(found.units, SalesHistory.from_frame(sales(), **COLUMNS).units)
        assert [(one.code, one.severity, one.count) for one in found.findings] == [("rows-added-up", "note", 320)]

    def test_a_relation_is_added_up_where_it_lives(self):
        with duckdb.connect() as connection:
            lines = connection.sql(
                "SELECT 'latte' AS sku, 'shop ' || (i % 3) AS store, DATE '2026-01-05' + CAST(i // 3000 AS INTEGER) AS day, 1 AS qty "
                "FROM range(60000) AS t(i)"
            )
            found = SalesHistory.from_frame(lines, period="day")
        assert found.mapping == dict.fromkeys(found.mapping) | {"item": "sku", "location": "store", "date": "day", "units": "qty"}
        assert found.units.shape == (3, 20)
        assert np.all(found.units == 1000)

    def test_a_small_relation_is_a_table_like_others(self):
        table = sales()
        with duckdb.connect() as connection:
            connection.register("table_of_sales", table)
            found = SalesHistory.from_frame(connection.table("table_of_sales"), **COLUMNS)
        assert np.array_equal(found.units, SalesHistory.from_frame(table, **COLUMNS).units)

    def test_weeks_begin_on_monday(self, tmp_path):
        sales().to_parquet(tmp_path / "sales.parquet")
        found = SalesHistory.read(tmp_path / "sales.parquet", period="week")
        assert (found.step_days, found.first_day, found.units[0].tolist()) == (7, "2026-01-05", [140.0, 140.0, 120.0])

    def test_prices_are_weighed_by_units_and_flags_are_joined(self):
        lines = pd.DataFrame(
            {
                "item": "latte",
                "location": "east",
                "date": ["2026-01-05", "2026-01-05", "2026-01-06"],
                "units": [1.0, 3.0, 2.0],
                "price": [4.0, 2.0, 4.0],
                "stock_out": ["no", "yes", "no"],
                "closed": [False, True, True],
            }
        )
        found = SalesHistory.from_frame(lines, period="day")
        assert found.price.tolist() == [[2.5, 4.0]]
        assert found.stock_out.tolist() == [[True, False]]
        assert found.flagged.tolist() == [[False, True]]

    def test_bad_lines_are_counted_and_refused_or_left_out(self):
        lines = with_cell(with_cell(self.sold_one_by_one(), 7, "units", "many"), 9, "item", None)
        with pytest.raises(InputError) as caught:
            SalesHistory.from_frame(lines.astype({"units": str}), period="day")
        assert {(one.code, one.count, one.value) for one in caught.value.findings if one.severity == "error"} == {
            ("null-key", 1, ""),
            ("not-a-number", 1, "many"),
        }
        found = SalesHistory.from_frame(lines.astype({"units": str}), period="day", mend=True)
        assert {one.code for one in found.mends} == {"null-key", "not-a-number"}
        assert np.nansum(found.units) == 80 * 20 - 10

    def test_lines_are_not_dropped_where_most_of_them_are_bad(self):
        lines = self.sold_one_by_one().astype({"units": str})
        lines.loc[:200, "units"] = "4,5"
        with pytest.raises(InputError) as caught:
            SalesHistory.from_frame(lines, period="day", units="units", item="item", location="location", date="date", mend=True)
        assert [(one.code, one.count) for one in caught.value.findings if one.severity == "error"] == [("not-a-number", 201)]

    @pytest.mark.parametrize(("zone", "codes_found"), [("UTC", []), ("Europe/Berlin", ["shifted-midnight"]), ("America/New_York", [])])
    def test_midnights_of_any_time_zone_are_the_days_that_they_begin(self, tmp_path, monkeypatch, zone, codes_found):
        monkeypatch.setenv("TZ", "America/Los_Angeles")
        sales(date=sales()["date"].dt.tz_localize(zone)).to_parquet(tmp_path / "sales.parquet")
        found = SalesHistory.read(tmp_path / "sales.parquet", period="day")
        assert (found.first_day, found.last_day, found.units.sum()) == ("2026-01-05", "2026-01-24", 1600)
        assert codes(found.findings) == codes_found

    def test_returns_are_taken_off(self):
        lines = with_cell(self.sold_one_by_one(), 7, "units", -5.0).astype({"units": float})
        found = SalesHistory.from_frame(lines, period="day")
        assert found.units.sum() == 80 * 20 - 10
        assert "1 returns are taken off" in found.findings[0].message

    def test_places_are_added_up_to_the_chain_where_that_is_asked_for(self, tmp_path):
        sales().to_parquet(tmp_path / "sales.parquet")
        found = SalesHistory.read(tmp_path / "sales.parquet", period="week", location=None)
        assert found.locations == ("all",)
        assert found.units[0].tolist() == [280.0, 280.0, 240.0]

    def test_rows_of_sums_are_not_said_to_be_rows_of_the_file(self, tmp_path):
        sales(units=2.5).to_parquet(tmp_path / "sales.parquet")
        (found,) = SalesHistory.read(tmp_path / "sales.parquet", period="day").findings
        assert found.code == "fractional-units"
        assert found.file.endswith("sales.parquet, added up by day")

    def test_what_cannot_be_added_up_is_said(self, tmp_path):
        assert codes(refused(tmp_path / "*.parquet")) == ["unreadable-file"]
        sales().to_csv(tmp_path / "sales.csv", index=False)
        assert codes(refused(tmp_path / "sales.csv", period="month")) == ["bad-period"]
        assert codes(refused(tmp_path / "*.csv", units="menge")) == ["missing-column"]

    def test_lines_that_cannot_be_read_at_all_are_said(self, tmp_path):
        sales(date="5. Januar").to_csv(tmp_path / "sales.csv", index=False)
        (found,) = refused(tmp_path / "*.csv")
        assert found.code == "empty-table"
        assert "none of 80 lines" in found.message

    def test_names_of_columns_and_files_are_no_sql(self, tmp_path):
        odd = tmp_path / "sales'; DROP.csv"
        sales().rename(columns={"units": 'u"nits; --'}).to_csv(odd, index=False)
        assert len(SalesHistory.read(odd, units='u"nits; --', period="day")) == 80


class TestColumns:
    def test_columns_are_guessed_and_said(self, tmp_path):
        named = sales(promo=0).rename(columns={"item": "SKU", "location": "Store ID", "date": "Day", "units": "Qty"})
        named.to_csv(tmp_path / "sales.csv", index=False)
        found = SalesHistory.read(tmp_path / "sales.csv")
        taken = {"item": "SKU", "location": "Store ID", "date": "Day", "units": "Qty", "promotion": "promo"}
        assert {role: name for role, name in found.mapping.items() if name} == taken
        (said,) = found.findings
        assert (said.code, said.severity) == ("columns-taken", "note")
        assert all(f"{role} from {name!r}" in said.message for role, name in taken.items())

    @pytest.mark.parametrize(
        "names",
        [
            ("item_nbr", "store_nbr", "date", "unit_sales", "sell_price", "onpromotion"),
            ("meal_id", "center_id", "week", "num_orders", "checkout_price", "homepage_featured"),
            ("UPC", "STORE_NUM", "WEEK", "UNITS", "PRICE", "FEATURE"),
            ("ProductID", "StoreID", "TransactionDate", "QuantitySold", "UnitPrice", "OnPromo"),
            ("Artikelnummer", "Filiale", "Datum", "Absatz", "VK-Preis", "Aktion"),
            ("code_article", "Magasin", "Semaine", "Quantité vendue", "Prix unitaire", "Promo"),
        ],
    )
    def test_names_of_real_files_are_understood(self, tmp_path, names):
        roles = ("item", "location", "date", "units", "price", "promotion")
        table = sales(price=2.5, promotion=0).rename(columns=dict(zip(roles, names, strict=True)))
        table.to_csv(tmp_path / "sales.csv", index=False)
        found = SalesHistory.read(tmp_path / "sales.csv")
        assert tuple(found.mapping[role] for role in roles) == names
        assert codes(found.findings) == ["columns-taken"]

    def test_of_names_of_the_same_the_finer_one_is_taken(self):
        table = sales(region="Bavaria", product="drink", week="2026-W02").rename(columns={"item": "sku", "location": "store_id"})
        found = SalesHistory.from_frame(table.assign(store="ACME"))
        assert (found.mapping["item"], found.mapping["location"], found.mapping["date"]) == ("sku", "store_id", "date")

    def test_columns_that_could_both_be_it_are_asked_for(self):
        with pytest.raises(InputError) as caught:
            SalesHistory.from_frame(sales(qty=3.0).rename(columns={"units": "units_sold"}))
        (found,) = caught.value.findings
        assert found.code == "unclear-column"
        assert "'qty' or 'units_sold'" in found.message
        assert "units='qty'" in found.mend

    def test_what_may_be_money_is_asked_for(self):
        with pytest.raises(InputError) as caught:
            SalesHistory.from_frame(sales(units=17.35).rename(columns={"units": "sales"}))
        assert "may be money" in caught.value.findings[0].message
        assert SalesHistory.from_frame(sales().rename(columns={"units": "sales"})).mapping["units"] == "sales"

    def test_an_unclear_flag_is_left_out_and_said(self):
        table = sales(feat=[1, 0] * 40, display=[0, 1] * 40).rename(columns={"item": "sku"})
        found = SalesHistory.from_frame(table)
        assert found.mapping["promotion"] is None
        assert "no promotion, as it may be 'feat' or 'display'" in found.findings[0].message

    def test_usual_names_are_no_finding(self, tmp_path):
        sales().to_csv(tmp_path / "sales.csv", index=False)
        found = SalesHistory.read(tmp_path / "sales.csv")
        assert found.findings == ()
        assert found.mapping["units"] == "units"

    def test_a_table_without_names_is_guessed_too(self):
        assert SalesHistory.from_frame(sales().rename(columns={"item": "product"})).mapping["item"] == "product"

    def test_a_named_column_is_not_guessed_away(self, tmp_path):
        sales(qty=1.0).to_csv(tmp_path / "sales.csv", index=False)
        assert SalesHistory.read(tmp_path / "sales.csv", units="qty").units.sum() == 80

    def test_a_column_whose_content_does_not_fit_is_left_alone(self, tmp_path):
        sales(promo="2 for 1").to_csv(tmp_path / "sales.csv", index=False)
        assert SalesHistory.read(tmp_path / "sales.csv").mapping["promotion"] is None

    def test_marks_and_blanks_in_the_header_are_said_and_mended(self):
        found = SalesHistory.from_frame(sales().rename(columns={"item": "\ufeffitem", "units": " units "}))
        assert codes(found.findings) == ["header-mark"]
        assert codes(found.mended().findings) == ["mended"]

    def test_campaigns_are_guessed_too(self, tmp_path):
        campaigns().rename(columns={"item": "SKU", "location": "store", "start": "start_date"}).to_csv(tmp_path / "past.csv", index=False)
        library = CampaignLibrary.read(tmp_path / "past.csv")
        assert library.campaign("spring").item == "latte"
        assert codes(library.findings) == ["columns-taken"]
        assert library.mapping["start"] == "start_date"

    def test_what_becomes_of_further_columns_is_said(self, tmp_path):
        campaigns(tv=1.5).rename(columns={"item": "SKU"}).to_csv(tmp_path / "past.csv", index=False)
        assert "; covariates: tv" in CampaignLibrary.read(tmp_path / "past.csv").findings[0].message
        sales(rain=1).rename(columns={"item": "SKU"}).to_csv(tmp_path / "sales.csv", index=False)
        assert "; not read: rain" in SalesHistory.read(tmp_path / "sales.csv").findings[0].message


def test_a_table_as_a_german_office_exports_it_is_read_and_mended_in_one_call(tmp_path):
    table = sales().assign(date=sales()["date"].dt.strftime("%d.%m.%Y"), units="20,5", price="1.204,50 €")
    table.loc[[5, 9], "units"] = ["-3,0", "viele"]
    table = table.rename(columns={"item": "Artikel", "location": "Filiale", "date": "Datum", "units": "Menge", "price": "Preis"})
    table.to_csv(tmp_path / "sales.csv", index=False, sep=";")
    assert {one.code for one in refused(tmp_path / "sales.csv") if one.severity == "error"} == {"not-a-number"}
    found = SalesHistory.read(tmp_path / "sales.csv", mend=True)
    assert {"not-a-number", "negative-units", "decimal-comma", "day-first-date", "currency-sign"} <= {one.code for one in found.mends}
    assert (found.units[0, 0], found.price[0, 0], found.first_day) == (20.5, 1204.5, "2026-01-05")


class TestOut:
    @pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
    def test_a_history_is_written_and_read_again(self, tmp_path, name):
        found = SalesHistory.from_frame(sales(price=2.5, stock_out=[True] + [False] * 79), **COLUMNS, price="price", stock_out="stock_out")
        found.write(tmp_path / name)
        again = SalesHistory.read(tmp_path / name)
        assert again.findings == ()
        for array in ("units", "price", "stock_out"):
            assert np.array_equal(getattr(again, array), getattr(found, array))

    def test_another_kind_of_file_is_refused(self, tmp_path):
        with pytest.raises(InputError, match=r"none of .parquet"):
            SalesHistory.from_frame(sales(), **COLUMNS).write(tmp_path / "out.docx")
        with pytest.raises(InputError, match="no folder"):
            SalesHistory.from_frame(sales(), **COLUMNS).write(tmp_path / "none" / "out.csv")
