"""Names as people read them, the same in both languages."""

from ltoplan_widgets.plan.label import label, words
from tests.python.plan.cases import cases


@cases("labels", "labels")
def test_names_are_told_in_words(case):
    assert words(case["name"]) == case["words"]
    assert label(case["name"]) == case["label"]
