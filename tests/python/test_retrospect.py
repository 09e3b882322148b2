import msgspec
import pytest

from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.history_entry import FieldChange, HistoryEntry
from ltoplan_widgets.retrospect import review
from tests.python import chain

PAST = {"campaigns/launch/start": "2026-05-04", "campaigns/launch/end": "2026-06-28", "campaigns/launch/event": "rose"}


def judged(changes):
    return replaced(chain.plan(), PAST | changes)


def test_an_override_is_set_beside_the_forecast_and_what_was_sold():
    said = {"campaigns/launch/overrides/2026-05-11": {"units": 1300.0, "reason": "flight", "author": "Ada"}}
    found = review([judged(said)], chain.history(), chain.library())
    (judgement,) = found.judgements
    sales = chain.sales()
    week = sales[(sales["date"] >= "2026-05-11") & (sales["date"] <= "2026-05-17")]
    assert judgement.actual == week["units"].sum()
    assert (judgement.author, judgement.reason, judgement.final) == ("Ada", "flight", 1300.0)
    by_author = next(row for row in found.value_added if row.by == "author")
    error = abs(judgement.statistical - judgement.actual) - abs(1300 - judgement.actual)
    assert by_author.value_added == pytest.approx(error / judgement.actual)


def test_weekly_sales_cover_their_last_week():
    plan = judged({"campaigns/launch/demand_mean": 12_000.0})
    found = review([plan], chain.weekly_history("2026-06-28"), chain.library())
    assert found.left_out == ()
    table = chain.sales()
    assert found.judgements[0].actual == table[table.date.between("2026-05-04", "2026-06-28")].units.sum()


def test_a_judged_total_has_the_author_who_set_it_last():
    plan = judged({"campaigns/launch/demand_mean": 12_000.0})
    change = {"campaigns/launch/demand_mean": FieldChange(old=None, new=12_000.0)}
    plan = replaced_history(
        plan,
        {
            "01A": HistoryEntry(at="2026-04-01", author="Bo", changes=change),
            "01B": HistoryEntry(at="2026-04-02", author="Cy", reason="TV", changes=change),
        },
    )
    (judgement,) = review([plan], chain.history(), chain.library()).judgements
    assert (judgement.author, judgement.reason, judgement.start) == ("Cy", "TV", "2026-05-04")
    assert judgement.actual > 0


def replaced_history(plan, history):
    return msgspec.structs.replace(plan, history=history)


def test_a_campaign_that_has_not_ended_is_left_out_and_named():
    plan = replaced(chain.plan(), {"campaigns/launch/demand_mean": 12_000.0})
    found = review([plan], chain.history(), chain.library())
    assert found.judgements == ()
    assert "2027-03-03" in found.left_out[0]


def test_sales_from_empty_shelves_are_a_caution():
    table = chain.sales().assign(stock_out=False)
    table.loc[(table["date"] == "2026-05-20") & (table["location"] != "north"), "stock_out"] = True
    plan = judged({"campaigns/launch/demand_mean": 12_000.0})
    found = review([plan], SalesHistory.from_frame(table), chain.library())
    assert found.cautions == ("Spring launch sold out 2 times (places and periods), so less was sold than was wanted.",)
    assert found.cautions[0] in found._repr_html_()


def test_nobody_judged_nothing_is_said():
    found = review([judged({})], chain.history(), chain.library())
    assert (found.judgements, found.value_added, found.left_out) == ((), (), ())
