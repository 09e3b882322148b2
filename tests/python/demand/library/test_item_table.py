import pandas as pd
import pytest

from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.plan.errors import InputError

ITEMS = pd.DataFrame(
    {
        "item": ["a", "b", "c"],
        "category": ["soup", "soup", "salad"],
        "price": [4.5, None, 6.0],
        "vegan": [True, False, True],
        "supplier_id": [7, 7, 8],
    }
)


def table(**changed):
    return ItemTable.from_frame(ITEMS.assign(**changed))


def codes(found):
    return {one.code for one in found.findings}


def test_attributes_are_numbers_words_and_flags():
    found = table()
    assert found.items == ("a", "b", "c")
    assert found.attributes["price"] == (4.5, None, 6.0)
    assert found.attributes["category"] == ("soup", "soup", "salad")
    assert found.attributes["supplier_id"] == ("7", "7", "8")
    assert found.of("c") == {"category": "salad", "price": 6.0, "vegan": True, "supplier_id": "8"}
    assert found.of("z") == dict.fromkeys(found.attributes)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_files_are_read(tmp_path, suffix):
    file = tmp_path / f"items.{suffix}"
    getattr(ITEMS, f"to_{suffix}")(file, index=False)
    assert ItemTable.read(file).attributes == table().attributes


def test_an_item_stands_once():
    with pytest.raises(InputError) as caught:
        table(item=["a", "b", "a"])
    (finding,) = caught.value.findings
    assert (finding.code, finding.rows) == ("duplicate-item", (2,))


@pytest.mark.parametrize(("frame", "code"), [(ITEMS.drop(columns="item"), "missing-column"), (ITEMS[["item"]], "no-attributes")])
def test_a_table_has_items_and_attributes(frame, code):
    with pytest.raises(InputError) as caught:
        ItemTable.from_frame(frame)
    assert caught.value.findings[0].code == code


def test_what_tells_nothing_is_left_out_and_said():
    found = table(colour="red", name=["Tom yum", "Goulash", "Caesar"], empty=None)
    assert set(found.attributes) == {"category", "price", "vegan", "supplier_id"}
    assert codes(found) == {"idle-attribute", "unlike-words"}
    assert len(found.findings) == 3


def test_items_that_are_not_described_are_named():
    (finding,) = table().checked_against(["a", "aa", "zz"])
    assert finding.value == "aa"
    assert "did you mean 'a'" in finding.mend
    assert table().checked_against(["a", "c"]) == ()
