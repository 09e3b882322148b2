import msgspec

from ltoplan_widgets.plan.comment import Comment
from ltoplan_widgets.plan.thread import mentions_in, threads_of
from tests.python.plan.cases import cases


@cases("threads", "mentions")
def test_people_are_mentioned_by_name(case):
    assert mentions_in(case["text"], case["people"]) == case["mentions"]


@cases("threads", "threads")
def test_comments_are_gathered_to_threads(case):
    comments = msgspec.convert(case["comments"], dict[str, Comment])
    found = [
        {"id": one.id, "replies": list(one.replies), "is_resolved": one.is_resolved, "unread": one.unread, "at": one.at}
        for one in threads_of(comments, case["reader"])
    ]
    assert found == case["threads"]
