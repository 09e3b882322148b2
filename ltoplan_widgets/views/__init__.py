"""Outlook to the plain data that one chart draws: one Struct and one `build` each."""
