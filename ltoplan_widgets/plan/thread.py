"""What people say to each other, gathered to threads as one reader sees them."""

import re
from collections.abc import Mapping

import msgspec

from ltoplan_widgets.plan.comment import Comment


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that starts a thread, and what was replied.

    Attributes:
        id: Id of the comment that starts it.
        first: That comment.
        replies: The replies by id, the oldest first.
        unread: Comments of others that the reader has not seen.
        at: Moment of the latest comment.
    """

    id: str
    first: Comment
    replies: dict[str, Comment]
    unread: int
    at: str

    @property
    def is_resolved(self) -> bool:
        """Whether somebody has resolved it."""
        return bool(self.first.resolved_by)


def threads_of(comments: Mapping[str, Comment], reader: str) -> list[Thread]:
    """All threads as one reader sees them, the one that was spoken in last first; deleted comments are left out.

    Args:
        comments: Comments by id.
        reader: User name.
    """
    live = {key: one for key, one in sorted(comments.items()) if not one.deleted}
    replies: dict[str, dict[str, Comment]] = {}
    for key, one in live.items():
        replies.setdefault(one.thread, {})[key] = one
    threads = [_thread(key, one, replies.get(key, {}), reader) for key, one in live.items() if not one.thread]
    return sorted(threads, key=lambda thread: thread.at, reverse=True)


def mentions_in(text: str, people: Mapping[str, str]) -> dict[str, str]:
    """Everybody whom a text mentions, by user name: ``@ada``, or ``@Ada Lovelace`` as people see it.

    Args:
        text: What is said.
        people: Display names of those who can be mentioned, by user name.

    >>> mentions_in("@ada, see mail@bob", {"ada": "Ada Lovelace", "bob": "Bob"})
    {'ada': 'Ada Lovelace'}
    """
    return {
        username: name for username, name in people.items() if username and (_is_mentioned(text, username) or _is_mentioned(text, name))
    }


def _thread(key: str, first: Comment, replies: dict[str, Comment], reader: str) -> Thread:
    said = [first, *replies.values()]
    read_to = first.read_by.get(reader, "")
    unread = sum(1 for one in said if one.username != reader and one.at > read_to)
    return Thread(id=key, first=first, replies=replies, unread=unread, at=max(one.at for one in said))


def _is_mentioned(text: str, name: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
