"""What the last line of a notebook's cell shows of a result: a table or sentences, never an address in memory."""

import functools
import html

import numpy as np
import pytest

import ltoplan_widgets as lto
from tests.python import chain

JUDGEMENTS = [
    lto.Judgement(author="Ada", reason="TV", statistical=100, final=140, actual=150),
    lto.Judgement(author="Bob", reason="<b>rain</b>", statistical=100, final=98, actual=105),
]


@functools.cache
def outlook() -> lto.Outlook:
    return lto.evaluate(chain.plan(), chain.history(), chain.library())


@functools.cache
def read() -> lto.EarlyRead:
    launch = outlook().launch
    return lto.early_read(launch, 1.5 * launch.mean()[:, :14], unit="cups")


RESULTS = {
    "outlook": outlook,
    "forecast": lambda: outlook().launch,
    "by week": lambda: outlook().forecast,
    "total": lambda: outlook().total,
    "analogues": lambda: outlook().launch.analogues,
    "explanation": lambda: outlook().explanation,
    "early read": read,
    "decomposition": lambda: lto.decompose(chain.history(), chain.library(), "rose"),
    "insights": lambda: lto.insights(chain.history(), outlook(), library=chain.library(), today="2027-01-02"),
    "anomalies": lambda: lto.anomalies(chain.history(), chain.library(), threshold=2.5),
    "value added": lambda: lto.value_added(JUDGEMENTS),
    "retrospect": lambda: lto.review([], chain.history(), chain.library()),
    "backtest": lambda: lto.backtest(chain.history(), chain.library(), methods=["pooled_ratio", "base_only"], test_from="2026-01-01"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_shows_itself_as_a_table_and_as_text(name):
    found = RESULTS[name]()
    table = found._repr_html_()
    assert "<td" in table or table.startswith("<p>")
    assert " object at 0x" not in table + repr(found) + str(found)
    assert "<b>" not in table
    assert "nan" not in table


def test_a_forecast_lists_its_weeks_and_their_total():
    listing = outlook().launch.listing()
    assert [row[0] for row in listing.rows] == [*outlook().forecast.starts, "total"]
    assert listing.rows[-1][1] == f"{float(outlook().launch.total().mean()):,.0f}"
    assert len(outlook().total.listing().rows) == 1


def test_an_early_read_shows_before_and_now_with_units_and_why():
    found = read()
    assert np.isclose(float(found.before.mean().sum()) * found.factor, float(found.remaining.mean().sum()))
    assert f"{found.sold:,.0f} sold" in str(found)
    assert "cups" in found.listing().title
    assert html.escape(found.why) in found._repr_html_()


def test_an_outlook_shows_money_in_its_currency_and_what_is_odd():
    table = outlook()._repr_html_()
    assert "<bdi>€ 27.4k</bdi>" in table
    assert "expected demand, cups" in table
