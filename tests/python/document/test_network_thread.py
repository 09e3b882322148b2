import asyncio
import os
import threading

import pytest

from ltoplan_widgets.document import network_thread as module
from ltoplan_widgets.document.network_thread import network_thread


def test_there_is_one_a_process_and_it_never_keeps_the_process_alive():
    assert network_thread() is network_thread()
    named = {thread.name: thread for thread in threading.enumerate()}
    assert named["ltoplan-network"].daemon
    assert named["ltoplan-listeners"].daemon


def test_work_runs_on_the_loop_and_deliveries_on_the_listeners_thread_in_order():
    network, names = network_thread(), []

    async def where():
        await asyncio.sleep(0)
        return threading.current_thread().name

    assert network.run(where()).result(5) == "ltoplan-network"
    for step in range(3):
        network.deliver(lambda step=step: names.append((step, threading.current_thread().name)))
    done = threading.Event()
    network.deliver(done.set)
    assert done.wait(5)
    assert names == [(step, "ltoplan-listeners") for step in range(3)]
    assert not network.is_current()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_starts_its_own():
    before = network_thread()
    child = os.fork()
    if child == 0:
        try:
            mine = network_thread()
            answered = mine.run(asyncio.sleep(0, "here")).result(5)
            os._exit(0 if mine is not before and answered == "here" else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert network_thread() is before
    assert module._running is before
