from importlib.metadata import entry_points

import pytest
import traitlets as t

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.widgets.collaboration.change_history import ChangeHistory
from ltoplan_widgets.widgets.collaboration.change_requests import ChangeRequests
from ltoplan_widgets.widgets.collaboration.comments import Comments
from ltoplan_widgets.widgets.collaboration.cursor_tracker import CursorTracker
from ltoplan_widgets.widgets.collaboration.scenario_table import ScenarioTable
from ltoplan_widgets.widgets.collaboration.user_presence import UserPresence

PANELS = (ChangeHistory, ChangeRequests, Comments, CursorTracker, ScenarioTable, UserPresence)
every_panel = pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)


@every_panel
def test_a_panel_tells_the_browser_where_the_plan_is_and_nothing_else(plan, kind):
    panel = kind(plan)
    assert panel.binding["link"] == plan.link
    assert panel.binding["fields"] == {}
    assert panel.view == {"title": ""}


@every_panel
def test_a_panel_brings_its_own_module_and_style(plan, kind):
    panel = kind(plan)
    assert "export{" in panel._esm
    assert ".ltoplan-panel" in panel._css


@every_panel
def test_a_panel_needs_a_plan(kind):
    with pytest.raises(InputError, match=f"{kind.__name__} shows what people do in a plan"):
        kind()
    with pytest.raises(InputError, match="a shared plan is needed, found str"):
        kind("season.ltoplan")


@every_panel
def test_every_panel_can_be_saved_as_a_visualization(plan, kind):
    (point,) = entry_points(group="ltoplan_widgets.charts", name=kind.KIND)
    assert point.load() is kind
    plan.set("visualizations/saved", {"name": "Friday's talk", "type": kind.KIND})
    panel = plan.chart("saved", theme="dark")
    assert isinstance(panel, kind)
    assert panel.view == {"title": "Friday's talk"}
    assert panel.theme == "dark"


@every_panel
def test_a_visualization_of_another_kind_is_refused(plan, kind):
    with pytest.raises(InputError, match="launch-week is a normal_distribution"):
        kind(plan, "launch-week")


@every_panel
def test_a_panel_needs_no_outlook(plan, kind):
    plan.set("campaigns/launch/item", "unheard of")
    assert kind(plan).view == {"title": ""}


def test_what_only_charts_have_is_refused_by_name(plan):
    with pytest.raises(InputError, match="Comments takes no 'snap'"):
        Comments(plan, snap=5)
    with pytest.raises(InputError, match="did you mean 'read_only'"):
        Comments(plan, readonly=True)


def test_the_heading_follows_the_visualization(plan):
    plan.set("visualizations/saved", {"name": "Cold or mild", "type": "scenario_table"})
    table = plan.chart("saved")
    plan.set("visualizations/saved/name", "Cold, mild or warm")
    assert table.view == {"title": "Cold, mild or warm"}


def test_what_the_kernel_hears_from_a_panel_reaches_the_plan(plan):
    panel = UserPresence(plan)
    panel.comm.receive({"method": "custom", "content": {"t": "hello", "from": "7"}})
    answers = [content for content, _buffers in panel.comm.customs() if content.get("to") == "7"]
    assert answers
    assert all(content["t"] == "y" for content in answers)


def test_cursor_settings_begin_as_told_and_stay_in_their_range(plan):
    tracker = CursorTracker(plan, fade_seconds=10, show_names=False)
    assert (tracker.fade_seconds, tracker.show_names, tracker.own_cursor) == (10.0, False, True)
    with pytest.raises(t.TraitError, match="fade_seconds: 0 is not allowed"):
        tracker.fade_seconds = 0


def test_cursor_settings_can_be_saved_with_the_visualization(plan):
    plan.set("visualizations/pointers", {"name": "Pointers", "type": "cursor_tracker", "parameters": {"fade_seconds": 30.0}})
    assert plan.chart("pointers").fade_seconds == 30.0


def test_a_closed_panel_follows_no_more(plan):
    plan.set("visualizations/saved", {"name": "Before", "type": "comments"})
    panel = plan.chart("saved")
    panel.close()
    plan.set("visualizations/saved/name", "After")
    assert panel.view == {"title": "Before"}
