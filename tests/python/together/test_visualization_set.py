import pytest

from ltoplan_widgets.plan.errors import LtoPlanError, PlanError
from ltoplan_widgets.together.visualization_set import VisualizationSet


@pytest.fixture
def visualizations(ada):
    return VisualizationSet(ada.editor)


def test_kinds_are_those_of_the_installed_widgets(visualizations):
    assert {"forecast_chart", "normal_distribution", "order_chart", "parameter_slider"} <= set(visualizations.types())


def test_one_is_saved_listed_changed_copied_deleted_and_restored(ada, visualizations):
    key = visualizations.create("Weeks", "forecast_chart", campaign="launch", parameters={"snap": 500}, color="#00aaff")
    found = visualizations["Weeks"]
    assert (found.created_by, found.updated_by, found.parameters) == ("Ada", "Ada", {"snap": 500.0})
    assert found.created_at == found.updated_at != ""
    visualizations.edit(key, name="By week", parameters={"snap": None, "theme": "dark"})
    assert (visualizations[key].name, visualizations[key].parameters) == ("By week", {"theme": "dark"})
    assert visualizations[key].updated_at >= visualizations[key].created_at
    copy = visualizations.duplicate("By week")
    assert visualizations[copy].name == "By week copy"
    assert list(visualizations) == [key, copy]
    visualizations.delete(copy)
    assert list(visualizations) == [key]
    visualizations.restore(copy)
    assert [entry.action for entry in ada.plan.history.values()] == ["edit"] * 5


def test_who_changed_it_last_is_told(table):
    ada, bob = table("Ada", "Bob")
    key = VisualizationSet(ada.editor).create("Weeks", "forecast_chart")
    VisualizationSet(bob.editor).edit(key, color="#ff0000")
    found = ada.plan.visualizations[key]
    assert (found.created_by, found.updated_by) == ("Ada", "Bob")


def test_an_id_is_used_once(visualizations):
    assert visualizations.create("A", "forecast_chart", id="fan") == "fan"
    visualizations.delete("fan")
    with pytest.raises(PlanError, match="visualizations/fan: there is one already"):
        visualizations.create("B", "forecast_chart", id="fan")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"type": "forecast_chat"}, "Did you mean 'forecast_chart'"),
        ({"type": "pie"}, "There are: .*forecast_chart"),
        ({"campaign": "lunch"}, "campaign: there is no 'lunch'"),
        ({"field": "offers/latte/prise"}, "Did you mean 'price'"),
        ({"parameters": {"snapp": 1}}, "snap"),
        ({"parameters": {"snap": -1}}, "snap"),
        ({"parameters": {"theme": "pink"}}, "theme"),
        ({"color": "red"}, "color"),
        ({"name": "x" * 201}, "name"),
        ({"id": "__proto__"}, "__proto__"),
    ],
)
def test_what_no_chart_takes_is_refused(ada, visualizations, fields, said):
    before = ada.plan
    with pytest.raises(LtoPlanError, match=said):
        visualizations.create(**{"name": "A", "type": "forecast_chart", **fields})
    assert ada.plan is before


def test_only_some_fields_are_edited(visualizations):
    key = visualizations.create("A", "forecast_chart")
    with pytest.raises(PlanError, match="'type' cannot be edited"):
        visualizations.edit(key, type="order_chart")
    with pytest.raises(PlanError, match="there is no visualization 'B'"):
        visualizations.edit("B", name="C")
