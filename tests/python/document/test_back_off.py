from ltoplan_widgets.document.back_off import FIRST_SECONDS, LONGEST_SECONDS, BackOff


def test_pauses_grow_to_a_cap_with_jitter_and_start_over():
    pause = BackOff()
    pauses = [pause.next_pause() for _ in range(100)]
    assert all(
        min(FIRST_SECONDS * 2**k, LONGEST_SECONDS) / 2 <= one <= min(FIRST_SECONDS * 2**k, LONGEST_SECONDS) for k, one in enumerate(pauses)
    )
    assert len(set(pauses[10:])) > 1
    pause.reset()
    assert pause.next_pause() <= FIRST_SECONDS
