import contextlib
import errno
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import fsspec
import pandas as pd
import pytest
from click.testing import CliRunner

from ltoplan_widgets.cli import lab as lab_command
from ltoplan_widgets.cli import main
from ltoplan_widgets.cli.evaluate import as_text
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import METHODS, ON_REQUEST
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.evaluator import evaluate
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.field import replaced
from tests.python import chain
from tests.python.demand.s3_store import s3_store

EMPTY_NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@contextlib.contextmanager
def lab_server(folder):
    """``ltoplan lab`` as a process of its own, once it says its address: process, address, token."""
    own = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, **own, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [
        sys.executable,
        "-c",
        "from ltoplan_widgets.cli import main; main()",
        "lab",
        str(folder / "demo"),
        "--no-browser",
        "--port",
        "0",
    ]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            said = next(found for found in map(ADDRESS.search, process.stderr) if found)
            yield process, urllib.parse.urlsplit(said[1]), said[2]
        finally:
            process.kill()


ADDRESS = re.compile(r"(http://(?:localhost|127\.0\.0\.1):[1-9]\d*/lab\S*)\?token=(\w+)")


def ask(address, body=None):
    """JSON that an address answers, past any proxy; the server says its address a moment before it listens."""
    request = urllib.request.Request(address, data=json.dumps(body).encode() if body else None, method="PUT" if body else "GET")
    limit = time.monotonic() + 60
    while True:
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.05)


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A plan beside the files that it names."""
    made = tmp_path_factory.mktemp("spring")
    chain.sales().to_csv(made / "sales.csv", index=False)
    chain.sales().to_parquet(made / "sales.parquet")
    chain.campaigns().to_csv(made / "campaigns.csv", index=False)
    (made / "spring.ltoplan").write_text(encode(chain.plan()), encoding="utf-8")
    return made


def write_plan(folder, name, changes):
    path = folder / name
    path.write_text(encode(replaced(chain.plan(), changes)), encoding="utf-8")
    return path


class TestBacktest:
    def arguments(self, folder, *further):
        return ("backtest", "--sales", folder / "sales.parquet", "--campaigns", folder / "campaigns.csv", *further)

    def test_predictions_are_written_and_the_leaderboard_printed(self, folder, tmp_path):
        out = tmp_path / "predictions.parquet"
        options = ("--methods", "analogue_ratio, base_only", "--test-from", "2026-01-01", "--lead", "7", "--freq", "D", "--out", out)
        result = run(*self.arguments(folder, *options))
        assert result.exit_code == 0, result.output
        table = pd.read_parquet(out)
        assert len(table) == 2 * 2 * (3 + 1)
        assert list(table.columns[:8]) == ["campaign", "item", "location", "event", "method", "periods_seen", "mean", "q025"]
        lines = result.stdout.splitlines()
        assert lines[0] == "6 campaigns of 2 launches since 2026-01-01, 7 days ahead; scored on 6 campaigns of 2 launches"
        assert lines[2].split("  ")[-1] == "WAPE chain"
        assert [line.split()[0] for line in lines[3:5]] == ["analogue_ratio", "base_only"]
        assert max(map(len, lines[2:-6])) <= 80
        assert lines[-1] == f"16 predictions in {out}"

    @pytest.mark.parametrize("without", [lambda table: table.drop(columns="location"), lambda table: table.assign(location="")])
    def test_campaigns_without_places_are_of_all_places_and_that_is_said(self, folder, tmp_path, without):
        options = ("--methods", "base_only", "--test-from", "2026-01-01")
        run(*self.arguments(folder, *options, "--out", tmp_path / "at_places.csv"))
        past = without(pd.read_csv(folder / "campaigns.csv").drop_duplicates(["event", "item"]))
        past.to_csv(tmp_path / "everywhere.csv", index=False)
        files = ("--sales", folder / "sales.parquet", "--campaigns", tmp_path / "everywhere.csv")
        result = run("backtest", *files, *options, "--out", tmp_path / "p.csv")
        assert result.exit_code == 0, result.output
        assert result.output.count("each counts at all places that sell its item") == 1
        found, wanted = (pd.read_csv(tmp_path / name).sort_values(["event", "location"]) for name in ("p.csv", "at_places.csv"))
        assert found["mean"].tolist() == wanted["mean"].tolist()

    def test_without_options_every_method_forecasts_the_later_half(self, folder, tmp_path):
        result = run(*self.arguments(folder, "--out", tmp_path / "p.csv"))
        assert result.exit_code == 0, result.output
        table = pd.read_csv(tmp_path / "p.csv")
        assert set(table.method) == set(METHODS).difference(FOR_NEW_ITEMS, ON_REQUEST)
        assert set(table.event) == {"mango", "plum", "rose"}

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--methods", "guess"), "there is no such method; there are: "),
            (("--freq", "W"), "the sales are daily, --freq W was given"),
            (("--early-read", "1,-2"), "an early read comes after a whole number of periods, at least 1"),
            (("--test-from", "2026-13-01"), "there is no such day in the calendar"),
            (("--test-from", "2027-01-01"), "the last begins on 2026-05-04"),
        ],
    )
    def test_what_cannot_be_done_is_said(self, folder, tmp_path, options, said):
        result = run(*self.arguments(folder, *options, "--out", tmp_path / "p.parquet"))
        assert result.exit_code == 2
        assert f"{options[0]} " in result.output
        assert said in result.output
        assert not (tmp_path / "p.parquet").exists()

    def test_what_remains_is_forecast_and_scored_too(self, folder, tmp_path):
        out = tmp_path / "predictions.parquet"
        options = ("--methods", "pooled_ratio", "--test-from", "2026-01-01", "--early-read", "7,14", "--out", out)
        result = run(*self.arguments(folder, *options))
        assert result.exit_code == 0, result.output
        table = pd.read_parquet(out)
        assert set(table.method) == {"pooled_ratio"}
        assert table.groupby("periods_seen").size().to_dict() == {0: 8, 7: 8, 14: 8}
        whole = table[table.location == ""].pivot_table(index="event", columns="periods_seen", values="mean")
        assert (whole[7] > whole[14]).all()
        for said in ("What remains after 7 periods", "What remains after 14 periods", "pooled_ratio, no update", "run_rate"):
            assert said in result.stdout

    def test_attributes_of_items_are_read_and_what_is_odd_about_them_is_said(self, folder, tmp_path):
        items = tmp_path / "items.csv"
        items.write_text("item,category,price\nlate,drink,3.5\ntea,drink,2\n", encoding="utf-8")
        result = run(*self.arguments(folder, "--items", items, "--methods", "pooled_ratio", "--out", tmp_path / "p.parquet"))
        assert result.exit_code == 0, result.output
        assert "did you mean 'late'?" in result.output
        assert "'category' has the same value everywhere" in result.output

    def test_a_target_that_cannot_be_written_is_said_before_the_work(self, folder):
        result = run(*self.arguments(folder, "--out", folder / "none" / "p.parquet"))
        assert result.exit_code == 2
        assert "there is no such folder" in result.output

    def test_a_target_that_is_read_is_not_written_over(self, folder):
        before = (folder / "sales.parquet").read_bytes()
        result = run(*self.arguments(folder, "--out", folder / "sales.parquet"))
        assert result.exit_code == 2
        assert "one of the files to be read" in result.output
        assert (folder / "sales.parquet").read_bytes() == before

    def test_what_was_chosen_is_said_with_its_reason(self, folder, tmp_path):
        result = run(*self.arguments(folder, "--methods", "auto", "--out", tmp_path / "p.parquet"))
        assert "- auto took eb_uplift for " in result.stdout
        assert "past launches" in result.stdout

    def test_campaigns_of_items_that_nobody_sells_are_refused_with_their_reasons(self, folder, tmp_path):
        strange = pd.read_csv(folder / "campaigns.csv").assign(item="no such item")
        strange.to_csv(tmp_path / "strange.csv", index=False)
        files = ("--sales", folder / "sales.parquet", "--campaigns", tmp_path / "strange.csv")
        result = run("backtest", *files, "--methods", "eb_uplift", "--test-from", "2026-01-01", "--out", tmp_path / "p.csv")
        assert result.exit_code == 2
        assert "none of the 6 campaigns could be forecast" in result.stderr
        assert "Left out:" in result.stdout

    def test_bad_input_is_refused_once_and_mended_where_that_is_asked_for(self, folder, tmp_path):
        bad = chain.sales()
        bad.loc[3, "units"] = None
        bad.to_csv(tmp_path / "bad.csv", index=False)
        options = ("--campaigns", folder / "campaigns.csv", "--methods", "base_only", "--out", tmp_path / "p.parquet")
        refused = run("backtest", "--sales", tmp_path / "bad.csv", *options)
        assert (refused.exit_code, refused.output.count("Error")) == (2, 1)
        assert "or --mend, which drops the rows" in refused.output
        mended = run("backtest", "--sales", tmp_path / "bad.csv", *options, "--mend")
        assert mended.exit_code == 0
        assert "missing-number (1): drops the rows" in mended.output

    def test_what_comes_after_the_origin_changes_no_prediction(self, folder, tmp_path):
        later = chain.sales()
        later.loc[later.date >= "2026-05-07", "units"] *= 7
        later.to_parquet(tmp_path / "later.parquet")
        options = ("--campaigns", folder / "campaigns.csv", "--methods", "auto", "--test-from", "2026-05-01", "--early-read", "3", "--out")
        assert run("backtest", "--sales", folder / "sales.parquet", *options, tmp_path / "one.parquet").exit_code == 0
        assert run("backtest", "--sales", tmp_path / "later.parquet", *options, tmp_path / "other.parquet").exit_code == 0
        one, other = pd.read_parquet(tmp_path / "one.parquet"), pd.read_parquet(tmp_path / "other.parquet")
        assert set(one.periods_seen) == {0, 3}
        pd.testing.assert_frame_equal(one, other)

    def test_keys_keep_their_zeros_and_numbers_stay_text(self, tmp_path):
        numbered = {"latte": "00123", "tea": "00456"}
        for table, name in ((chain.sales(), "sales.csv"), (chain.campaigns(), "campaigns.csv")):
            table.assign(item=table["item"].map(numbered).fillna("00789")).to_csv(tmp_path / name, index=False)
        options = ("--methods", "base_only", "--out", tmp_path / "p.parquet")
        assert run("backtest", "--sales", tmp_path / "sales.csv", "--campaigns", tmp_path / "campaigns.csv", *options).exit_code == 0
        table = pd.read_parquet(tmp_path / "p.parquet")
        assert set(table["item"]) <= {"00123", "00456", "00789"}
        assert pd.api.types.is_string_dtype(table["item"])
        assert table[["mean", "q025", "q975"]].dtypes.eq("float64").all()
        assert (table["location"] == "").sum() == table["event"].nunique()

    def test_many_files_are_one_history(self, folder, tmp_path):
        for place, part in chain.sales().groupby("location"):
            part.to_csv(tmp_path / f"{place}.csv", index=False)
        options = ("--campaigns", folder / "campaigns.csv", "--methods", "base_only", "--out")
        assert run("backtest", "--sales", tmp_path / "*.csv", *options, tmp_path / "many.parquet").exit_code == 0
        assert run("backtest", "--sales", folder / "sales.csv", *options, tmp_path / "one.parquet").exit_code == 0
        assert pd.read_parquet(tmp_path / "many.parquet").equals(pd.read_parquet(tmp_path / "one.parquet"))

    def test_help_names_every_option(self):
        said = run("backtest", "--help").output
        for option in ("--sales", "--campaigns", "--items", "--methods", "--test-from", "--lead", "--early-read", "--freq", "--out"):
            assert option in said


class TestEvaluate:
    def test_json_has_the_decided_shape(self, folder):
        result = run(
            "evaluate", folder / "spring.ltoplan", "--sales", folder / "sales.parquet", "--campaigns", folder / "campaigns.csv", "--json"
        )
        assert result.exit_code == 0, result.output
        tree = json.loads(result.stdout)
        assert tree["forecast"]["total"]["mean"] > 0
        assert set(tree["forecast"]["by_period"][0]) >= {"start", "mean", "quantiles"}
        assert tree["forecast"]["by_period"][0]["start"] == "2027-01-07"
        assert {"0.05", "0.5", "0.95"} <= set(tree["forecast"]["total"]["quantiles"])
        assert {"quantity", "critical_ratio", "expected_profit", "expected_leftover", "expected_lost_sales"} <= set(tree["order"])

    def test_the_plan_s_own_files_are_taken_where_none_are_given(self, folder):
        given = run(
            "evaluate", folder / "spring.ltoplan", "--sales", folder / "sales.parquet", "--campaigns", folder / "campaigns.csv", "--json"
        )
        own = run("evaluate", folder / "spring.ltoplan", "--json")
        assert json.loads(own.stdout)["order"] == json.loads(given.stdout)["order"]

    def test_tables_lie_at_addresses(self, folder, monkeypatch):
        with s3_store() as store, fsspec.open("memory://past/campaigns.csv", "wb") as past:
            store.put("chain/sales.parquet", (folder / "sales.parquet").read_bytes())
            past.write((folder / "campaigns.csv").read_bytes())
            past.close()
            for name, value in {"ACCESS_KEY_ID": "someone", "SECRET_ACCESS_KEY": "hidden", "ENDPOINT_URL": store.endpoint}.items():
                monkeypatch.setenv(f"AWS_{name}", value)
            tables = ("--sales", "s3://chain/sales.parquet", "--campaigns", "memory://past/campaigns.csv")
            found = run("evaluate", folder / "spring.ltoplan", *tables, "--json")
            missing = run("evaluate", folder / "spring.ltoplan", "--sales", "s3://chain/none.parquet")
        assert found.exit_code == 0, found.output
        assert json.loads(found.stdout)["order"] == json.loads(run("evaluate", folder / "spring.ltoplan", "--json").stdout)["order"]
        assert (missing.exit_code, "s3://chain/none.parquet · there is no such file" in missing.stderr) == (2, True)

    def test_people_get_a_table(self, folder):
        result = run("evaluate", folder / "spring.ltoplan")
        assert result.exit_code == 0, result.output
        lines = result.stdout.splitlines()
        assert lines[0] == "Spring launch · 2027-01-07 to 2027-03-03 · the plan as it stands"
        assert lines[3].split() == ["start", "end", "mean", "5%", "50%", "95%"]
        assert lines[4].startswith("2027-01-07  2027-01-13")
        assert any(line.startswith("order quantity") and "cups" in line and "cases of 24" in line for line in lines)
        assert any(line.startswith("expected profit") and line.endswith("EUR") for line in lines)
        assert any(line.split() == ["critical", "ratio", "66.7%"] for line in lines)

    @pytest.mark.parametrize("name", ["warm", "Warm spring"])
    def test_a_scenario_is_named_by_id_or_name(self, folder, name):
        result = run("evaluate", folder / "spring.ltoplan", "--scenario", name, "--json")
        assert json.loads(result.stdout)["forecast"]["total"]["mean"] == pytest.approx(20_000)
        assert "· Warm spring" in run("evaluate", folder / "spring.ltoplan", "--scenario", name).stdout

    def test_a_decided_quantity_stands_beside_the_recommended_one(self, folder):
        plan = write_plan(folder, "decided.ltoplan", {"campaigns/launch/order_quantity": 4800})
        result = run("evaluate", plan)
        assert "order quantity" in result.stdout
        assert "4,800" in result.stdout
        assert "recommended" in result.stdout

    def test_several_campaigns_need_a_choice(self, folder):
        plan = write_plan(
            folder, "two.ltoplan", {"campaigns/autumn": {"item": "latte", "start": "2027-09-02", "end": "2027-09-29", "name": "Autumn"}}
        )
        unclear = run("evaluate", plan)
        assert unclear.exit_code == 2
        assert "autumn (Autumn), launch (Spring launch)" in unclear.stderr
        chosen = run("evaluate", plan, "--campaign", "autumn", "--json")
        assert json.loads(chosen.stdout)["campaign"] == "autumn"
        assert json.loads(chosen.stdout)["order"] is None

    def test_a_campaign_that_runs_is_evaluated_with_its_sales_so_far_as_the_plan_view_does(self, folder, tmp_path):
        spring = {"campaigns/launch/start": "2026-05-04", "campaigns/launch/end": "2026-06-28", "campaigns/launch/event": "rose"}
        plan = write_plan(folder, "runs.ltoplan", spring)
        chain.sales().query("date <= '2026-05-17'").to_parquet(tmp_path / "sales.parquet")

        def expected(*options):
            found = run("evaluate", plan, "--sales", tmp_path / "sales.parquet", "--json", *options)
            assert found.exit_code == 0, found.output
            return json.loads(found.stdout)

        latest, early = expected(), expected("--as-of", "2026-05-03")
        until = SalesHistory.read(tmp_path / "sales.parquet")
        known = evaluate(replaced(chain.plan(), spring), until, chain.library(), as_of="latest")
        assert known.early_read.periods_seen == 14
        assert latest["forecast"]["total"]["mean"] == pytest.approx(float(known.total.mean()))
        assert early["forecast"]["total"]["mean"] != latest["forecast"]["total"]["mean"]
        assert run("evaluate", plan, "--as-of", "2026-05-32").exit_code == 2

    def test_plans_of_other_sales_are_not_evaluated_together(self, folder):
        other = write_plan(folder, "other.ltoplan", {})
        other.write_text(other.read_text(encoding="utf-8").replace("sales.csv", "sales.parquet"), encoding="utf-8")
        result = run("evaluate", folder / "spring.ltoplan", other)
        assert (result.exit_code, "other.ltoplan" in result.stderr) == (2, True)
        assert "--sales" in result.stderr
        named = ("--sales", folder / "sales.csv", "--json")
        assert run("evaluate", folder / "spring.ltoplan", other, *named).exit_code == 0

    def test_a_campaign_of_several_plans_is_named_by_id_or_name(self, folder):
        other = write_plan(folder, "again.ltoplan", {})
        found = run("evaluate", folder / "spring.ltoplan", other, "--campaign", "Spring launch", "--json")
        assert [json.loads(line)["campaign"] for line in found.stdout.splitlines()] == ["launch", "launch"]
        missing = run("evaluate", folder / "spring.ltoplan", other, "--campaign", "autumn")
        assert (missing.exit_code, "'autumn'" in missing.stderr) == (2, True)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{", "not JSON"),
            ('{"offers": {"a": {"name": "x", "price": -1}}}', "offers/a/price: -1 is not allowed"),
            ("{}", "names no such file"),
        ],
    )
    def test_a_plan_that_cannot_be_used_is_said_without_a_traceback(self, tmp_path, text, said):
        (tmp_path / "bad.ltoplan").write_text(text, encoding="utf-8")
        result = run("evaluate", tmp_path / "bad.ltoplan")
        assert result.exit_code == 2
        assert said in result.stderr
        assert "Mend: " in result.stderr
        assert "Traceback" not in result.output

    def test_a_plan_in_another_encoding_is_said(self, tmp_path):
        (tmp_path / "bad.ltoplan").write_bytes('{"name": "Frühling"}'.encode("latin-1"))
        assert "not text in UTF-8" in run("evaluate", tmp_path / "bad.ltoplan").stderr

    def test_what_people_typed_does_not_steer_the_terminal(self, folder):
        plan = write_plan(
            folder, "steering.ltoplan", {"campaigns/launch/name": "Spring\x1b[2J\u202elaunch", "offers/latte/unit": "cu\x07ps"}
        )
        for arguments in (("evaluate", plan), ("evaluate", plan, "--campaign", "autumn"), ("check", plan)):
            result = run(*arguments)
            assert not set("\x1b\x07\u202e") & set(result.output)
        assert "Spring\\x1b[2J" in run("evaluate", plan).stdout

    @pytest.mark.parametrize("arguments", [("--scenario", "cold"), ("--campaign", "autumn")])
    def test_an_unknown_name_is_said_with_the_known_ones(self, folder, arguments):
        result = run("evaluate", folder / "spring.ltoplan", *arguments)
        assert result.exit_code == 2
        assert "it has: " in result.stderr

    @pytest.mark.parametrize("arguments", [(), ("nowhere.ltoplan",), ("--sales",), ("--colour",)])
    def test_wrong_usage_exits_with_2(self, arguments):
        assert run("evaluate", *arguments).exit_code == 2


class TestCheck:
    def test_sound_files_are_said_to_be_sound(self, folder):
        result = run("check", folder / "sales.csv", folder / "campaigns.csv", folder / "spring.ltoplan")
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines()[-1].startswith("3 checked: 0 errors")

    def test_bad_sales_name_file_column_row_value_and_mend(self, tmp_path):
        table = chain.sales().head(40)
        table.loc[4, "units"] = float("inf")
        table.to_csv(tmp_path / "sales.csv", index=False)
        result = run("check", tmp_path / "sales.csv")
        assert result.exit_code == 1
        (line,) = [one for one in result.stdout.splitlines() if one.startswith("error")]
        assert f"{tmp_path / 'sales.csv'}, column units, data row 5 (from 1, header not counted)" in line
        assert "inf" in line
        assert "Mend: " in line

    def test_bad_campaigns_are_found_by_their_columns(self, tmp_path):
        table = chain.campaigns()
        table.loc[2, "end"] = "2020-01-01"
        table.to_parquet(tmp_path / "past.parquet")
        result = run("check", tmp_path / "past.parquet")
        assert result.exit_code == 1
        assert "past.parquet" in result.stdout
        assert "data row 3" in result.stdout

    def test_a_bad_plan_is_found_at_its_field(self, tmp_path):
        plan = write_plan(tmp_path, "bad.ltoplan", {"campaigns/launch/end": "2027-01-01"})
        result = run("check", plan)
        assert result.exit_code == 1
        assert "field campaigns/launch/end · 2027-01-01: the campaign ends before it starts" in result.stdout

    def test_a_plan_that_cannot_be_read_is_one_finding_among_others(self, tmp_path, folder):
        (tmp_path / "torn.ltoplan").write_text("{", encoding="utf-8")
        result = run("check", tmp_path / "torn.ltoplan", folder / "spring.ltoplan", tmp_path / "nowhere.csv", tmp_path)
        assert result.exit_code == 1
        assert "torn.ltoplan · this is not JSON" in result.stdout
        assert "nowhere.csv · there is no such file" in result.stdout
        assert result.stdout.splitlines()[-1] == "4 checked: 3 errors, 0 warnings"

    def test_warnings_alone_exit_with_0(self, tmp_path):
        plan = write_plan(tmp_path, "odd.ltoplan", {"offers/latte/unit_cost": 9})
        result = run("check", plan)
        assert result.exit_code == 0
        assert "warning: " in result.stdout
        assert "1 checked: 0 errors, 1 warnings" in result.stdout

    def test_campaigns_are_compared_with_the_sales_beside_them(self, tmp_path, folder):
        chain.campaigns().replace({"west": "wst"}).to_csv(tmp_path / "past.csv", index=False)
        alone = run("check", tmp_path / "past.csv")
        assert "wst" not in alone.stdout
        compared = run("check", tmp_path / "past.csv", folder / "sales.csv")
        assert "'wst' is not in the sales history" in compared.stdout

    def test_a_table_that_is_neither_says_what_it_lacks(self, tmp_path):
        chain.campaigns().drop(columns=["event", "end"]).to_csv(tmp_path / "past.csv", index=False)
        result = run("check", tmp_path / "past.csv")
        assert result.exit_code == 1
        assert "campaigns lack the columns end, event" in result.stdout

    def test_a_folder_of_files_is_one_table_of_sales(self, tmp_path):
        (tmp_path / "tills").mkdir()
        for place, part in chain.sales().groupby("location"):
            part.to_parquet(tmp_path / "tills" / f"{place}.parquet")
        result = run("check", tmp_path / "tills")
        assert result.exit_code == 0, result.output
        assert "1 checked: 0 errors" in result.output

    def test_no_file_is_wrong_usage(self):
        assert run("check").exit_code == 2

    def bad_sales(self, folder, rows=40, units=-3.0):
        table = chain.sales().head(rows)
        table.loc[4, "units"] = units
        table.to_csv(folder / "sales.csv", index=False)
        return folder / "sales.csv"

    def test_what_can_be_mended_is_offered(self, tmp_path):
        assert "ltoplan check FILE --mend --out FILE" in run("check", self.bad_sales(tmp_path)).stderr

    def test_a_mended_table_is_written_and_what_was_done_is_said(self, tmp_path):
        sales = self.bad_sales(tmp_path)
        before = sales.read_bytes()
        result = run("check", sales, "--mend", "--out", tmp_path / "mended.csv")
        assert result.exit_code == 0, result.output
        assert "negative-units (1): sets them to 0" in result.stdout
        assert f"mended: {tmp_path / 'mended.csv'}" in result.stdout
        assert result.stdout.splitlines()[-1].startswith("1 checked: 0 errors, 0 warnings, ")
        assert pd.read_csv(tmp_path / "mended.csv").units[4] == 0
        assert sales.read_bytes() == before
        assert run("check", tmp_path / "mended.csv").stdout.splitlines()[-1] == "1 checked: 0 errors, 0 warnings"

    def test_only_what_is_named_is_mended(self, tmp_path):
        result = run("check", self.bad_sales(tmp_path, units=float("inf")), "--only", "duplicate-row", "--out", tmp_path / "mended.csv")
        assert result.exit_code == 1
        assert "infinite-number" in result.stdout
        assert not (tmp_path / "mended.csv").exists()
        assert "no such kind" in run("check", tmp_path / "sales.csv", "--only", "nonsense", "--out", tmp_path / "mended.csv").stdout

    @pytest.mark.parametrize("out", ["sales.csv", "."])
    def test_a_file_is_never_mended_onto_itself(self, tmp_path, out):
        sales = self.bad_sales(tmp_path)
        before = sales.read_bytes()
        result = run("check", sales, "--mend", "--out", tmp_path / out)
        assert (result.exit_code, "would be written over itself" in result.stderr) == (2, True)
        assert sales.read_bytes() == before

    def test_tables_of_one_name_do_not_replace_each_other(self, tmp_path):
        (tmp_path / "north").mkdir()
        (tmp_path / "mended").mkdir()
        files = self.bad_sales(tmp_path), self.bad_sales(tmp_path / "north")
        result = run("check", *files, "--mend", "--out", tmp_path / "mended")
        assert (result.exit_code, "have the same name" in result.stderr) == (2, True)
        assert not list((tmp_path / "mended").iterdir())

    def test_several_tables_are_mended_into_a_folder(self, tmp_path):
        table = chain.campaigns()
        table.loc[2, "location"] = "wst"
        table.to_excel(tmp_path / "past.xlsx", index=False)
        (tmp_path / "out").mkdir()
        result = run("check", self.bad_sales(tmp_path, 10_000), tmp_path / "past.xlsx", "--mend", "--out", tmp_path / "out")
        assert "unknown-location: drops the rows (1 row: 2)" in result.stdout
        assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["past.csv", "sales.csv"]
        assert "wst" not in (tmp_path / "out" / "past.csv").read_text()
        refused = run("check", tmp_path / "sales.csv", tmp_path / "past.xlsx", "--mend", "--out", tmp_path / "one.csv")
        assert "2 tables do not go into one file" in refused.stderr

    @pytest.mark.parametrize("options", [("--mend",), ("--out", "x.csv"), ("--only", "null-key")])
    def test_a_mend_needs_a_place_and_a_place_a_mend(self, tmp_path, options):
        assert run("check", self.bad_sales(tmp_path), *options).exit_code == 2

    def test_workbooks_and_other_names_of_columns_are_checked(self, tmp_path):
        chain.sales().rename(columns={"item": "sku", "units": "qty"}).to_excel(tmp_path / "sales.xlsx", index=False)
        result = run("check", tmp_path / "sales.xlsx")
        assert result.exit_code == 0, result.output
        assert "item from 'sku', units from 'qty'" in result.stdout


class TestLab:
    def test_options_name_root_first_notebook_and_port(self, tmp_path):
        for name in ("02-later.ipynb", "01 first.ipynb"):
            (tmp_path / name).write_text("{}", encoding="utf-8")
        options = lab_command.options(tmp_path, port=9000, is_browser_wanted=False)
        assert f"--ServerApp.root_dir={tmp_path}" in options
        assert "--LabApp.default_url=/lab/tree/01%20first.ipynb" in options
        assert {"--port=9000", "--no-browser", "--YDocExtension.disable_rtc=False"} <= set(options)

    def test_a_folder_without_notebooks_opens_the_launcher(self, tmp_path):
        options = lab_command.options(tmp_path, port=None, is_browser_wanted=True)
        assert not any(option.startswith(("--LabApp", "--port", "--no-browser")) for option in options)

    def test_the_server_takes_over_the_process_in_the_folder(self, tmp_path, monkeypatch):
        ran = []
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(os, "execv", lambda program, arguments: ran.append((program, arguments, Path.cwd())))
        result = run("lab", tmp_path, "--no-browser", "--IdentityProvider.token=abc")
        assert result.exit_code == 0, result.output
        ((program, arguments, cwd),) = ran
        assert (program, arguments[1:3]) == (sys.executable, ["-m", "jupyterlab"])
        assert arguments[-1] == "--IdentityProvider.token=abc"
        assert cwd.resolve() == tmp_path.resolve()

    def test_a_real_server_serves_the_folder_with_collaboration_on_and_ends_on_a_signal(self, tmp_path):
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / "01-first.ipynb").write_text(EMPTY_NOTEBOOK, encoding="utf-8")
        with lab_server(tmp_path) as (process, url, token):
            assert url.path == "/lab/tree/01-first.ipynb"
            listed = ask(f"http://{url.netloc}/api/contents?token={token}")
            assert [one["name"] for one in listed["content"]] == ["01-first.ipynb"]
            session = ask(
                f"http://{url.netloc}/api/collaboration/session/01-first.ipynb?token={token}", {"format": "json", "type": "notebook"}
            )
            assert session["fileId"]
            process.send_signal(signal.SIGTERM)
            process.stderr.read()  # until the server closes it
            assert process.wait(60) == 0

    def test_what_is_missing_is_said_with_the_extra_that_brings_it(self, tmp_path, monkeypatch):
        real = importlib.util.find_spec
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "jupyterlab" else real(name))
        result = run("lab", tmp_path)
        assert result.exit_code == 1
        assert "pip install 'ltoplan_widgets[lab]'" in result.stderr

    def test_a_folder_that_is_not_there_is_wrong_usage(self, tmp_path):
        assert run("lab", tmp_path / "nowhere").exit_code == 2


def test_demo_writes_a_plan_that_evaluates(tmp_path):
    written = run("demo", tmp_path / "demo")
    assert written.exit_code == 0, written.output
    (plan,) = (tmp_path / "demo").glob("*.ltoplan")
    assert str(plan) in written.stdout
    result = run("evaluate", plan, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["order"]["quantity"] > 0
    checked = run("check", *sorted((tmp_path / "demo").glob("*.parquet")), plan)
    assert checked.exit_code == 0, checked.output


def test_a_plan_names_no_files_outside_its_folder(tmp_path):
    run("demo", tmp_path / "demo")
    (plan,) = (tmp_path / "demo").glob("*.ltoplan")
    (tmp_path / "demo/sales.parquet").rename(tmp_path / "sales.parquet")
    plan.write_text(plan.read_text().replace('"sales.parquet"', '"../sales.parquet"'))
    refused = run("evaluate", plan)
    assert refused.exit_code == 2
    assert "must lie in the plan's folder" in refused.stderr
    assert run("evaluate", plan, "--sales", tmp_path / "sales.parquet").exit_code == 0


def test_version_and_help_answer():
    assert run("--version").stdout.startswith("ltoplan, version ")
    assert all(name in run("-h").stdout for name in ("lab", "demo", "evaluate", "check"))


def test_the_command_starts_without_what_is_heavy():
    code = "import sys, ltoplan_widgets.cli; print(sorted({'numpy', 'pandas', 'scipy', 'pyarrow', 'pycrdt', 'anywidget', 'jupyterlab'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [("check", f"{LONG}.csv"), ("check", f"{LONG}.ltoplan"), ("demo", LONG), ("demo", "/proc/nowhere"), ("demo", "sales.csv/in")],
)
def test_what_the_file_system_refuses_is_said_without_a_traceback(folder, monkeypatch, arguments):
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert result.exit_code in {1, 2}
    assert "Mend: " in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_plan_that_names_an_impossible_file_is_said(folder):
    plan = write_plan(folder, "long.ltoplan", {"sales": LONG})
    result = run("evaluate", plan)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (2, True)
    assert "field sales" in result.stderr


def test_a_plan_that_may_not_be_read_is_said(folder, monkeypatch):
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    result = run("check", folder / "spring.ltoplan")
    assert result.exit_code == 1
    assert "cannot be read (Permission denied)" in result.stdout


def test_a_campaign_without_an_item_is_an_error(folder):
    plan = write_plan(folder, "nothing.ltoplan", {"campaigns/launch/item": ""})
    assert "field campaigns/launch/item · the campaign names no item" in run("check", plan).stdout
    assert run("evaluate", plan).exit_code == 2


def test_demo_says_which_files_it_keeps(tmp_path):
    (tmp_path / "sales.parquet").write_text("mine", encoding="utf-8")
    result = run("demo", tmp_path)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == ["sales.parquet was there already and is kept as it is"]
    assert (tmp_path / "sales.parquet").read_text(encoding="utf-8") == "mine"


def test_several_plans_share_their_sales_and_have_a_line_each(folder):
    dear = write_plan(folder, "dear.ltoplan", {"offers/latte/price": 6.0})
    wrong = write_plan(folder, "wrong.ltoplan", {"campaigns/launch/end": "2027-01-01"})
    result = run("evaluate", folder / "spring.ltoplan", dear, wrong)
    assert result.exit_code == 1
    assert "3 campaigns of 3 plans" in result.output
    assert result.output.count("EUR") == 2
    assert f"{wrong}: launch:" in result.output


def test_several_plans_as_json_have_a_line_each(folder):
    dear = write_plan(folder, "dear.ltoplan", {"offers/latte/price": 6.0})
    result = run("evaluate", folder / "spring.ltoplan", dear, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["plan"] for line in lines] == [str(folder / "spring.ltoplan"), str(dear)]
    assert lines[1]["outlook"]["order"]["expected_profit"] > lines[0]["outlook"]["order"]["expected_profit"]


def test_an_engine_that_is_not_there_says_what_to_install(folder):
    result = run("evaluate", folder / "spring.ltoplan", "--engine", "spark")
    assert result.exit_code == 2
    assert "ltoplan_widgets[spark]" in result.output


def test_deliveries_of_what_does_not_keep_are_counted():
    fresh = replaced(chain.plan(), {"offers/latte/shelf_life_days": 21.0})
    said = as_text(evaluate(fresh, chain.history(), chain.library()))
    assert re.search(r"^deliveries +3 +at least", said, re.MULTILINE)
    assert "last order" in said
