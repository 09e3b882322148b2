import pytest

from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan_sources import PlanSources
from tests.python import chain


def test_what_is_given_is_used_and_read_only_once(tmp_path):
    history, library = chain.history(), chain.library()
    sources = PlanSources(tmp_path, history, library)
    assert sources.history(chain.plan()) is history
    assert sources.evaluate(chain.plan()).order.quantity > 0


def test_another_name_in_the_plan_is_another_file(tmp_path):
    sales = chain.sales()
    sales.to_csv(tmp_path / "sales.csv", index=False)
    sales[sales["location"] == "east"].to_csv(tmp_path / "east.csv", index=False)
    sources = PlanSources(tmp_path, None, chain.library())
    both = sources.history(chain.plan())
    assert sources.history(chain.plan()) is both
    assert len(sources.history(replaced(chain.plan(), {"sales": "east.csv"}))) * 3 == len(both)


@pytest.mark.parametrize(
    ("sales", "said"), [("", "names no file"), ("none.csv", "there is no file"), ("../x.csv", "must lie in the plan's folder")]
)
def test_what_is_missing_is_named_with_the_mend(tmp_path, sales, said):
    with pytest.raises(InputError, match=said) as missing:
        PlanSources(tmp_path, None, None).history(replaced(chain.plan(), {"sales": sales}))
    assert missing.value.findings[0].column == "sales"
    assert missing.value.findings[0].mend


def test_a_live_plan_reads_the_first_weeks_of_its_campaign_by_itself(tmp_path):
    spring = {"start": "2026-05-04", "end": "2026-06-28", "event": "rose"}
    until = chain.sales().query("date <= '2026-05-17'")
    sources = PlanSources(tmp_path, SalesHistory.from_frame(until), chain.library())
    assert sources.evaluate(chain.plan(**spring)).early_read.periods_seen == 14
    assert sources.evaluate(chain.plan(**spring), as_of=None).early_read is None
