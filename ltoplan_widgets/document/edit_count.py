"""How many own edits the other side has for certain."""

from dataclasses import dataclass


@dataclass(slots=True)
class EditCount:
    """Edits made and edits confirmed.

    Bytes that were handed to a socket may be lost with it; only an answer to a question asked after them confirms them.

    Attributes:
        made: Edits made in this process.
        queued: Of these the first so many have been put into the queue, or will go with the next first sync.
        confirmed: Of these the first so many are known to have arrived.
    """

    made: int = 0
    queued: int = 0
    confirmed: int = 0

    @property
    def unsent(self) -> int:
        """Edits that may not have arrived."""
        return self.made - self.confirmed

    def confirm(self, queued: int) -> None:
        """Note that all edits up to a count have arrived."""
        self.confirmed = max(self.confirmed, queued)
