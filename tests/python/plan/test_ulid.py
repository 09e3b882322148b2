import threading
import time

import pytest

from ltoplan_widgets.plan.ulid import TRUSTED_MS, time_of, ulid


def test_ids_ascend_also_within_a_millisecond():
    made = [ulid() for _ in range(2000)]
    assert made == sorted(set(made))
    assert all(len(one) == 26 for one in made)


def test_an_id_tells_its_time():
    before = time.time_ns() // 1_000_000
    made = time_of(ulid())
    assert made is not None
    assert before <= made <= before + 60_000


def test_what_follows_an_id_sorts_after_it_although_its_clock_is_ahead():
    ahead = "7" + ulid()[1:]
    assert ulid(after=ahead) < ahead
    soon = (time.time_ns() // 1_000_000) + TRUSTED_MS // 2
    assert ulid(after=written(soon)) > written(soon)
    assert ulid() > written(soon)


@pytest.mark.parametrize("known", ["", "launch", "ZZZZ", "8" * 26])
def test_what_is_no_id_is_not_followed(known):
    assert time_of(known) is None
    assert len(ulid(after=known)) == 26


def test_threads_never_get_the_same_id():
    made: list[str] = []

    def make():
        made.extend([ulid() for _ in range(300)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1200


def written(milliseconds):
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(signs[milliseconds >> 5 * place & 31] for place in reversed(range(10))) + "Z" * 16
