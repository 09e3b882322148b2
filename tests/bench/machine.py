"""What the figures were taken on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("jupyterlab", "ipykernel", "anywidget", "numpy", "plotly", "bqplot", "bokeh", "matplotlib", "ipympl")
PLANNING_PACKAGES = ("numpy", "scipy", "pandas", "statsforecast", "fugue", "dask", "ray")


def machine(browser: str, packages: tuple[str, ...] = PACKAGES) -> str:
    """One line: date, cores, processor, system, versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{_place()}, no GPU used; {_moment()}; Python {platform.python_version()}, Chromium {browser}, {versions}."


def processor_line() -> str:
    """One line where no browser takes part: date, cores, processor, system, versions."""
    versions = ", ".join(f"{name} {version(name)}" for name in PLANNING_PACKAGES if _is_installed(name))
    return f"{_place()}; {_moment()}; Python {platform.python_version()}, {versions}."


def _place() -> str:
    return f"{datetime.now(tz=UTC):%Y-%m-%d}; {os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.machine()}"


def _moment() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if not listing.exists():
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in listing.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
