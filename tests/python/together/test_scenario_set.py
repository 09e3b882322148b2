import pytest

from ltoplan_widgets.plan.errors import InputError, PlanError
from ltoplan_widgets.together.scenario_set import ScenarioSet

PRICE, COST = "offers/latte/price", "offers/latte/unit_cost"


def no_sales(*_, **__):
    raise AssertionError("nothing is to be computed")


@pytest.fixture
def scenarios(ada):
    return ScenarioSet(ada.editor, no_sales)


def test_they_are_found_by_id_and_by_name(scenarios):
    assert list(scenarios) == ["warm"]
    assert len(scenarios) == 1
    assert scenarios["warm"] is scenarios["Warm spring"] is scenarios["warm SPRING"]
    assert "Warm spring" in scenarios
    assert "cold" not in scenarios
    with pytest.raises(KeyError, match="Did you mean 'warm'"):
        scenarios["warn"]
    assert "Warm spring" in repr(scenarios)


def test_they_are_made_named_changed_and_copied(ada, scenarios):
    cold = scenarios.create("Cold", {PRICE: 4}, reason="why not")
    assert scenarios[cold].changes == {PRICE: 4.0}
    scenarios.set("Cold", COST, 3)
    scenarios.unset("Cold", PRICE)
    assert scenarios["Cold"].changes == {COST: 3.0}
    with pytest.raises(PlanError, match="does not change offers/latte/price; it changes offers/latte/unit_cost"):
        scenarios.unset("Cold", PRICE)
    copy = scenarios.duplicate("Cold")
    assert (scenarios[copy].name, scenarios[copy].changes) == ("Cold 2", {COST: 3.0})
    scenarios.rename(copy, "Frost")
    assert list(scenarios) == ["warm", cold, copy]
    assert [entry.action for entry in ada.plan.history.values()] == ["edit"] * 5


def test_a_name_that_is_taken_gets_a_number(scenarios):
    scenarios.create("warm spring")
    assert scenarios["warm spring 2"].changes == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"offers/late/price": 1}, "there is no 'late'"),
        ({"offers/latte/price": -1}, "-1.* is not allowed"),
        ({"comments/c/text": "x"}, "there is no 'c'|no scenario can change"),
        ({"current_scenario": "x"}, "no scenario can change"),
    ],
)
def test_what_no_scenario_can_assume_is_refused(ada, scenarios, changes, said):
    before = ada.plan
    with pytest.raises(PlanError, match=said):
        scenarios.create("Odd", changes)
    assert ada.plan is before


def test_one_is_in_force_until_it_is_deleted_and_can_be_restored(ada, scenarios):
    scenarios.make_current("Warm spring")
    assert (scenarios.current, ada.plan.current_scenario) == ("warm", "warm")
    scenarios.delete("warm")
    assert scenarios.current == ""
    assert list(scenarios) == []
    assert list(scenarios.deleted()) == ["warm"]
    assert scenarios.restore("Warm spring") == "warm"
    scenarios.make_current("warm")
    scenarios.make_current(None)
    assert scenarios.current == ""
    with pytest.raises(PlanError, match="no scenario 'warm'"):
        scenarios.restore("warm")


def test_two_with_one_name_are_named_by_id(ada, scenarios):
    ada.editor.apply({"scenarios/a": {"name": "Same"}, "scenarios/b": {"name": "Same"}})
    with pytest.raises(PlanError, match=r"2 have the name 'Same'.*a, b"):
        scenarios.id_of("Same")


def test_they_are_compared_with_what_they_lead_to(season, evaluator):
    scenarios = ScenarioSet(season.editor, evaluator.evaluate)
    dear = scenarios.create("Dear", {COST: 4.5})
    found = scenarios.compare()
    assert [one.scenario for one in found] == ["", *scenarios]
    assert found[dear].figures.profit < found[""].figures.profit
    assert found["Dear"] is found[dear]
    assert found[0].name == "Plan"
    assert found[0].figures.p10 < found[0].figures.mean < found[0].figures.p90
    assert scenarios.compare([dear])[0].figures == found[dear].figures
    assert ">Dear</th>" in found._repr_html_()
    with pytest.raises(KeyError):
        found["Cheap"]


def test_one_that_allows_no_outlook_says_why_beside_the_others(season, evaluator):
    scenarios = ScenarioSet(season.editor, evaluator.evaluate)
    odd = scenarios.create("Backwards", {"campaigns/launch/end": "2020-01-01"})
    found = scenarios.compare(["", odd])
    assert found[odd].figures is None
    assert "ends before it starts" in found[odd].complaint
    assert "ends before it starts" in found._repr_html_()
    with pytest.raises(InputError):
        scenarios.compare([odd])


def test_hostile_names_are_only_text_in_a_table(scenarios):
    scenarios.create("<script>alert(1)</script>")
    assert "<script>" not in scenarios._repr_html_()
    assert "<bdi>&lt;script&gt;" in scenarios._repr_html_()
