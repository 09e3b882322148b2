import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.backtest.prediction import Prediction
from ltoplan_widgets.demand.backtest.update_worth import update_worth
from ltoplan_widgets.demand.backtest.window_total import LEVELS
from tests.python.demand.synthetic.test_synthetic import chain, checked

SOLD = np.array([100.0, 60.0, 80.0, 90.0])


def said(means, name):
    """Launches of two places each, and what is said of the whole."""
    rows = [(row, f"e{row // 2}", float(mean)) for row, mean in enumerate(means)]
    rows += [(-1, f"e{k}", float(means[2 * k] + means[2 * k + 1])) for k in range(len(means) // 2)]
    levels = np.ones(len(LEVELS))
    return [
        Prediction(campaign="c", item="i", location="", event=event, method=name, row=row, mean=mean, quantiles=mean * levels)
        for row, event, mean in rows
    ]


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0, 1.5])
def test_errors_that_shrink_by_a_share_are_worth_that_share(share):
    error = np.array([12.0, 7.0, -20.0, -3.0])
    worth = update_worth(said(SOLD + share * error, "a"), said(SOLD + error, "a, no update"), SOLD)
    for figure in (worth.place, worth.chain):
        assert (figure.value, figure.low, figure.high) == pytest.approx((share, share, share))
    assert worth.method == "a"


def test_nothing_is_said_where_nothing_can_be_scored_or_nothing_was_off():
    plain = said(SOLD + 5, "a, no update")
    assert update_worth(said(SOLD, "a"), plain, np.full(4, np.nan)) is None
    assert update_worth(said(SOLD + 1, "a"), said(SOLD, "a, no update"), SOLD) is None


def test_a_backtest_says_what_its_early_reads_are_worth():
    found = backtest(*checked(chain(item="coffee", ratio=1.4)), methods=["auto", "base_only"], early_read=(7,), test_from="2025-08-01")
    board, worth = found.early[7], {one.method: one for one in found.worth[7]}
    assert set(worth) == {"auto", "base_only"}
    for name, of in worth.items():
        assert of.place.value == pytest.approx(board[name]["WAPE place"] / board[f"{name}, no update"]["WAPE place"])
        assert of.chain.low <= of.chain.value <= of.chain.high
        assert str(of) in str(found)
        assert str(of.place) in found._repr_html_()
