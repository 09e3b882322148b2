import threading

import pycrdt

from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider

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
