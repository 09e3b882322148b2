import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.leaderboard import leaderboard, partly_forecast
from ltoplan_widgets.demand.backtest.prediction import Prediction
from ltoplan_widgets.demand.backtest.window_total import LEVELS


def said(row, mean, *, event="e0", method="a", spread=10.0):
    around = mean + spread * (np.array(LEVELS) - 0.5)
    return Prediction(
        campaign=f"c{row}",
        item="i",
        location="" if row < 0 else f"s{row}",
        event=event,
        method=method,
        row=row,
        mean=mean,
        quantiles=around,
    )


def test_a_perfect_forecast_has_no_loss_and_full_bands():
    board = leaderboard([said(0, 100.0, spread=0), said(1, 50.0, spread=0), said(-1, 150.0, spread=0)], np.array([100.0, 50.0]))
    assert board["a"]["WAPE place"] == board["a"]["wQL chain"] == board["a"]["newsvendor place"] == 0
    assert board["a"]["80 % band place"] == board["a"]["95 % band chain"] == 1


def test_the_best_stands_first_and_only_common_campaigns_count():
    predictions = [said(0, 120.0), said(1, 50.0), said(0, 110.0, method="b")]
    board = leaderboard(predictions, np.array([100.0, 50.0]))
    assert [one.method for one in board.scores] == ["b", "a"]
    assert board["a"]["WAPE place"] == pytest.approx(0.2)
    assert {one.campaigns for one in board.scores} == {1}


def test_the_chain_counts_where_all_of_its_campaigns_do():
    predictions = [said(0, 120.0), said(1, 50.0), said(-1, 170.0), said(2, 10.0, event="e1"), said(-1, 12.0, event="e1")]
    board = leaderboard(predictions, np.array([100.0, np.nan, 8.0]))
    assert board["a"]["WAPE place"] == pytest.approx(22 / 108)
    assert board["a"]["WAPE chain"] == pytest.approx(0.5)


def test_intervals_draw_whole_events():
    generator = np.random.default_rng(3)
    of_event = generator.normal(100, 30, 40)
    sold = np.repeat(of_event, 25)
    together = [said(row, 100.0, event=f"e{row // 25}") for row in range(1000)]
    apart = [said(row, 100.0, event=f"e{row}") for row in range(1000)]
    wide, narrow = (leaderboard(one, sold)["a"].figures["WAPE place"] for one in (together, apart))
    assert wide.value == pytest.approx(narrow.value)
    assert wide.low < wide.value < wide.high
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_the_chain_s_figures_are_unknown_where_no_event_is_whole():
    board = leaderboard([said(0, 120.0), said(1, 50.0), said(-1, 170.0)], np.array([100.0, np.nan]))
    assert np.isnan(board["a"]["WAPE chain"])
    assert "nan" in str(board)


@pytest.mark.parametrize("width", [80, 200])
def test_it_fits_into_a_terminal(width):
    methods = ["analogue_ratio", "recurring_season, no update", "auto"]
    board = leaderboard([said(row, 120.0, method=method) for method in methods for row in (0, -1)], np.array([100.0]))
    lines = board.text(width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert [sum(line.startswith(method) for line in lines) for method in methods] == [5 if width == 80 else 2] * 3
    assert all(any(name in line for line in lines) for name in board.scores[0].figures)


def test_figures_come_as_a_frame():
    board = leaderboard([said(0, 120.0), said(-1, 120.0)], np.array([100.0]))
    frame = board.to_pandas()
    assert frame.loc["a", "WAPE place"] == pytest.approx(0.2)
    assert list(frame.columns[:3]) == ["WAPE place", "WAPE place low", "WAPE place high"]


def test_campaigns_that_only_some_methods_forecast_are_a_board_of_their_own():
    predictions = [said(0, 120.0), said(-1, 120.0), said(1, 60.0, event="e1"), said(-1, 60.0, event="e1"), said(0, 90.0, method="b")]
    sold = np.array([100.0, 50.0])
    assert {one.campaigns for one in leaderboard(predictions, sold).scores} == {1}
    others = leaderboard(partly_forecast(predictions, sold), sold)
    assert [(one.method, one.campaigns, one["WAPE chain"]) for one in others.scores] == [("a", 1, pytest.approx(0.2))]


def test_an_event_without_a_sale_has_no_interval_of_its_own():
    predictions = [said(0, 1.0), said(-1, 1.0), said(1, 5.0, event="e1"), said(-1, 5.0, event="e1")]
    figure = leaderboard(predictions, np.array([0.0, 4.0]))["a"].figures["WAPE place"]
    assert figure.value == pytest.approx(0.5)
    assert np.isfinite([figure.low, figure.high]).all()


def test_without_a_known_sale_nothing_is_scored():
    assert str(leaderboard([said(0, 120.0)], np.array([np.nan]))) == "no campaign could be scored"
    assert leaderboard([], np.array([])).scores == ()
