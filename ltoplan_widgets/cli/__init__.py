"""The ``ltoplan`` command. What is heavy is loaded by the command that needs it, so that ``--help`` answers at once."""

from ltoplan_widgets.cli.commands import main

__all__ = ["main"]
