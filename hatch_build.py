"""Puts the built JavaScript into every distribution, and refuses to build one without it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = {
    "ltoplan_widgets/widgets/static/normal_distribution.js": "the widgets would have no browser side",
    "ltoplan_widgets/labextension/package.json": "JupyterLab would not know plans",
}
"""What `npm run build` makes last of each part, and what a distribution would lack without it."""


class JavaScriptHook(BuildHookInterface):
    """Builds the bundles where they are missing and Node is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's names
        """Build the bundles, or say what is missing."""
        root = Path(self.root)
        if self._missing(root):
            self._build(root)
        for file in self._missing(root):
            raise RuntimeError(f"{file} is missing, so {BUILT[file]}. Mend: run `npm ci && npm run build`.")

    def _missing(self, root: Path) -> list[str]:
        return [file for file in BUILT if not (root / file).exists()]

    def _build(self, root: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("The JavaScript is not built and npm was not found. Mend: install Node 20 or newer, or install the wheel.")
        for command in (["ci"], ["run", "build"]):
            subprocess.run([npm, *command], cwd=root, check=True)  # noqa: S603 - a fixed command
