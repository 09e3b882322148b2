"""The page about data says of every finding what the code does."""

from pathlib import Path

import pytest

from ltoplan_widgets.demand.library.campaign_source import MENDS as CAMPAIGN_MENDS
from ltoplan_widgets.demand.sales.sales_mend import MENDS as SALES_MENDS
from ltoplan_widgets.demand.table.column_guess import guessed_column
from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS, SALES_KINDS, as_markdown

PAGE = (Path(__file__).parents[5] / "docs/data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kinds", [SALES_KINDS, CAMPAIGN_KINDS])
def test_the_page_has_the_table_of_all_kinds(kinds):
    assert as_markdown(kinds) in PAGE


@pytest.mark.parametrize(("kinds", "mends"), [(SALES_KINDS, SALES_MENDS), (CAMPAIGN_KINDS, CAMPAIGN_MENDS)])
def test_a_kind_says_how_it_is_mended_where_it_is(kinds, mends):
    assert {kind.code for kind in kinds if kind.mended} == set(mends)
    assert len({kind.code for kind in kinds}) == len(kinds)


def test_errors_can_be_mended_or_say_what_a_person_does():
    assert all(kind.mend for kind in (*SALES_KINDS, *CAMPAIGN_KINDS))


@pytest.mark.parametrize(
    ("named", "role"),
    [("SKU", "item"), ("Product", "item"), ("article", "item"), ("Store ID", "location"), ("shop", "location"), ("Day", "date"), ("week", "date"),
     ("ds", "date"), ("qty", "units"), ("sales", "units"), ("demand", "units"), ("promo", "promotion"), ("sold_out", "stock_out"), ("unit_price", "price")],
)  # fmt: skip
def test_names_that_the_page_promises_are_guessed(named, role):
    assert f"`{named}`" in PAGE
    assert guessed_column(role, ["x", named]) == named
