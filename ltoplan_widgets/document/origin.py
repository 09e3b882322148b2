"""Where a change of a live document comes from, as its transactions say."""

from typing import Final

LOCAL: Final = "local"
"""Origin of edits made in this process."""

ROOM: Final = "room"
"""Origin of what came from the room on a server."""

FILE: Final = "file"
"""Origin of what was read from a file."""
