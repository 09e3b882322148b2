"""What a chart on a plan shares: who holds what, undo of one's own by keyboard, comments at their places."""

from playwright.sync_api import expect

from tests.browser.plan_chart import SOON_MS, PlanChart, shown


def test_two_people_hold_undo_and_comment_at_one_chart(season, visit):
    ada, ben = visit(season.server, "Ada", season.at()), visit(season.server, "Ben", season.at())
    ada.run_all()
    hers, his = PlanChart(ada.page).is_live(), PlanChart(ben.page).is_live()
    cells = ada.page.locator(".jp-Notebook .jp-Cell").count()
    before = shown(hers.mean)
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    expect(his.card.locator(".ltoplan-peer-words")).to_have_text(["Ada"], timeout=SOON_MS)

    tools = hers.card.locator(".ltoplan-undo-tools button")
    expect(tools.first).to_have_attribute("title", "Undo: expected demand")
    hers.mean.press("Control+z")
    for chart in (hers, his):
        chart.shows(chart.mean, before)
    hers.mean.press("Control+Shift+z")
    his.shows(his.mean, moved)
    assert ada.page.locator(".jp-Notebook .jp-Cell").count() == cells

    his.card.get_by_role("button", name="Comment on a place").click()
    his.point(0.4, 0.3)
    ben.page.mouse.down()
    ben.page.mouse.up()
    his.card.get_by_label("Your comment").fill("Why so much, @ada?")
    his.card.get_by_label("Your comment").press("Control+Enter")
    marker = hers.card.locator(".ltoplan-marker")
    expect(marker).to_have_attribute("aria-label", "Comment: Ben: Why so much, @ada? (unread)", timeout=SOON_MS)
    marker.click()
    expect(hers.card.locator(".ltoplan-remark")).to_contain_text("Why so much, @ada?")
    expect(marker).to_have_attribute("aria-label", "Comment: Ben: Why so much, @ada?")
    hers.card.get_by_label("Your comment").fill("TV starts with launch.")
    hers.card.get_by_role("button", name="Comment", exact=True).click()
    expect(his.card.locator(".ltoplan-remark")).to_contain_text("TV starts with launch.", timeout=SOON_MS)
    his.card.get_by_role("button", name="Resolve").click()
    expect(hers.card.locator(".ltoplan-marker")).to_have_count(0, timeout=SOON_MS)
    assert ada.errors == ben.errors == []
