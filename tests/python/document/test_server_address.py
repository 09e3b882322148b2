import json
from pathlib import Path

import pytest

from ltoplan_widgets.document import server_address as module
from ltoplan_widgets.document.server_address import ServerAddress, find_server
from ltoplan_widgets.plan.errors import PlanError

SECRET = "s3cret-t0ken"


@pytest.fixture
def runtime(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "jupyter_runtime_dir", lambda: str(tmp_path))

    def write(found, pid=4711):
        (tmp_path / f"jpserver-{pid}.json").write_text(found if isinstance(found, str) else json.dumps(found))

    return write


SERVER = {"url": "http://127.0.0.1:8888/base/", "token": SECRET, "root_dir": "/home/ada/plans"}


def test_the_server_that_started_the_kernel_is_found(runtime):
    runtime(SERVER)
    address = find_server(environment={"JPY_PARENT_PID": "4711"})
    assert address == ServerAddress(
        url="http://127.0.0.1:8888/base/", token=SECRET, root_dir=Path("/home/ada/plans"), found_by="runtime file"
    )
    assert address.websocket_url == "ws://127.0.0.1:8888/base/"
    assert not address.is_asked_for


@pytest.mark.parametrize("environment", [{}, {"JPY_PARENT_PID": ""}, {"JPY_PARENT_PID": "../x"}, {"JPY_PARENT_PID": "999"}])
def test_without_a_server_there_is_none(runtime, environment):
    runtime(SERVER)
    assert find_server(environment=environment) is None


@pytest.mark.parametrize("found", ["", "{", "[]", "{}", '{"url": 5}', '{"url": "file:///etc"}'])
def test_a_runtime_file_that_is_not_whole_is_no_server(runtime, found):
    runtime(found)
    assert find_server(environment={"JPY_PARENT_PID": "4711"}) is None


def test_the_argument_comes_before_the_variable_before_the_hub_before_the_file(runtime):
    runtime(SERVER)
    environment = {
        "JPY_PARENT_PID": "4711",
        "LTOPLAN_SERVER_URL": "http://variable:1",
        "LTOPLAN_TOKEN": "of-variable",
        "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:9/user/ada/",
        "JUPYTERHUB_API_TOKEN": "of-hub",
    }
    found = find_server(server="http://argument:1/lab?token=of-query", token="of-argument", environment=environment)
    assert (found.url, found.token, found.root_dir, found.is_asked_for) == ("http://argument:1/lab/", "of-argument", None, True)
    found = find_server(environment=environment)
    assert (found.url, found.token, found.found_by) == ("http://variable:1/", "of-variable", "environment")
    del environment["LTOPLAN_SERVER_URL"]
    found = find_server(environment=environment)
    assert (found.url, found.token, found.found_by, found.root_dir) == (
        "http://127.0.0.1:9/user/ada/",
        "of-hub",
        "hub",
        Path("/home/ada/plans"),
    )


def test_the_argument_may_be_the_very_server_of_the_kernel(runtime):
    runtime(SERVER)
    found = find_server(server="http://127.0.0.1:8888/base", environment={"JPY_PARENT_PID": "4711"})
    assert (found.token, found.root_dir) == (SECRET, Path("/home/ada/plans"))


def test_a_token_may_stand_in_the_address():
    found = find_server(server=f"https://hub.example/user/ada/?x=1&token={SECRET}", environment={})
    assert (found.url, found.token, found.websocket_url) == ("https://hub.example/user/ada/", SECRET, "wss://hub.example/user/ada/")


def test_an_address_to_listen_on_becomes_one_to_call():
    assert find_server(server="http://0.0.0.0:8888", environment={}).url == "http://127.0.0.1:8888/"


@pytest.mark.parametrize("server", ["localhost:8888", "ftp://x/", "http://", f"file:///x?token={SECRET}", f"ws://ada:{SECRET}@host/"])
def test_what_is_no_address_is_refused_without_telling_secrets(server):
    with pytest.raises(PlanError, match="not the address of a server") as refused:
        find_server(server=server, environment={})
    assert SECRET not in str(refused.value)


def test_a_token_is_never_shown():
    address = ServerAddress(url="http://x/", token=SECRET)
    assert SECRET not in f"{address!r} {address}"


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("plan.ltoplan", "plan.ltoplan"),
        ("sub dir/plän 1.ltoplan", "sub dir/plän 1.ltoplan"),
        ("../x.ltoplan", None),
        ("/etc/x.ltoplan", None),
    ],
)
def test_paths_count_from_the_servers_folder(tmp_path, monkeypatch, file, path):
    monkeypatch.chdir(tmp_path)
    assert ServerAddress(url="http://x/", root_dir=tmp_path).path_of(file) == path
    assert ServerAddress(url="http://x/").path_of(file) == path


def test_a_linked_folder_is_the_same_folder(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path / "real")
    assert ServerAddress(url="http://x/", root_dir=tmp_path / "link").path_of("plan.ltoplan") == "plan.ltoplan"
