from ltoplan_widgets.document.listeners import Listeners


def test_everybody_is_called_and_who_stops_is_not():
    heard, listeners = [], Listeners("the test")
    stop = listeners.add(heard.append)
    listeners.add(heard.append)
    listeners.call(1)
    stop()
    stop()
    listeners.call(2)
    assert heard == [1, 1, 2]


def test_an_audience_is_those_who_were_there_and_have_not_left():
    heard, listeners = [], Listeners("the test")
    listeners.add(lambda one: heard.append(("first", one)))
    leave = listeners.add(lambda one: heard.append(("second", one)))
    tell = listeners.audience()
    listeners.add(lambda one: heard.append(("late", one)))
    leave()
    tell(1)
    assert heard == [("first", 1)]


def test_one_that_fails_is_logged_and_stops_nobody(caplog):
    heard, listeners = [], Listeners("the test")
    listeners.add(lambda _: 1 / 0)
    listeners.add(heard.append)
    listeners.call(1)
    assert heard == [1]
    assert "a listener of the test failed" in caplog.text


def test_listening_may_begin_and_end_while_others_are_called():
    heard, listeners = [], Listeners("the test")
    stop = listeners.add(lambda one: (stop(), listeners.add(heard.append), heard.append(one)))
    listeners.call(1)
    listeners.call(2)
    assert heard == [1, 2]
