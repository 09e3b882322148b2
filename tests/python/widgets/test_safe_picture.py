"""What an output says of its plan beside the widget: where it is and which chart, never a session or a token."""

import json

import pytest

from ltoplan_widgets import NormalDistribution
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.widgets.safe_picture import MIME, safe_picture

FIELDS = {"mean": "campaigns/launch/demand_mean"}
SESSION = {"format": "text", "type": "ltoplan", "fileId": "file-1", "sessionId": "secret"}
RECORD = Visualization(name="Launch demand", type="normal_distribution", campaign="launch")


def binding(path="season/plan.ltoplan", session=SESSION):
    return {"link": {"path": path, "session": session, "document": "d", "kernel_live": True}, "chart": "launch-week", "fields": FIELDS}


def picture(link, **changes):
    given = {"kind": "normal_distribution", "record": RECORD, "target": "launch-week", "traits": {}, **changes}
    return safe_picture(link, **given)


def test_it_names_plan_and_chart_and_no_secret():
    made = picture(binding())
    assert made == {
        "path": "season/plan.ltoplan",
        "file_id": "file-1",
        "visualization": "launch-week",
        "kind": "normal_distribution",
        "fields": FIELDS,
        "settings": {},
    }
    assert "secret" not in json.dumps(made)


def test_it_takes_over_the_settings_that_were_given():
    assert picture(binding(), traits={"title": "Demand", "height": 300.0, "snap": None})["settings"] == {"title": "Demand", "height": 300.0}


def test_a_chart_that_nobody_saved_is_known_by_its_fields():
    assert picture(binding(session=None), record=None, target="")["visualization"] == ""


@pytest.mark.parametrize("link", [None, binding(path="")], ids=["alone", "no place on a server"])
def test_there_is_none_where_there_is_no_room(link):
    assert picture(link) is None


def test_a_widget_that_stands_alone_has_no_picture():
    data, _ = NormalDistribution(mean=1200, std_dev=240)._repr_mimebundle_()
    assert MIME not in data
    assert "application/vnd.jupyter.widget-view+json" in data
