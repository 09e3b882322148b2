import threading

import pycrdt

from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider
from tests.python.widgets.seen import Seen

BROWSER = "12345"


def question(doc):
    return pycrdt.create_sync_message(doc)


def browser_edit(chart, doc, price):
    """What a browser does through the relay: learn the plan, change a field, send the change."""
    updates = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    doc.get("offers", type=pycrdt.Map)["latte"]["price"] = price
    doc.unobserve(subscription)
    chart.comm.receive({"method": "custom", "content": {"t": "y", "from": BROWSER, "to": ""}}, [pycrdt.create_update_message(updates[0])])


def synced_browser(chart):
    doc = pycrdt.Doc()
    chart.comm.sent.clear()
    chart.comm.receive({"method": "custom", "content": {"t": "y", "from": BROWSER, "to": ""}}, [memoryview(question(doc))])
    for content, buffers in chart.comm.customs():
        if content["t"] == "y" and content["to"] in ("", BROWSER) and buffers[0][0] == 0:
            pycrdt.handle_sync_message(bytes(buffers[0])[1:], doc)
    return doc


def test_a_browser_learns_the_plan_through_the_widget(plan):
    doc = synced_browser(NormalDistribution(plan, "launch-week"))
    assert doc.get("offers", type=pycrdt.Map)["latte"]["price"] == 5.0


def test_an_edit_of_a_browser_reaches_plan_and_trait_once(plan):
    slider = ParameterSlider(plan, "offers/latte/price")
    seen, changes = [], []
    slider.observe(lambda change: seen.append(change.new), "value")
    plan.observe(changes.append)
    browser_edit(slider, synced_browser(slider), 5.75)
    assert plan.plan.offers["latte"].price == 5.75
    assert seen == [5.75]
    assert len(changes) == 1


def test_a_hello_is_answered_to_the_one_who_said_it(plan):
    slider = ParameterSlider(plan, "offers/latte/price")
    slider.comm.sent.clear()
    slider.comm.receive({"method": "custom", "content": {"t": "hello", "from": BROWSER}})
    answers = [content for content, _ in slider.comm.customs()]
    assert answers
    assert {content["to"] for content in answers} == {BROWSER}


def test_other_messages_and_those_after_closing_change_nothing(plan):
    slider = ParameterSlider(plan, "offers/latte/price")
    recorded = slider.comm
    recorded.receive({"method": "custom", "content": "noise"})
    slider.close()
    recorded.sent.clear()
    slider._handle_custom_msg({"t": "hello", "from": BROWSER}, [])
    assert recorded.customs() == []


def test_edits_from_many_threads_end_alike(plan):
    sliders = [ParameterSlider(plan, "offers/latte/price") for _ in range(3)]
    changes = []
    plan.observe(changes.append)

    def edit(slider, start):
        for step in range(20):
            slider.value = start + step / 100

    threads = [threading.Thread(target=edit, args=(slider, 3.0 + k)) for k, slider in enumerate(sliders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    price = plan.plan.offers["latte"].price
    assert [slider.value for slider in sliders] == [price] * 3
    assert len(changes) <= 60


def two_campaigns(plan):
    """A second campaign, so that a chart shows one of several."""
    launch = plan.plan.campaigns["launch"]
    plan.apply(
        {
            "campaigns/relaunch": {"item": launch.item, "start": launch.start, "end": launch.end, "offer": launch.offer, "event": "again"},
            "visualizations/launch-week/campaign": "launch",
        }
    )


def test_words_about_the_plan_compute_nothing_anew(plan, monkeypatch):
    two_campaigns(plan)
    chart = NormalDistribution(plan, "launch-week")
    computed = []
    evaluate = plan._live.sources.evaluate
    monkeypatch.setattr(plan._live.sources, "evaluate", lambda *args, **named: computed.append(1) or evaluate(*args, **named))
    plan.comments.add("Is that confirmed?", "offers/latte/price")
    assert computed == []
    plan.apply({"campaigns/launch/demand_mean": 9000, "campaigns/launch/demand_std_dev": 500})
    assert (chart.mean, len(computed)) == (9000.0, 1)


def test_what_allows_no_outlook_is_said_and_the_last_good_one_stays(plan):
    chart, said = NormalDistribution(plan, "launch-week"), Seen()
    chart.observe(lambda change: said(change.new["complaint"]), "binding")
    before, end = chart.mean, plan.plan.campaigns["launch"].end
    plan.set("campaigns/launch/end", "2026-01-01")
    said.wait_for(lambda complaint: "campaigns/launch" in complaint and "the last good one stays" in complaint)
    assert chart.mean == before
    said.values.clear()
    plan.set("campaigns/launch/end", end)
    said.wait_for(lambda complaint: not complaint)


def test_one_of_several_campaigns_says_so_too(plan):
    two_campaigns(plan)
    chart, end = NormalDistribution(plan, "launch-week"), plan.plan.campaigns["launch"].end
    plan.set("campaigns/launch/end", "2026-01-01")
    assert "the last good one stays" in chart.binding["complaint"]
    plan.set("campaigns/launch/end", end)
    assert chart.binding["complaint"] == ""
