import numpy as np
import pytest

from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain


def test_the_forecast_is_the_base():
    library = chain.library()
    found = forecast(library.campaign("rose"), chain.history(), library, method="base_only")
    assert np.array_equal(found.mean(), found.baseline)
    assert found.by_location().mean() / 56 == pytest.approx([30, 40, 50], rel=0.07)


def test_an_item_that_is_not_sold_otherwise_is_refused():
    new = Campaign(item="maple", start="2026-10-05", end="2026-10-18")
    with pytest.raises(InputError, match="no everyday sales of its own"):
        forecast(new, chain.history(), chain.library(), method="base_only")
