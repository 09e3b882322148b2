import dataclasses

import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.past_forecast import past_forecasts
from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.persistence import Persistence
from ltoplan_widgets.demand.launch.noise import Noise
from ltoplan_widgets.demand.prospect.actuals import actuals_of
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.prospect.early_read import early_read
from ltoplan_widgets.demand.prospect.early_read_words import lasting_sentence
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain


@pytest.fixture(scope="module")
def history():
    return chain.history()


@pytest.fixture(scope="module")
def said(history):
    return forecast(chain.library().campaign("rose"), history, chain.library(), method="analogue_ratio")


def sold(said, factor, periods=7):
    return factor * said.mean()[:, :periods]


def hindsights(count, *, lasting, week, place=0.0, seed=0):
    rng = np.random.default_rng(seed)
    expected = np.full((3, 56), 40.0)
    found = []
    for _ in range(count):
        event = rng.normal(0, lasting)
        log = event + np.repeat(rng.normal(0, week, 8), 7) + rng.normal(0, place, (3, 1))
        found.append(Hindsight(expected=expected, sold=rng.poisson(expected * np.exp(log)).astype(float)))
    return tuple(found)


def test_what_was_sold_stands_and_the_rest_moves(said):
    found = early_read(said, sold(said, 1.3))
    assert (found.periods_seen, found.remaining.shape, found.total.shape) == (7, (3, 49), (3, 56))
    assert np.allclose(found.total.mean()[:, :7], sold(said, 1.3))
    assert np.allclose(found.total.paths()[:, :, :7], sold(said, 1.3))
    assert 1.05 < found.factor < 1.3
    assert np.allclose(found.remaining.mean().sum() / said.mean()[:, 7:].sum(), found.factor)
    assert found.sold == pytest.approx(1.3 * found.expected)


def test_paths_agree_with_means_and_with_the_total(said):
    found = early_read(said, sold(said, 1.2))
    assert np.allclose(found.remaining.paths().mean(axis=0), found.remaining.mean(), rtol=0.03)
    assert float(found.total.total().mean()) == pytest.approx(found.sold + float(found.remaining.total().mean()))
    assert np.allclose(found.total.paths()[:, :, 7:], found.remaining.paths())


def test_the_band_narrows_and_as_forecast_changes_nothing_but_that(said):
    found = early_read(said, sold(said, 1.0))
    before = said.paths()[:, :, 7:].sum(axis=(1, 2))
    assert found.factor == pytest.approx(1, abs=0.02)
    assert float(found.remaining.total().std_dev()) < 0.95 * before.std()
    assert "as forecast" in found.why


def test_a_surprise_lasts_as_far_as_it_did_in_the_past(said):
    lasting = early_read(said, sold(said, 1.5), past=hindsights(30, lasting=0.3, week=0.03))
    fading = early_read(said, sold(said, 1.5), past=hindsights(30, lasting=0.01, week=0.4))
    assert lasting.factor > 1.35
    assert fading.factor < 1.1
    assert lasting.persistence.launches == 30
    assert "In 30 past launches" in lasting.why


def test_a_place_moves_by_its_own(said):
    units = sold(said, 1.0)
    units[0] *= 2
    found = early_read(said, units, past=hindsights(30, lasting=0.1, week=0.1, place=0.3))
    rest = found.remaining.mean().sum(axis=1) / said.mean()[:, 7:].sum(axis=1)
    assert rest[0] > 1.3 * rest[1]
    assert rest[1] == pytest.approx(rest[2], rel=0.05)


def test_the_chain_s_units_do_for_places_and_for_sums(said):
    of_chain = sold(said, 1.3).sum(axis=0)
    apart, whole = early_read(said, of_chain), early_read(said.by_period(None), of_chain)
    assert apart.remaining.shape == (3, 49)
    assert np.allclose(apart.total.mean()[:, :7].sum(axis=0), of_chain)
    assert float(apart.remaining.total().mean()) == pytest.approx(float(whole.remaining.total().mean()), rel=1e-6)
    by_day = early_read(said.by_period(None), dict(zip(said.starts[:7], of_chain, strict=True)))
    assert by_day.factor == pytest.approx(whole.factor)


def test_what_is_not_known_is_left_as_forecast(said):
    units = sold(said, 1.4)
    units[1] = np.nan
    found = early_read(said, units)
    assert np.allclose(found.total.mean()[1, :7], said.mean()[1, :7])
    assert found.remaining.mean()[1].sum() > said.mean()[1, 7:].sum()
    assert found.expected == pytest.approx(said.mean()[[0, 2], :7].sum())


def test_why_tells_numbers_units_and_reasons(said):
    found = early_read(said, sold(said, 1.3), unit="cups")
    assert f"After 7 of 56 days {found.sold:,.0f} cups were sold where {found.expected:,.0f} were forecast, 30 % more." in found.why
    assert "the other 49 days are expected to bring" in found.why
    assert "80 % probability" in found.why
    assert found.tracking_signal == pytest.approx(7)
    assert "tracking signal +7.0" in found.why
    assert "tracking signal" not in early_read(said, sold(said, 1.3, 2)).why


def test_actuals_are_read_from_a_history(history, said):
    week = history.known_by(day_number("2026-05-10"))
    units = actuals_of(week, "latte", said)
    assert units.shape == (3, 7)
    table = chain.sales()
    assert np.nansum(units) == table[table.date.between("2026-05-04", "2026-05-10")].units.sum()
    assert actuals_of(history.known_by(day_number("2026-05-03")), "latte", said).shape == (3, 0)
    assert actuals_of(week, "tea", said).shape == (3, 0)


def test_past_forecasts_know_nothing_of_what_they_forecast(history):
    campaign = chain.library().campaign("rose")
    found = past_forecasts(campaign, history, chain.library(), method="pooled_ratio")
    assert len(found) == 3
    for one in found:
        assert one.expected.shape == one.sold.shape == (3, 56)
        assert 0.4 < one.sold.sum() / one.expected.sum() < 1.6


@pytest.mark.parametrize(
    ("actuals", "code"),
    [
        (np.ones((3, 56)), "nothing-left"),
        (np.full((3, 2), np.nan), "nothing-seen"),
        (np.ones((3, 0)), "nothing-seen"),
        (np.ones((2, 5)), "shapes-differ"),
        (-np.ones((3, 5)), "bad-units"),
        ({"2026-05-03": 5.0}, "no-such-period"),
        ({}, "nothing-seen"),
        (["many"], "bad-units"),
        ({"2026-05-04": "many"}, "bad-units"),
        ([np.inf], "bad-units"),
        (np.ones((3, 1, 2)), "shapes-differ"),
    ],
)
def test_what_cannot_be_read_is_refused(said, actuals, code):
    with pytest.raises(InputError) as caught:
        early_read(said, actuals)
    assert caught.value.findings[0].code == code


def test_why_a_method_was_chosen_outlasts_the_update(history):
    chosen = forecast(chain.library().campaign("rose"), history, chain.library())
    found = early_read(chosen, sold(chosen, 1.2))
    assert found.total.why == found.remaining.why == chosen.why != ""


def test_a_total_has_no_periods_to_read(said):
    with pytest.raises(InputError, match="needs a forecast by period"):
        early_read(said.total(), [5.0])


@pytest.mark.parametrize(
    ("factor", "seen", "words"),
    [
        (1.0, 2, ", as forecast. "),
        (1.5, 2, "50 % more"),
        (0.6, 2, "40 % less"),
        (0.0, 1, "100 % less"),
        (1.5, 7, "So the last week is expected"),
    ],
)
def test_why_reads_well_whatever_was_seen(said, factor, seen, words):
    before = said.by_period("week")
    read = early_read(before, factor * before.mean()[:seen], unit="cups")
    assert words in read.why
    assert f"After {seen} of 8 weeks" in read.why
    assert ("instead of" in read.why) == (factor != 1.0)
    assert not [odd for odd in (" 1 weeks", "nan", "inf", "-0") if odd in read.why]
    assert dataclasses.replace(read, unit="loaves").why == read.why.replace("cups", "loaves")


def test_a_launch_that_is_a_little_off_in_all_its_periods_is_within_its_band_and_raises_no_alarm(said):
    before = said.by_period("week")
    read = early_read(before, 1.05 * before.mean()[:6])
    assert read.tracking_signal > 4
    assert not read.is_biased
    assert "tracking signal" not in read.why


@pytest.mark.parametrize(
    ("slope", "drift", "told"),
    [
        (0.85, 0.0, "In 30 past launches 85 % of a surprise in the first 4 weeks lasted."),
        (
            0.85,
            0.6,
            "In 30 past launches 85 % of a surprise in the first 4 weeks lasted, and 60 % of what their later half was further off.",
        ),
        (0.0, 0.0, "In 30 past launches a surprise in the first 4 weeks did not last."),
        (
            0.0,
            0.6,
            "In 30 past launches a surprise in the first 4 weeks did not last, but 60 % of what their later half was further off did.",
        ),
    ],
)
def test_it_says_what_lasts_of_a_surprise_and_of_its_turn(slope, drift, told):
    learned = Persistence(slope=slope, drift=drift, spread=0.01, place=0.0, seen_noise=Noise(), rest_noise=Noise(), launches=30)
    assert lasting_sentence(learned, seen="first 4 weeks") == told
