from ltoplan_widgets.together.table import LONGEST_CELL, html_table, said


def test_cells_are_text_whatever_is_in_them():
    found = html_table(["<i>"], [["</td><script>", 1450.0, None, True, {"name": "Latte"}]], caption="<b>")
    assert "<script>" not in found
    assert "<i>" not in found
    assert "<caption>&lt;b&gt;</caption>" in found


def test_a_long_cell_is_cut():
    assert "x" * LONGEST_CELL + "…" in html_table([""], [["x" * 70_000]])


def test_values_are_said_as_people_read_them():
    assert [said(one) for one in (0.123456, 12345.678, 5.0, False, {"units": 1.0}, {"a": 1, "b": 2})] == [
        "0.1235",
        "12,346",
        "5",
        "no",
        "1",
        "2 fields",
    ]
