"""Charts of plans where their own JavaScript may not run or has no kernel: live from the room, with the reader's own rights."""

from urllib.parse import quote

import nbformat
from playwright.sync_api import expect

from tests.browser.plan_chart import WITHIN_MS, PlanChart
from tests.browser.season import NOTEBOOK, PLAN, asked, notebook

PICTURE = ".ltoplan-picture"
MIME = "application/vnd.ltoplan.visualization+json"
VIEW = "application/vnd.jupyter.widget-view+json"
START = """async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.changeKernel({ name: "python3" });
  const { kernel } = sessionContext.session;
  await kernel.info;
  await kernel.requestCommInfo({ target_name: "jupyter.widget" });
}"""
COUNT = """() => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const ask = kernel.requestCommInfo.bind(kernel);
  window.asked = 0;
  kernel.requestCommInfo = (content) => { window.asked += 1; return ask(content); };
}"""
OPEN = "() => window.jupyterapp?.shell?.currentWidget?.context?.isReady"


def record(season, **changes):
    """What a bound widget's output says of its plan."""
    launch = "campaigns/launch"
    fields = {"mean": f"{launch}/demand_mean", "std_dev": f"{launch}/demand_std_dev", "order_quantity": f"{launch}/order_quantity"}
    sound = {"path": season.at(PLAN), "file_id": "", "visualization": "launch-week", "kind": "normal_distribution"}
    return {**sound, "fields": fields, "settings": {}, **changes}


def shown(cell, picture):
    """A cell as it was saved with a widget in its output, by a kernel that is long gone."""
    data = {MIME: picture, VIEW: {"version_major": 2, "version_minor": 0, "model_id": "gone"}, "text/plain": "<NormalDistribution>"}
    cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    return cell


def written(season, name, *pictures, kernel=True):
    """A notebook that nobody has trusted, one cell with an output for each picture."""
    made = notebook(*("chart" for _ in pictures))
    for cell, picture in zip(made.cells, pictures, strict=True):
        shown(cell, picture)
    if not kernel:
        made.metadata.pop("kernelspec")
    nbformat.write(made, season.place / name)
    return season.at(name)


def opened(page, season, user, path, *, at="lab/workspaces/{user}/tree/"):
    """Open a notebook without waiting for a kernel."""
    page.goto(f"{season.server.url}{at.format(user=user)}{path}?token=tok-{user}")
    page.wait_for_function(OPEN, timeout=90_000)
    return page


def test_an_untrusted_notebook_shows_the_live_chart_and_runs_none_of_its_code(season, new_page, visit):
    path = written(season, "copied.ipynb", record(season), record(season, visualization="", kind="change_history", fields={}))
    page = opened(new_page(), season, "ben", path)
    picture = PlanChart(page, chart=f"{PICTURE} .ltoplan-normal-distribution")
    expect(picture.mean).to_be_attached(timeout=WITHIN_MS)
    picture.is_live()
    expect(page.locator(PICTURE).first).to_contain_text("not trusted")
    seven = opened(new_page(), season, "cleo", path, at="notebooks/")
    third = PlanChart(seven, chart=f"{PICTURE} .ltoplan-normal-distribution").is_live()
    ada = visit(season.server, "Ada", season.at(NOTEBOOK))
    ada.run_all()
    hers = PlanChart(ada.page).is_live()
    expect(ada.page.locator(".ltoplan-picture-note")).to_have_count(0)
    moved = hers.moved(hers.mean)
    picture.shows(picture.mean, moved)
    back = picture.moved(picture.mean, -40)
    for chart in (hers, third):
        chart.shows(chart.mean, back)
    expect(page.locator(f"{PICTURE} .ltoplan-change-history")).to_contain_text("Ben")
    ada.holds("chart.mean", float(back))
    data, _ = ada.value("chart._repr_mimebundle_()")
    assert data[MIME]["path"] == season.at(PLAN)
    assert "token" not in str(data)


def test_a_trusted_notebook_shows_the_live_chart_where_no_kernel_holds_it(season, visit):
    """Saved with its output, opened again after the kernel was shut down."""
    ada = visit(season.server, "Ada", season.at(NOTEBOOK))
    ada.run_all()
    PlanChart(ada.page).is_live()
    for command in ("docmanager:save", "notebook:shutdown-kernel"):
        ada.page.evaluate("(id) => window.jupyterapp.commands.execute(id)", command)
    ada.page.reload()
    ada.page.wait_for_function(OPEN, timeout=90_000)
    picture = PlanChart(ada.page, chart=f"{PICTURE} .ltoplan-normal-distribution")
    expect(picture.mean).to_be_attached(timeout=WITHIN_MS)
    picture.is_live()
    expect(ada.page.locator(PICTURE)).to_contain_text("no kernel holds this widget")
    expect(ada.page.get_by_text("model not found")).to_have_count(0)
    ada.page.evaluate(START)
    ada.page.evaluate(COUNT)
    assert [ada.value("1 + 1"), ada.value("2 + 2")] == [2, 4]
    assert ada.page.evaluate("window.asked") == 0, "a kernel is asked once whether it holds the model"
    moved = picture.moved(picture.mean)
    season.holds(ada.page, lambda saved: saved.campaigns["launch"].demand_mean == float(moved))
    assert ada.errors == []


def test_a_picture_follows_its_plan_to_a_new_name(season, new_page):
    """Renamed after the notebook was saved, as the sidebar does it."""
    old, new = season.at(PLAN), season.at("summer.ltoplan")
    session = asked(season.server, f"api/collaboration/session/{quote(old)}", "PUT", {"format": "text", "type": "ltoplan"})
    path = written(season, "renamed.ipynb", record(season, file_id=session["fileId"]))
    asked(season.server, f"api/contents/{quote(old)}", "PATCH", {"path": new})
    page = opened(new_page(), season, "cleo", path, at="notebooks/")
    picture = PlanChart(page, chart=f"{PICTURE} .ltoplan-normal-distribution").is_live(within=WITHIN_MS)
    expect(page.locator(PICTURE)).to_contain_text(f"goes by the name of {new} now")
    moved = picture.moved(picture.mean)
    season.holds(page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved), file="summer.ltoplan")
    assert not season.file.exists()


def test_outputs_are_not_believed(season, new_page):
    """No way up, no other address, no markup: what is not a chart of a plan below the root is shown as text."""
    bad = [
        record(season, path="../" + season.at(PLAN)),
        record(season, path="https://example.org/x.ltoplan"),
        record(season, path="missing.ltoplan"),
        record(season, kind="<img src=x onerror=window.pwned=1>"),
        record(season, visualization="__proto__", settings={"title": "<img src=x onerror=window.pwned=1>"}),
    ]
    page = opened(new_page(), season, "cleo", written(season, "hostile.ipynb", *bad))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_function(OPEN, timeout=90_000)
    pictures = page.locator(f"{PICTURE}:visible")
    expect(pictures).to_have_count(5, timeout=WITHIN_MS)
    for place in range(4):
        expect(pictures.nth(place).locator("pre")).to_have_text("<NormalDistribution>", timeout=WITHIN_MS)
    expect(pictures.nth(2)).to_contain_text("not there any more")
    expect(pictures.nth(4).locator(".ltoplan-title")).to_have_text("<img src=x onerror=window.pwned=1>", timeout=WITHIN_MS)
    assert page.evaluate("window.pwned") is None
    assert not [url for url in asked if "example.org" in url or ("missing.ltoplan" in url and "session" in url)]
