from ltoplan_widgets.document.edit_count import EditCount


def test_only_what_was_confirmed_has_arrived():
    count = EditCount()
    count.made += 3
    count.queued += 3
    assert count.unsent == 3
    count.confirm(2)
    count.confirm(1)
    assert count.unsent == 1
    count.confirm(3)
    assert count.unsent == 0
