import pytest

from ltoplan_widgets.plan import migrations
from ltoplan_widgets.plan.codec import decode
from ltoplan_widgets.plan.errors import PlanError


def test_the_current_format_is_left_alone():
    tree = {"format": "ltoplan/1", "name": "Spring"}
    assert migrations.migrated(tree) is tree


def test_a_plan_without_a_format_counts_as_current():
    assert migrations.migrated({"name": "Spring"}) == {"name": "Spring"}


def test_older_formats_are_brought_up_to_date_step_by_step(monkeypatch):
    monkeypatch.setitem(migrations.STEPS, "draft/1", lambda tree: {**tree, "format": "draft/2", "name": tree["title"]})
    monkeypatch.setitem(migrations.STEPS, "draft/2", lambda tree: {"format": "ltoplan/1", "name": tree["name"].upper()})
    assert decode('{"format": "draft/1", "title": "Spring"}').name == "SPRING"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("ltoplan/2", "upgrade"),
        ("ltoplan/999999999", "upgrade"),
        ("ltoplan/0", "not a plan format"),
        (None, "not a plan format"),
        ({}, "not a plan format"),
    ],
)
def test_a_format_that_cannot_be_read_is_said(found, said):
    with pytest.raises(PlanError, match=said) as caught:
        migrations.migrated({"format": found}, file="spring.ltoplan")
    assert str(caught.value).startswith("spring.ltoplan: format: ")
