import pytest

from ltoplan_widgets.document.change import Change, signed_changes


@pytest.mark.parametrize(
    ("field", "concerned"),
    [
        ("offers/latte/price", True),
        ("offers/latte", True),
        ("offers", True),
        ("offers/latte/price/x", True),
        ("offers/latte/pri", False),
        ("offers/lat", False),
        ("name", False),
    ],
)
def test_a_change_concerns_what_lies_at_above_and_below(field, concerned):
    assert Change(path="offers/latte/price", old=1.0, new=2.0).concerns(field) == concerned


def entry(author, *paths, reason=""):
    return {"author": author, "reason": reason, "changes": {path: {} for path in paths}}


def test_each_change_of_a_transaction_has_the_author_of_its_entry():
    differences = [
        ("name", "a", "b"),
        ("offers/latte/price", 5.0, 6.0),
        ("notes", "", "x"),
        ("history/01A", None, entry("Ada", "name", reason="spring")),
        ("history/01B", None, entry("Bob", "offers/latte/price")),
    ]
    found = {change.path: (change.author, change.reason) for change in signed_changes(differences, author="room", reason="")}
    assert found["name"] == ("Ada", "spring")
    assert found["offers/latte/price"] == ("Bob", "")
    assert found["notes"] == ("room", "")


def test_of_two_entries_about_one_field_the_later_one_counts():
    differences = [("name", "a", "c"), ("history/01B", None, entry("Bob", "name")), ("history/01A", None, entry("Ada", "name"))]
    assert signed_changes(differences, author="", reason="")[0].author == "Bob"


def test_what_an_entry_left_out_for_its_size_is_its_author_s_where_it_is_alone():
    differences = [("notes", "", "x"), ("history/01A", None, entry("Ada"))]
    assert signed_changes(differences, author="", reason="")[0].author == "Ada"


@pytest.mark.parametrize("broken", ["text", {"changes": 5}, {"changes": ["name"], "author": None}, {}])
def test_an_entry_of_another_shape_signs_nothing_and_breaks_nothing(broken):
    differences = [("name", "a", "b"), ("history/01A", None, broken), ("history/01B", entry("Ada", "name"), None)]
    assert signed_changes(differences, author="Cem", reason="why")[0].author == "Cem"
