from ltoplan_widgets.demand.methods.regression.blas_thread import one_blas_thread
from ltoplan_widgets.demand.methods.uplift import uplift_pool
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.campaign import Campaign
from tests.python import chain


def test_a_second_forecast_as_of_a_day_does_not_fit_again(monkeypatch):
    history, library, fits = chain.history(), chain.library(), []
    fitted = uplift_pool.fitted_uplift
    monkeypatch.setattr(uplift_pool, "fitted_uplift", lambda *args, **kinds: fits.append(1) or fitted(*args, **kinds))
    campaign = Campaign(item="latte", start="2026-11-02", end="2026-11-15", event="autumn")
    first, second = (forecast(campaign, history, library, method="eb_uplift", origin="2026-10-20") for _ in range(2))
    assert len(fits) == 1
    assert (first.mean() == second.mean()).all()


def test_a_cut_of_a_history_is_found_again_until_others_came():
    history = chain.history()
    day = history.first + 99
    cut = history.known_by(day)
    assert history.known_by(day) is cut
    for later in range(1, 4):
        assert history.known_by(day + later).units.shape[1] == 100 + later
    assert history.known_by(day) is not cut


def test_linear_algebra_gets_its_threads_back():
    from threadpoolctl import threadpool_info

    def threads():
        return [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]

    with one_blas_thread():
        assert set(threads()) == {1}
    before = threads()
    with one_blas_thread(), one_blas_thread():
        assert set(threads()) == {1}
    assert threads() == before
