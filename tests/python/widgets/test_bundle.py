import gzip

import pytest

from ltoplan_widgets.plan.errors import LtoPlanError
from ltoplan_widgets.widgets.bundle import bundle

KINDS = ("normal_distribution", "forecast_chart", "order_chart", "parameter_slider")
BUDGETS_KB = {".js": 45, ".shared.js": 75}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", BUDGETS_KB)
def test_every_bundle_is_there_self_contained_and_within_budget(kind, suffix):
    text = bundle(kind + suffix)
    assert len(gzip.compress(text.encode(), 9)) <= BUDGETS_KB[suffix] * 1000
    assert "export{" in text.replace(" ", "")
    assert 'from"' not in text
    assert "import(" not in text


def test_only_shared_bundles_carry_the_live_document():
    assert "api/collaboration/room/" in bundle("order_chart.shared.js")
    assert "api/collaboration" not in bundle("order_chart.js")


def test_a_missing_bundle_says_how_to_build_it():
    with pytest.raises(LtoPlanError, match=r"static/pie_chart\.js is missing.*npm run build"):
        bundle("pie_chart.js")
