import pytest

from ltoplan_widgets.document.change import Change


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
