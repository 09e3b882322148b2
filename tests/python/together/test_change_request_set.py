import pytest

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.together.change_request_set import ChangeRequestSet

PRICE, COST = "offers/latte/price", "offers/latte/unit_cost"
OVERRIDE = "campaigns/launch/overrides/2027-01-07"


def requests_of(desk):
    return ChangeRequestSet(desk.editor, lambda *_, **__: None)


@pytest.fixture
def requests(ada):
    return requests_of(ada)


def test_a_proposal_changes_nothing_yet(ada, requests):
    key = requests.propose("Cheaper", {PRICE: 4, OVERRIDE: 1450}, reason="the rival")
    found = requests["Cheaper"]
    assert (found.author, found.username, found.status, found.reason) == ("Ada", "ada", "open", "the rival")
    assert found.changes[PRICE].base == 5.0
    assert found.changes[OVERRIDE].value["author"] == "Ada"
    assert ada.plan.offers["latte"].price == 5.0
    assert ada.plan.history == {}
    assert list(requests) == [key]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({PRICE: 5}, "nothing would change"),
        ({}, "nothing would change"),
        ({PRICE: -1}, "is not allowed"),
        ({"offers/late/price": 1}, "there is no 'late'"),
        ({"history/x": {}}, "is no decision"),
    ],
)
def test_what_cannot_be_proposed_is_refused(requests, changes, said):
    with pytest.raises(PlanError, match=said):
        requests.propose("Odd", changes)
    assert len(requests) == 0


def test_accepting_makes_the_edit_and_the_decision_at_once(table):
    ada, bob = table("Ada", "Bob")
    key = requests_of(ada).propose("Cheaper", {PRICE: 4, COST: 1})
    entry = requests_of(bob).accept("Cheaper", [PRICE], reason="yes")
    assert ada.plan.offers["latte"].price == 4.0
    assert ada.plan.offers["latte"].unit_cost == 2.0
    found = ada.plan.change_requests[key]
    assert (found.status, found.decisions[PRICE].author, found.decisions[PRICE].reason) == ("open", "Bob", "yes")
    assert (ada.plan.history[entry].action, ada.plan.history[entry].of, ada.plan.history[entry].author) == ("accept", key, "Bob")
    requests_of(ada).reject(key)
    assert requests_of(bob)[key].status == "partly_accepted"
    with pytest.raises(PlanError, match="partly_accepted already"):
        requests_of(bob).accept(key)


def test_all_fields_are_decided_where_none_is_named(requests, ada):
    first = requests.propose("One", {PRICE: 4, COST: 1})
    second = requests.propose("Two", {PRICE: 3})
    requests.accept(first)
    requests.reject(second, reason="too low")
    assert (requests[first].status, requests[second].status) == ("accepted", "rejected")
    assert ada.plan.offers["latte"].price == 4.0


def test_a_field_is_decided_once_and_by_its_name(requests):
    key = requests.propose("One", {PRICE: 4, COST: 1})
    requests.accept(key, PRICE)
    with pytest.raises(PlanError, match="is accepted already, by Ada"):
        requests.reject(key, [PRICE])
    with pytest.raises(PlanError, match="does not propose name; it proposes"):
        requests.accept(key, ["name"])
    assert requests[key].status == "open"


def test_a_field_that_moved_on_is_shown_and_can_still_be_decided(ada, requests):
    key = requests.propose("One", {PRICE: 4})
    ada.editor.apply({PRICE: 7})
    [field] = requests.fields(key)
    assert (field.base, field.present, field.value, field.is_moved_on) == (5.0, 7.0, 4.0, True)
    requests.accept(key)
    assert ada.plan.offers["latte"].price == 4.0


def test_a_value_that_the_plan_cannot_hold_any_more_decides_nothing(ada, requests):
    key = requests.propose("One", {PRICE: 4, "name": "Autumn"})
    ada.editor.apply({"offers/latte": None})
    with pytest.raises(PlanError, match="latte"):
        requests.accept(key)
    assert requests[key].decisions == {}
    assert ada.plan.name == "Spring"


def test_an_override_that_is_proposed_to_go_goes(ada, requests):
    ada.editor.apply({OVERRIDE: 1200})
    key = requests.propose("Back to the forecast", {OVERRIDE: None})
    requests.accept(key)
    assert ada.plan.campaigns["launch"].overrides == {}


def test_a_request_is_withdrawn_and_opened_again(requests):
    key = requests.propose("One", {PRICE: 4})
    with pytest.raises(PlanError, match="only a withdrawn one"):
        requests.reopen(key)
    requests.withdraw(key)
    with pytest.raises(PlanError, match="withdrawn already"):
        requests.accept(key)
    requests.reopen(key)
    requests.delete(key)
    assert len(requests) == 0
    assert requests.restore("One") == key
    assert requests[key].status == "open"


def test_an_accepted_request_can_be_undone(ada, requests):
    key = requests.propose("One", {PRICE: 4})
    requests.accept(key)
    assert ada.editor.undo().changes == {PRICE: 5.0}
    assert requests[key].status == "accepted"  # what was decided stays told


def test_the_effect_on_the_outlook_is_shown_before_anybody_accepts(season, evaluator):
    requests = ChangeRequestSet(season.editor, evaluator.evaluate)
    key = requests.propose("Dear", {COST: 4.5})
    effect = requests.effect("Dear")
    before, after = effect.figures()["profit"]
    assert after < before
    assert season.plan.offers["latte"].unit_cost != 4.5
    assert COST in effect._repr_html_()
    assert [one.path for one in effect.fields] == [COST]
    requests.reject(key)
    assert requests.effect(key).fields == ()
