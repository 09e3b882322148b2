import threading

import pytest

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.together import outlook_publisher
from ltoplan_widgets.together.outlook_publisher import OutlookPublisher

PRICE = "offers/latte/price"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(outlook_publisher, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(outlook_publisher, "JITTER_SECONDS", 0.01)


@pytest.fixture
def publisher(season, evaluator):
    made = []

    def make(desk=season, *, may_publish=lambda: True, history=None):
        one = OutlookPublisher(
            desk.document,
            evaluate=evaluator.evaluate,
            evaluate_aside=evaluator.evaluate,
            history=history or (lambda _: evaluator.history),
            may_publish=may_publish,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


def written(desk):
    """Is set once an outlook is written into a desk's document; counts how often."""
    heard = threading.Event()
    heard.count = 0

    def hear(changes):
        if any(change.path.startswith("outlooks/") for change in changes):
            heard.count += 1
            heard.set()

    desk.document.observe_records(hear)
    return heard


def test_the_first_outlook_of_a_kernel_starts_it_and_decisions_wake_it(season, publisher):
    heard, one = written(season), publisher()
    one.start()
    assert heard.wait(20)
    first = season.plan.outlooks["launch"]
    assert first.views
    assert season.plan.history == {}
    heard.clear()
    season.editor.apply({PRICE: 9})
    assert heard.wait(20)
    assert season.plan.outlooks["launch"].figures["profit"] > first.figures["profit"]
    assert season.plan.outlooks["launch"].inputs != first.inputs
    assert not season.editor.plan.history[max(season.plan.history)].changes.keys() - {PRICE}


def test_pages_hear_that_a_kernel_computes(season, publisher):
    page = LiveDocument(user="Ada")
    page.receive(season.document.presence_frame(), "wire")
    assert "computes" not in page.others()[season.document.client]
    publisher().start()
    page.receive(season.document.presence_frame(), "wire")
    assert page.others()[season.document.client]["computes"] is True


def test_many_campaigns_are_written_down_a_few_at_a_time(season, publisher):
    campaigns = {
        f"campaigns/c{number}": {"item": "latte", "start": f"2027-0{number + 1}-07", "end": f"2027-0{number + 2}-03"}
        for number in range(1, 7)
    }
    season.editor.apply(campaigns)
    done = threading.Event()
    counts = []

    def hear(_):
        counts.append(len(season.plan.outlooks))
        if set(season.plan.outlooks) >= {f"c{number}" for number in range(1, 7)}:
            done.set()

    season.document.observe_records(hear)
    publisher().start()
    assert done.wait(60)
    assert counts[0] < counts[-1]


def test_words_and_its_own_outlooks_do_not_wake_it(season, publisher):
    one = publisher()
    one.publish()
    heard = written(season)
    one.start()
    season.editor.apply({"comments/c": {"text": "why?"}})
    assert one.publish() == 0
    assert heard.count == 0


def test_nothing_is_published_where_nobody_sees_it(season, publisher):
    asked = threading.Event()
    one = publisher(may_publish=lambda: bool(asked.set()))
    one.start()
    assert asked.wait(20)
    assert season.plan.outlooks == {}


def test_a_kernel_without_sales_publishes_nothing(season, publisher):
    tried = threading.Event()

    def none(_):
        tried.set()
        raise InputError(())

    one = publisher(history=none)
    one.start()
    assert tried.wait(20)
    with pytest.raises(InputError):
        one.publish()
    assert season.plan.outlooks == {}


def test_two_kernels_write_once(season, publisher):
    one, other = publisher(), publisher()
    assert one.publish() > 0
    assert other.publish() == 0
    season.document.apply(Edit(changes={PRICE: 9}))
    assert other.publish() > 0
    assert one.publish() == 0


def test_a_closed_one_publishes_no_more(season, publisher):
    heard, one = written(season), publisher()
    one.start()
    assert heard.wait(20)
    one.close()
    one.start()
    assert one._thread is not None
    one._thread.join(20)
    assert not one._thread.is_alive()
