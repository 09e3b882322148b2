import threading

import pytest

from ltoplan_widgets.widgets.work_queue import WorkQueue


def opened(do):
    queue = WorkQueue(do)
    queue.is_open = True
    return queue


def test_what_is_asked_for_meanwhile_is_done_by_the_one_that_is_at_it():
    done, begun, may_end = [], threading.Event(), threading.Event()

    def do(wanted):
        done.append((threading.get_ident(), set(wanted)))
        begun.set()
        assert may_end.wait(10)

    queue = opened(do)
    first = threading.Thread(target=queue.ask, args=("link",))
    first.start()
    assert begun.wait(10)
    queue.ask("values")
    queue.ask("everything")
    may_end.set()
    first.join(10)
    assert done == [(first.ident, {"link"}), (first.ident, {"values", "everything"})]


def test_a_closed_queue_does_nothing_and_keeps_nothing():
    done = []
    queue = WorkQueue(done.append)
    queue.ask("link")
    queue.is_open = True
    queue.ask("values")
    assert done == [{"values"}]


def test_work_that_fails_blocks_nobody():
    done = []

    def do(wanted):
        if not done:
            done.append(wanted)
            raise RuntimeError("once")
        done.append(wanted)

    queue = opened(do)
    with pytest.raises(RuntimeError):
        queue.ask("link")
    queue.ask("values")
    assert done == [{"link"}, {"values"}]
