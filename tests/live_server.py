"""A real JupyterLab server for a test: its own folders, a free port, named users, ended by its own pid."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 90.0
KERNEL_TOKEN = "token-of-the-server"
WITHOUT_ROOMS = "{'jupyter_server_ydoc': False}"
COLLABORATION = ("@jupyter/collaboration-extension", "@jupyter/docprovider-extension")
CONFIG = '''
import json
from jupyter_server.auth.identity import IdentityProvider, User

USERS = json.loads({users!r})


class NamedUsers(IdentityProvider):
    """Whoever comes with a token of the table is that person; the server's own token is for kernels."""

    async def get_user_token(self, handler):
        token = self.get_token(handler)
        if token in USERS:
            return User(**USERS[token])
        return await super().get_user_token(handler)


c.ServerApp.identity_provider_class = NamedUsers
'''


def person(name: str, color: str | None = None) -> dict[str, str | None]:
    """An identity as Jupyter knows it."""
    return {"username": name.lower(), "name": name, "display_name": name, "initials": name[:2].upper(), "color": color}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """A JupyterLab server; a context manager that starts and stops it.

    Attributes:
        root: Folder that it serves.
        url: Address, with base URL and trailing slash.
        token: The server's own token, which kernels and scripts use.
        log: File that it writes to.
    """

    def __init__(
        self,
        root: Path,
        home: Path,
        *,
        users: dict[str, dict[str, str | None]] | None = None,
        options: tuple[str, ...] = (),
        is_collaborative: bool = True,
        base_url: str = "/",
    ) -> None:
        """Prepare folders and configuration.

        Args:
            root: Folder to serve.
            home: Folder for configuration, runtime files, update store and log.
            users: Identity by token.
            options: Further command-line options.
            is_collaborative: Whether jupyter-collaboration is on, in the server and in the page.
            base_url: Path under which the server answers, with slashes at both ends.
        """
        self.root, self.home, self.token, self.log = root, home, KERNEL_TOKEN, home / "server.log"
        self._options = options if is_collaborative else (*options, f"--ServerApp.jpserver_extensions={WITHOUT_ROOMS}")
        self._process, self._port = None, free_port()
        self.url, self._base_url = f"http://127.0.0.1:{self._port}{base_url}", base_url
        for name in ("config", "data", "runtime"):
            (home / name).mkdir(parents=True, exist_ok=True)
        if not is_collaborative:
            (home / "config/labconfig").mkdir(exist_ok=True)
            (home / "config/labconfig/page_config.json").write_text(json.dumps({"disabledExtensions": dict.fromkeys(COLLABORATION, True)}))
        (home / "config/jupyter_lab_config.py").write_text(CONFIG.format(users=json.dumps(users or {})))

    @property
    def environment(self) -> dict[str, str]:
        """Environment of the server, which its kernels inherit."""
        folders = {f"JUPYTER_{name.upper()}_DIR": str(self.home / name) for name in ("config", "data", "runtime")}
        return {**os.environ, **folders, "IPYTHONDIR": str(self.home / "ipython")}

    @property
    def pid(self) -> int:
        """Process of the server that runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        """Start the server and wait until it answers."""
        self._launch()
        self._await_answer()
        return self

    def _launch(self) -> None:
        settings = {
            "ServerApp.port": self._port,
            "ServerApp.port_retries": 0,
            "ServerApp.base_url": self._base_url,
            "ServerApp.root_dir": self.root,
            "ServerApp.ip": "127.0.0.1",
            "IdentityProvider.token": self.token,
            "LabApp.expose_app_in_browser": True,
            "LabApp.news_url": "None",
            "SQLiteYStore.db_path": self.home / "updates.db",
        }
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            *(f"--{key}={value}" for key, value in settings.items()),
        ]
        with self.log.open("a") as log:
            self._process = subprocess.Popen([*command, *self._options], cwd=self.home, env=self.environment, stdout=log, stderr=log)

    @property
    def _probe(self) -> str:
        """An address that answers whoever asks."""
        return f"{self.url}api"

    def stop(self) -> None:
        """End the server as an administrator would, who waits for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a power cut would; its kernels notice and end, too."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End it at once: a server that is asked to end waits for its kernels."""
        self.kill()

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            assert self._process.poll() is None, self.log.read_text()[-4000:]
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(self._probe, timeout=2),
            ):
                return
            time.sleep(0.1)  # nothing announces that a port is open
        self.kill()
        raise TimeoutError(self.log.read_text()[-4000:])
