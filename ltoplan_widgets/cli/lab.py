"""``ltoplan lab``: JupyterLab with collaboration on, at the first notebook."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import click

_NEEDED = {"jupyterlab": "jupyterlab", "jupyter_server_ydoc": "jupyter-collaboration"}
"""Module and package of what the extra ``[lab]`` brings."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("further", metavar="[JUPYTER OPTIONS]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 for any free one.  [default: 8888 or the next free one]")
@click.option("--browser/--no-browser", default=True, help="Whether to open a browser.")
def lab(folder: Path, further: tuple[str, ...], *, port: int | None, browser: bool) -> None:
    """Start JupyterLab in DIR (or here) with collaboration on, and open its first notebook.

    Further options go to JupyterLab as they are, e.g. --IdentityProvider.token=... .
    """
    missing = [package for module, package in _NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise click.ClickException(f"{' and '.join(missing)} is not installed. Mend: pip install 'ltoplan_widgets[lab]'")
    command = [sys.executable, "-m", "jupyterlab", *options(folder.resolve(), port=port, is_browser_wanted=browser), *further]
    os.chdir(folder)  # the server keeps its store of edits in the working folder
    if sys.platform == "win32":  # there exec returns to the shell at once
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own command
    os.execv(command[0], command)  # noqa: S606 - signals reach JupyterLab, and its exit code the caller


def options(folder: Path, *, port: int | None, is_browser_wanted: bool) -> list[str]:
    """Options of JupyterLab for a folder: root, first notebook, port, collaboration."""
    notebook = first_notebook(folder)
    wanted = [
        f"--ServerApp.root_dir={folder}",
        "--YDocExtension.disable_rtc=False",
        f"--LabApp.default_url=/lab/tree/{quote(notebook)}" if notebook else "",
        f"--port={port}" if port is not None else "",
        "" if is_browser_wanted else "--no-browser",
        "--allow-root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "",
    ]
    return [option for option in wanted if option]


def first_notebook(folder: Path) -> str:
    """Name of the first notebook in a folder, by name; empty where there is none."""
    return min((path.name for path in folder.glob("*.ipynb")), default="")
