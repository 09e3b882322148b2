"""Comments: threads about the plan, a field, a period or a point of a chart."""

from collections.abc import Mapping

import msgspec

from ltoplan_widgets.plan.comment import Anchor, Comment
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.thread import Thread, mentions_in, threads_of
from ltoplan_widgets.together.record_set import RecordSet


class CommentSet(RecordSet[Comment]):
    """Comments by id; replies are among them, `threads` gathers them."""

    COLLECTION, KIND, LABEL, COLUMNS = "comments", "comment", "text", ("author", "at", "text")

    def _repr_html_(self) -> str:
        rows = [
            [
                one.first.anchor.label or one.first.anchor.path or "plan",
                one.first.author,
                one.first.text,
                len(one.replies),
                one.unread,
                one.is_resolved,
            ]
            for one in self.threads()
        ]
        return Listing(["about", "author", "text", "replies", "unread", "resolved"], rows).html()

    def threads(self, *, resolved: bool | None = None, about: str | None = None) -> tuple[Thread, ...]:
        """Threads as you see them, the one that was spoken in last first.

        Args:
            resolved: Only those that are resolved, or not; None for all.
            about: Only those anchored at this path, or below it.
        """
        found = threads_of(self._editor.plan.comments, self._editor.username)
        return tuple(
            one
            for one in found
            if (resolved is None or one.is_resolved is resolved) and (about is None or f"{one.first.anchor.path}/".startswith(f"{about}/"))
        )

    def unread(self) -> tuple[Thread, ...]:
        """Threads in which somebody else has said something since you read them."""
        return tuple(one for one in self.threads() if one.unread)

    def mentioning(self, username: str | None = None) -> tuple[str, ...]:
        """Ids of the comments that mention somebody, by user name; you by default."""
        who = username or self._editor.username
        return tuple(key for key, one in self.items() if who in one.mentions)

    def add(self, text: str, anchor: Anchor | Mapping[str, object] | str = "") -> str:
        """Say something; starts a thread.

        Args:
            text: What; ``@name`` mentions a person who is here or was heard of in this plan.
            anchor: What it is about: a path, or an `Anchor` with the visualization and the point of its chart; empty for
                the plan as a whole.

        Returns:
            Id of the comment.

        Raises:
            PlanError: No words, too many of them, or an anchor that no comment can have.
        """
        return self._say(text, anchor={"path": anchor} if isinstance(anchor, str) else anchor)

    def reply(self, thread: str, text: str) -> str:
        """Answer in a thread, named by the id of any of its comments; returns the id of the answer."""
        return self._say(text, thread=self._thread_of(thread))

    def edit(self, comment: str, text: str) -> None:
        """Change what you said.

        Raises:
            PlanError: There is no such comment, or somebody else said it.
        """
        key = self.id_of(comment)
        said = self._all()[key]
        if said.username != self._editor.username:
            raise PlanError(f"comments/{key}: was said by {said.author or 'somebody else'}. Mend: reply to it.")
        changes = {"text": _words(text), "edited_at": now(), "mentions": mentions_in(text, self._editor.people())}
        self._editor.apply({join("comments", key, field): value for field, value in changes.items()})

    def resolve(self, thread: str) -> None:
        """Mark a thread as settled."""
        self._mark(thread, resolved_by=self._editor.user, resolved_at=now())

    def reopen(self, thread: str) -> None:
        """Mark a thread as not settled any more."""
        self._mark(thread, resolved_by="", resolved_at="")

    def mark_read(self, thread: str | None = None) -> None:
        """Note that you have read a thread up to its latest comment; None for all."""
        reader = self._editor.username
        wanted = None if thread is None else self._thread_of(thread)
        read = {join("comments", one.id, "read_by", reader): one.at for one in self.unread() if wanted in {None, one.id}}
        if read:
            self._editor.apply(read)

    def _say(self, text: str, *, thread: str = "", anchor: Anchor | Mapping[str, object] | None = None) -> str:
        at, said = now(), _words(text)
        comment = {
            "text": said,
            "author": self._editor.user,
            "username": self._editor.username,
            "at": at,
            "thread": thread,
            "anchor": msgspec.to_builtins(anchor or Anchor()),
            "mentions": mentions_in(said, self._editor.people()),
        }
        key = self._new_id()
        seen = {join("comments", thread, "read_by", self._editor.username): at} if thread else {}
        self._editor.apply({join("comments", key): comment, **seen})
        return key

    def _mark(self, thread: str, **fields: str) -> None:
        key = self._thread_of(thread)
        self._editor.apply({join("comments", key, name): value for name, value in fields.items()})

    def _thread_of(self, comment: str) -> str:
        key = self.id_of(comment)
        return self._all()[key].thread or key


def _words(text: str) -> str:
    said = str(text).strip()
    if not said:
        raise PlanError("comments: a comment needs words. Mend: give some.")
    return said
