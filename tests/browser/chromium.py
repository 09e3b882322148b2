"""The browser that the tests drive: the system's if there is one, else installed, else said how.

Run as a module it makes sure that there is one: ``python -m tests.browser.chromium``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = ("/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Path of a browser, the system's first, then Playwright's own; None if there is neither."""
    named = os.environ.get("LTOPLAN_CHROMIUM")
    found = [named] if named else [path for path in (*map(shutil.which, NAMES), *MAC_APPS) if path and Path(path).exists()]
    return found[0] if found else _of_playwright()


def ensure() -> str:
    """Path of a browser, installed if there is none; ends the program with what to do if that fails."""
    for install in (_nothing, _install_from_debian, _install_with_playwright):
        install()
        path = executable()
        if path:
            return path
    sys.exit(
        "No Chromium was found and none could be installed, so the browser tests cannot run.\n"
        "Mend: Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium; "
        "anywhere: .venv/bin/playwright install chromium; or set LTOPLAN_CHROMIUM to the path of a Chromium or Chrome."
    )


def _nothing() -> None:
    pass


def _install_from_debian() -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
            subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)


def _install_with_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    sys.stdout.write(f"Browser: {ensure()}\n")
