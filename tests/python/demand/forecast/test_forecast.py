import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.sample_path import Scatter, drawer
from ltoplan_widgets.plan.errors import InputError

START = "2027-01-07"
UNITS = st.floats(0, 1e6, allow_nan=False)
PATHS = hn.arrays(np.float64, st.tuples(st.integers(2, 12), st.integers(1, 4), st.integers(1, 20)), elements=UNITS)


def forecast(paths: np.ndarray) -> Forecast:
    periods = paths.shape[2]
    days = [iso_day(day_number(START) + k) for k in range(periods)]
    return Forecast(
        lambda n: (paths[:n, [place]] for place in range(paths.shape[1])),
        mean=paths.mean(axis=0),
        baseline=np.full(paths.shape[1:], 2.0),
        starts=tuple(days),
        ends=tuple(days),
        locations=tuple(f"s{k}" for k in range(paths.shape[1])),
        unit_days=1,
    )


def drawn(places=6, periods=21, *, seed=0, **variances) -> Forecast:
    mean = np.outer(np.linspace(20, 200, places), np.linspace(2, 1, periods))
    scatter = {
        "event": 0.03,
        "event_period": 0.005,
        "place": np.full(places, 0.02),
        "place_period": np.full(mean.shape, 0.05),
        "counting": np.zeros(places, bool),
    }
    days = [iso_day(day_number(START) + k) for k in range(periods)]
    draw = drawer(mean, Scatter(**{**scatter, **variances}), seed=seed)
    return Forecast(
        draw, mean=mean, baseline=mean / 2, starts=tuple(days), ends=tuple(days), locations=tuple(map(str, range(places))), unit_days=1
    )


@given(PATHS)
def test_sums_are_formed_path_by_path(paths):
    found = forecast(paths)
    n = len(paths)
    assert np.allclose(found.total().paths(n), paths.sum(axis=(1, 2)))
    assert np.allclose(found.by_period().paths(n), paths.sum(axis=1))
    assert np.allclose(found.by_location().paths(n), paths.sum(axis=2))
    assert np.allclose(found.by_period("week").total().paths(n), paths.sum(axis=(1, 2)))
    assert found.total().shape == ()


@given(PATHS)
def test_means_and_baselines_add_up_and_periods_are_labelled(paths):
    weeks = forecast(paths).by_period("week")
    assert weeks.mean().sum() == pytest.approx(paths.mean(axis=0).sum())
    assert weeks.baseline.sum() == pytest.approx(2 * paths[0].size)
    assert len(weeks.starts) == len(weeks.ends) == len(weeks.mean()) == -(-paths.shape[2] // 7)
    assert (weeks.starts[0], weeks.ends[-1], weeks.unit_days) == (START, iso_day(day_number(START) + paths.shape[2] - 1), 7)
    assert all(day_number(end) - day_number(start) == 6 for start, end in zip(weeks.starts[:-1], weeks.ends[:-1], strict=True))


def test_quantiles_are_ordered_and_do_not_add_but_means_do():
    found = drawn()
    low, middle, high = found.by_location().quantile([0.1, 0.5, 0.9])
    assert np.all(low <= middle)
    assert np.all(middle <= high)
    assert found.total().quantile(0.9) < found.by_location().quantile(0.9).sum()
    assert found.total().mean() == pytest.approx(found.mean().sum())


def test_the_mean_of_the_paths_is_the_mean():
    found = drawn()
    assert np.allclose(found.paths().mean(axis=0), found.mean(), rtol=1e-4)
    assert found.paths().shape == (1000, 6, 21)
    assert found.paths(50).shape == (50, 6, 21)


def test_the_same_seed_gives_the_same_numbers_and_another_does_not():
    assert np.array_equal(drawn(seed=3).paths(), drawn(seed=3).paths())
    assert not np.array_equal(drawn(seed=3).paths(), drawn(seed=4).paths())


def test_a_shared_event_widens_the_chain_and_not_the_places():
    shared, apart = drawn(event=0.09, place=np.zeros(6)), drawn(event=0.0, place=np.full(6, 0.09))
    assert np.allclose(shared.by_location().std_dev(), apart.by_location().std_dev(), rtol=0.15)
    assert shared.total().std_dev() > 1.5 * apart.total().std_dev()


def test_peaked_launches_have_a_narrower_80_percent_band_and_no_narrower_95_percent_band():
    plain, peaked = (drawn(event=0.09, peak=peak) for peak in (1.0, 0.75))
    narrow, wide = (np.log(found.total().quantile([0.9, 0.975]) / found.total().quantile([0.1, 0.025])) for found in (peaked, plain))
    assert narrow[0] == pytest.approx(np.sqrt(0.75) * wide[0], rel=0.05)
    assert narrow[1] > 0.98 * wide[1]
    assert np.allclose(peaked.paths().mean(axis=0), peaked.mean(), rtol=1e-4)


def test_small_numbers_are_counted_in_whole_units():
    mean = np.full((3, 4), 0.7)
    zeros = Scatter(event=0.0, event_period=0.0, place=np.zeros(3), place_period=np.zeros((3, 4)), counting=np.array([True, True, False]))
    paths = np.concatenate(list(drawer(mean, zeros, seed=0)(4000)), axis=1)
    assert np.all(paths[:, :2] % 1 == 0)
    assert paths[:, :2].mean() == pytest.approx(0.7, abs=0.02)
    assert np.mean(paths[:, 0, 0] == 0) == pytest.approx(np.exp(-0.7), abs=0.03)


def test_paths_too_large_to_keep_are_summed_block_by_block_alike():
    found = drawn(places=40, periods=56)
    by_blocks = sum(block.sum(axis=1, dtype=np.float64) for block in found._draw(1000))
    assert np.allclose(found.by_period().paths(), by_blocks, rtol=1e-6)


@given(st.floats(0, 1e6), st.integers(0, 2))
def test_an_overridden_period_has_the_given_mean_and_the_others_stay(units, week):
    weeks = drawn().by_period("week")
    found = weeks.overridden({weeks.starts[week]: units})
    assert found.mean()[week] == pytest.approx(units)
    assert np.allclose(np.delete(found.mean(), week), np.delete(weeks.mean(), week))
    assert np.allclose(found.paths().mean(axis=0), found.mean(), rtol=1e-4)
    assert found.total().mean() == pytest.approx(found.mean().sum())


def test_an_override_of_nothing_spreads_evenly():
    weeks = forecast(np.zeros((5, 2, 7))).by_period("week")
    assert weeks.overridden({START: 90.0}).total().paths(5).tolist() == [90.0] * 5


def test_an_override_by_place_keeps_the_places_shares():
    found = drawn()
    changed = found.overridden({START: 1000.0})
    assert changed.mean()[:, 0].sum() == pytest.approx(1000)
    assert np.allclose(changed.mean()[:, 0] / 1000, found.mean()[:, 0] / found.mean()[:, 0].sum())


@given(st.floats(1000, 1e6), st.floats(0, 0.2))
def test_a_judged_total_has_the_given_mean_and_deviation(mean, share):
    weeks = drawn().by_period("week")
    found = weeks.judged(mean=mean, std_dev=share * mean)
    assert found.total().mean() == pytest.approx(mean)
    assert found.total().std_dev() == pytest.approx(share * mean, rel=1e-6, abs=1e-6 * mean)
    assert found.mean().sum() == pytest.approx(mean)


def test_a_judged_mean_keeps_the_deviation_and_the_shares_of_the_periods():
    weeks = drawn().by_period("week")
    found = weeks.judged(mean=2 * float(weeks.total().mean()))
    assert found.total().std_dev() == pytest.approx(weeks.total().std_dev())
    assert np.allclose(found.paths() / found.paths().sum(axis=1, keepdims=True), weeks.paths() / weeks.paths().sum(axis=1, keepdims=True))


def test_a_judged_total_never_falls_below_nothing():
    assert drawn().judged(mean=10.0, std_dev=1000.0).paths().min() >= 0


@given(st.floats(0, 1e6), st.none() | st.floats(0, 1e9))
def test_a_judged_mean_is_kept_however_far_it_is_from_the_forecast(mean, std_dev):
    total = drawn().by_period("week").judged(mean=mean, std_dev=std_dev).total()
    assert float(total.mean()) == pytest.approx(mean, rel=1e-6, abs=1e-6)
    assert np.all(np.diff(total.quantile(np.linspace(0, 1, 11))) >= 0)


def test_without_a_judgement_nothing_changes():
    found = drawn()
    assert found.judged() is found
    assert found.overridden({}) is found


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda one: one.quantile(1.5), "between 0 and 1"),
        (lambda one: one.quantile(float("nan")), "between 0 and 1"),
        (lambda one: one.paths(0), "at least one path"),
        (lambda one: one.by_period("month"), '"day" or "week"'),
        (lambda one: one.by_period("week").by_period("day"), "by 7 days"),
        (lambda one: one.total().by_location(), "summed already"),
        (lambda one: one.overridden({"2027-01-06": 5.0}), "periods start on 2027-01-07"),
        (lambda one: one.overridden({START: -5.0}), "at least 0"),
        (lambda one: one.judged(mean=float("inf")), "finite"),
    ],
)
def test_what_cannot_be_is_refused(ask, says):
    with pytest.raises(InputError, match=says):
        ask(drawn())
