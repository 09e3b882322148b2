import pytest

from ltoplan_widgets.plan.comment import Anchor
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.together.comment_set import CommentSet

WEEK = "campaigns/launch/overrides/2027-01-07"


@pytest.fixture
def room(table):
    ada, bob = table("Ada", "Bob")
    return CommentSet(ada.editor), CommentSet(bob.editor)


def test_a_thread_is_started_answered_and_settled(room):
    ada, bob = room
    first = ada.add("1,450? @Bob", Anchor(path=WEEK, chart="forecast_chart", x=1.0, y=1450.0, label="Week 1"))
    answer = bob.reply(first, "TV, @ada")
    assert (ada[first].author, ada[first].username, ada[first].mentions) == ("Ada", "ada", {"bob": "Bob"})
    assert ada[first].anchor.label == "Week 1"
    [thread] = ada.threads()
    assert (thread.id, list(thread.replies), thread.unread, thread.is_resolved) == (first, [answer], 1, False)
    bob.resolve(answer)
    assert ada.threads(resolved=False) == ()
    assert ada[first].resolved_by == "Bob"
    ada.reopen(first)
    assert [one.id for one in ada.threads(resolved=False)] == [first]


def test_what_others_say_is_unread_until_it_is_read(room):
    ada, bob = room
    first = ada.add("why?")
    assert [one.id for one in bob.unread()] == [first]
    assert ada.unread() == ()
    bob.mark_read(first)
    assert bob.unread() == ()
    ada.reply(first, "please")
    ada.add("and this")
    assert len(bob.unread()) == 2
    bob.mark_read()
    assert bob.unread() == ()


def test_who_answers_has_read(room):
    ada, bob = room
    first = ada.add("why?")
    bob.reply(first, "so")
    assert bob.unread() == ()
    assert bob.mentioning() == ()


def test_only_the_own_words_are_changed(room):
    ada, bob = room
    first = ada.add("why?")
    with pytest.raises(PlanError, match="was said by Ada"):
        bob.edit(first, "never mind")
    ada.edit(first, "why, @bob?")
    assert ada[first].text == "why, @bob?"
    assert ada[first].edited_at
    assert bob.mentioning() == (first,)


def test_a_comment_is_deleted_and_restored(room):
    ada, bob = room
    first = ada.add("why?")
    bob.delete(first)
    assert ada.threads() == ()
    with pytest.raises(PlanError, match="there is no comment"):
        ada.reply(first, "so")
    ada.restore(first)
    assert len(ada.threads()) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "x" * 65536])
def test_a_comment_has_words_but_not_too_many(room, text):
    ada, _ = room
    with pytest.raises(PlanError):
        ada.add(text)
    assert len(ada) == 0


def test_threads_are_found_by_what_they_are_about(room):
    ada, _ = room
    about_week = ada.add("week", WEEK)
    ada.add("plan")
    assert [one.id for one in ada.threads(about="campaigns/launch")] == [about_week]
    assert ada.threads(about="campaigns/lau") == ()
    assert "week" in ada._repr_html_()
    with pytest.raises(PlanError):
        ada.add("odd", {"place": "here"})


def test_what_is_said_is_no_decision(room):
    ada, _ = room
    ada.add("why?")
    assert ada._editor.plan.history == {}
    assert not ada._editor.can_undo
