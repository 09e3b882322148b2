"""A Voila of its own, without a Jupyter server: no rooms, a kernel a visitor."""

import subprocess
import sys
from pathlib import Path

from tests.live_server import LiveServer


class LiveVoila(LiveServer):
    """Serves one notebook as a dashboard; a context manager that starts and stops it."""

    def __init__(self, notebook: Path, home: Path, *, environment: dict[str, str] | None = None) -> None:
        """Prepare folders.

        Args:
            notebook: The dashboard.
            home: Folder for configuration, runtime files and log.
            environment: What its kernels find in their environment besides.
        """
        super().__init__(notebook.parent, home)
        self._notebook, self._further = notebook, environment or {}

    @property
    def environment(self) -> dict[str, str]:
        """Environment of the dashboard, which its kernels inherit."""
        return {**super().environment, **self._further}

    def _launch(self) -> None:
        command = [sys.executable, "-m", "voila", str(self._notebook), f"--port={self._port}", "--no-browser", "--Voila.ip=127.0.0.1"]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(command, cwd=self.home, env=self.environment, stdout=log, stderr=log)

    @property
    def _probe(self) -> str:
        return f"{self.url}voila/static/voila.js"
