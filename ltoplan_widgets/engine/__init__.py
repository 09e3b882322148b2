"""The same calculations over many plans and series: on this machine, or on a cluster that is there already."""

from typing import Final

ENGINES: Final = ("local", "dask", "ray", "spark")
"""Engines by name; a client or session of a running cluster can be given in place of the name."""
