"""Puts the built JavaScript into every distribution, and refuses to build one without it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("ltoplan_widgets/widgets/static")
SENTINEL = "normal_distribution.js"


class JavaScriptHook(BuildHookInterface):
    """Builds the bundles where they are missing and Node is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's names
        """Build the bundles, or say what is missing."""
        root = Path(self.root)
        if not (root / STATIC / SENTINEL).exists():
            self._build(root)
        if not (root / STATIC / SENTINEL).exists():
            raise RuntimeError(
                f"{STATIC / SENTINEL} is missing, so the widgets would have no browser side. Mend: run `npm ci && npm run build`."
            )

    def _build(self, root: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError("The JavaScript is not built and npm was not found. Mend: install Node 20 or newer, or install the wheel.")
        for command in (["ci"], ["run", "build"]):
            subprocess.run([npm, *command], cwd=root, check=True)  # noqa: S603 - a fixed command
