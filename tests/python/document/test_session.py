import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.document.session import (
    NoCollaborationError,
    Session,
    SessionRefusedError,
    ask_session,
    headers_of,
    is_loopback,
    tls_of,
)
from tests.live_server import free_port

SECRET = "s3cret-t0ken"


class Handler(BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers.get("Authorization"), json.loads(body)))
        status, answer = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    http = HTTPServer(("127.0.0.1", 0), Handler)
    http.seen = []
    http.answer = (201, b'{"format": "text", "type": "ltoplan", "fileId": "f", "sessionId": "s"}')
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield http
    http.shutdown()
    thread.join()
    http.server_close()


def address(server, token=SECRET):
    return ServerAddress(url=f"http://127.0.0.1:{server.server_port}/u/x/", token=token)


def test_the_session_of_a_file_is_asked_for(server):
    session = ask_session(address(server), "sub dir/plän 1.ltoplan")
    assert session == Session(format="text", type="ltoplan", fileId="f", sessionId="s")
    assert session.room == "text:ltoplan:f"
    path, authorization, body = server.seen[0]
    assert path == "/u/x/api/collaboration/session/sub%20dir/pl%C3%A4n%201.ltoplan"
    assert authorization == f"token {SECRET}"
    assert body == {"format": "text", "type": "ltoplan"}


def test_without_a_token_none_is_sent(server):
    ask_session(address(server, token=""), "x")
    assert server.seen[0][1] is None
    assert headers_of(address(server, token="")) == {}


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (404, NoCollaborationError, "no collaboration"),
        (405, NoCollaborationError, "no collaboration"),
        (401, SessionRefusedError, "says no"),
        (403, SessionRefusedError, "says no"),
        (500, OSError, "status 500"),
        (307, OSError, "status 307"),
    ],
)
def test_each_answer_has_its_name_and_no_token(server, status, kind, said):
    server.answer = (status, b"")
    with pytest.raises(kind, match=said) as refused:
        ask_session(address(server), "x")
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("answer", [b"", b"<html>", b"{}", b"[]"])
def test_nonsense_is_no_session(server, answer):
    server.answer = (200, answer)
    with pytest.raises(OSError, match="nonsense"):
        ask_session(address(server), "x")


def test_nobody_there_means_no_collaboration():
    with pytest.raises(NoCollaborationError, match="No server answers"):
        ask_session(ServerAddress(url=f"http://127.0.0.1:{free_port()}/"), "x")


def test_a_proxy_is_not_asked_for_this_machine(server, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert ask_session(address(server), "x").fileId == "f"
    assert not is_loopback(ServerAddress(url="https://hub.example/"))


def test_tls_is_checked_where_there_is_tls():
    assert tls_of(ServerAddress(url="http://x/")) is None
    assert tls_of(ServerAddress(url="https://x/")).check_hostname
