import json

import msgspec
import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.check import findings as plan_findings
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.samples import complete_journey
from ltoplan_widgets.samples.bakery_week import EVENT, FOLDER, bakery_plan
from ltoplan_widgets.samples.demo import NOTEBOOKS, PLAN, write_demo
from ltoplan_widgets.samples.maple_oat_latte import maple_oat_latte_plan
from ltoplan_widgets.samples.sample_data import sample_data
from ltoplan_widgets.supply.costs import Costs


@pytest.fixture(scope="module")
def maple():
    return sample_data("maple-oat-latte")


def test_the_bakery_is_as_its_readme_says():
    bakery = sample_data("bakery")
    assert (len(bakery.history), len(bakery.history.items), len(bakery.history.locations)) == (127_575, 3, 35)
    assert (len(bakery.library), len(bakery.library.events)) == (1_641, 49)
    assert (bakery.history.first_day, bakery.history.last_day) == ("2016-01-02", "2019-04-30")
    codes = {finding.code: finding for finding in bakery.history.findings}
    assert codes["weekday-disagrees"].count == 127_575
    assert codes["fractional-units"].count == 42
    assert codes["not-open-yet"].value == "5"
    assert bakery.library.checked_against(bakery.history) == ()


def test_the_bakery_keeps_its_licence():
    notice = sample_data("bakery").notice
    assert "Copyright (c) 2007-2020" in notice
    assert "Redistribution and use" in notice
    assert (FOLDER / "LICENSE").is_file()


def test_the_bakery_plan_is_one_real_week():
    plan = decode(encode(bakery_plan()))
    week = plan.campaigns["week"]
    assert (week.event, week.start, week.end, len(week.locations), week.offer) == (EVENT, "2019-04-04", "2019-04-10", 35, "loaf")
    assert plan_findings(plan) == []


def test_the_maple_oat_latte_is_a_new_item_in_120_stores(maple):
    assert len(maple.history.locations) == 120
    assert maple.sales.distribution_center.nunique() == 3
    assert "maple-oat-latte" not in maple.history.items
    assert len(maple.library.events) == 5
    assert maple.sales.groupby("item").stock_out.any().sum() == 1
    assert not [finding for finding in maple.history.findings if finding.severity == "error"]


def test_the_maple_oat_latte_plan_tells_its_story(maple):
    plan = maple_oat_latte_plan()
    assert decode(encode(plan)) == plan
    assert plan_findings(plan) == []
    assert Costs.of(plan.offers["latte"]).critical_ratio == pytest.approx(0.78, abs=0.01)
    assert {key: one.type for key, one in plan.visualizations.items()} == {
        "launch-week": "normal_distribution",
        "forecast": "forecast_chart",
        "order": "order_chart",
        "price": "parameter_slider",
    }
    totals = {"": plan} | {key: replaced(plan, one.changes) for key, one in plan.scenarios.items()}
    means = {key: float(forecast(one.campaigns["launch"], maple.history, maple.library).total().mean()) for key, one in totals.items()}
    assert 340_000 < means[""] < 380_000
    assert means["no-tv"] < means[""] < means["cold-snap"]


def test_the_launch_is_forecast_to_fade(maple):
    weeks = forecast(maple_oat_latte_plan().campaigns["launch"], maple.history, maple.library).by_period("week")
    assert (weeks.starts[0], weeks.ends[-1], weeks.shape) == ("2027-01-07", "2027-03-03", (8,))
    assert weeks.mean()[0] > 1.5 * weeks.mean()[-1]
    assert "sold out" in next(one.why for one in weeks.analogues if one.event == "honey-2026")


def test_an_unknown_sample_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'bakery'"):
        sample_data("bakry")


def test_a_missing_extra_is_named(monkeypatch):
    def missing(_name):
        raise ModuleNotFoundError

    monkeypatch.setattr(complete_journey.resources, "files", missing)
    with pytest.raises(InputError, match=r"ltoplan_widgets\[data\]"):
        _ = sample_data("completejourney").sales


def test_the_complete_journey_says_that_it_is_simulated_and_its_traps_are_out():
    sample = sample_data("completejourney")
    assert "Simulated" in sample.notice
    assert sample.history.step_days == 7
    assert sample.sales.units.max() < 500
    assert sample.sales.date.min() == pd.Timestamp("2017-01-02")
    assert sample.sales.groupby("date").units.sum().min() > 0.5 * sample.sales.groupby("date").units.sum().median()
    assert len(sample.library.events) > 500
    found = (*sample.history.findings, *sample.library.findings, *sample.library.checked_against(sample.history))
    assert not [finding for finding in found if finding.severity == "error"]


def test_the_demo_is_written_whole_and_can_be_read_again(tmp_path):
    written = write_demo(tmp_path / "new" / "demo")
    assert [path.name for path in written] == ["sales.parquet", "campaigns.parquet", PLAN, *NOTEBOOKS]
    plan = decode(written[2].read_text())
    assert msgspec.structs.replace(plan, outlooks={}) == maple_oat_latte_plan()
    assert {key: sorted(one.views) for key, one in plan.outlooks.items()} == {
        "launch": ["forecast_chart", "normal_distribution", "order_chart", "reasons"],
        "launch|scenario|cold-snap": [],
        "launch|scenario|no-tv": [],
    }
    history, library = SalesHistory.read(written[0].parent / plan.sales), CampaignLibrary.read(written[0].parent / plan.past_campaigns)
    assert (len(history.locations), len(library.events)) == (120, 5)
    assert json.loads(written[3].read_text())["cells"]
    assert sum(path.stat().st_size for path in written) < 3_000_000
    assert {path.name for path in (tmp_path / "new" / "demo").iterdir()} == {path.name for path in written}


def test_the_demo_keeps_what_somebody_changed(tmp_path, caplog):
    (tmp_path / PLAN).write_text("mine")
    with caplog.at_level("INFO"):
        write_demo(tmp_path)
    assert (tmp_path / PLAN).read_text() == "mine"
    assert f"{tmp_path / PLAN} is kept" in caplog.text
    assert (tmp_path / "sales.parquet").is_file()


def test_a_demo_cannot_be_written_over_a_file(tmp_path):
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(InputError, match="cannot be written there"):
        write_demo(tmp_path / "demo")


def test_the_notebook_of_the_demo_is_trusted(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    import nbformat
    from nbformat.sign import NotebookNotary

    notebook = write_demo(tmp_path / "demo")[3]
    assert NotebookNotary().check_signature(nbformat.read(notebook, as_version=4))


def test_the_tables_of_a_sample_are_loaded_once():
    sample = sample_data("bakery")
    assert sample.sales is sample.sales
    assert np.isfinite(sample.sales.units).all()
