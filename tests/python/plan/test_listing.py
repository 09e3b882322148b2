from ltoplan_widgets.plan.listing import LONGEST_CELL, Listing, said


def test_cells_are_text_whatever_is_in_them():
    found = Listing(["<i>", *"abcd"], [["</td><script>", 1450.0, None, True, {"name": "Latte"}]], title="<b>", note="<u>").html()
    assert not [tag for tag in ("<script>", "<i>", "<b>", "<u>") if tag in found]
    assert "<strong><bdi>&lt;b&gt;" in found


def test_numbers_stand_to_the_right_in_text_and_html():
    listing = Listing(["part", "units", "why"], [["base", 1200.0, "like days"], ["event", "-30", "5 launches"]], note="All of it.")
    assert str(listing) == "part   units  why\nbase   1,200  like days\nevent    -30  5 launches\nAll of it."
    assert listing.html().count("text-align:right") == 3


def test_signs_that_turn_a_terminal_around_are_left_out():
    assert "\x1b" not in str(Listing(["a"], [["\x1b[2J"]]))
    assert "\n" not in str(Listing([], [], title="two\nlines"))


def test_nothing_to_list_is_said_without_a_table():
    assert Listing([], [], note="Nothing.").html() == "<p><bdi>Nothing.</bdi></p>"


def test_a_long_cell_is_cut():
    assert "x" * LONGEST_CELL + "…" in Listing([""], [["x" * 70_000]]).html()


def test_values_are_said_as_people_read_them():
    assert [said(one) for one in (0.123456, 12345.678, 5.0, False, {"units": 1.0}, {"a": 1, "b": 2})] == [
        "0.1235",
        "12,346",
        "5",
        "no",
        "1",
        "2 fields",
    ]
