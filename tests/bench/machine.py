"""What the figures were taken on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("jupyterlab", "ipykernel", "anywidget", "numpy", "plotly", "bqplot", "bokeh", "matplotlib", "ipympl")


def machine(browser: str) -> str:
    """One line: date, cores, processor, system, versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    system = f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}, no GPU used"
    return f"{datetime.now(tz=UTC):%Y-%m-%d}; {system}; load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, Chromium {browser}, {versions}."


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if not listing.exists():
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in listing.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
