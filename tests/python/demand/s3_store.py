"""A server on this machine that speaks S3."""

import contextlib
import io
import logging
from collections.abc import Iterator

from moto.moto_server.threaded_moto_server import ThreadedMotoServer


class S3Store:
    """Buckets at an address of this machine."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.options = {"key": "someone", "secret": "hidden", "client_kwargs": {"endpoint_url": endpoint}}

    def put(self, path: str, content: bytes) -> None:
        """Make an object, and its bucket where there is none."""
        import s3fs

        files = s3fs.S3FileSystem(**self.options)
        files.mkdirs(path.split("/", 1)[0], exist_ok=True)
        files.pipe_file(path, content)


@contextlib.contextmanager
def s3_store() -> Iterator[S3Store]:
    """A running store; it ends with the block."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with contextlib.redirect_stdout(io.StringIO()):
        server.start()
    host, port = server.get_host_and_port()
    try:
        yield S3Store(f"http://{host}:{port}")
    finally:
        server.stop()
