"""`open_plan` from a plain script: no notebook, no kernel, only an address and a token."""

import json
import os
import re
import subprocess
import sys
import textwrap

import pytest

from ltoplan_widgets.plan.codec import decode, encode
from tests.live_server import LiveServer, free_port
from tests.python import chain

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("JPY_", "JUPYTER", "LTOPLAN_"))}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    base = tmp_path_factory.mktemp("headless")
    (base / "root/spring season").mkdir(parents=True)
    (base / "root/spring season/straße.ltoplan").write_text(encode(chain.plan()))
    with LiveServer(base / "root", base / "home", base_url="/team/north/") as one:
        yield one


def script(code, *arguments, folder, seconds=60):
    """Run a script as a scheduler does: in another folder, with nothing of Jupyter in the environment."""
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        cwd=folder,
        env=CLEAN,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return ran.returncode, ran.stdout, ran.stderr


OPEN = """
    import json, sys
    from ltoplan_widgets import LtoPlanError, open_plan
    try:
        with open_plan(sys.argv[1], server=sys.argv[2], token=sys.argv[3], user="Nightly", timeout=8) as plan:
            print(json.dumps({"state": plan.state, "price": plan.read("offers/latte/price"), "people": len(plan.people)}))
    except LtoPlanError as error:
        print(type(error).__name__, error)
"""


def test_a_script_joins_the_room_by_address_and_token_edits_and_leaves(server, tmp_path):
    code = """
        import sys
        from ltoplan_widgets import open_plan
        with open_plan(sys.argv[1], server=sys.argv[2], token=sys.argv[3], user="Nightly") as plan:
            with plan.edit("cost of milk rose") as draft:
                draft.set("offers/latte/unit_cost", 2.25)
                draft.set("notes", "checked")
            plan.comments.add("Cost updated, @Nightly", "offers/latte/unit_cost")
            plan.save()
            print(plan.state)
    """
    done, out, err = script(code, "spring season/straße.ltoplan", server.url, server.token, folder=tmp_path)
    assert (done, out.strip()) == (0, "live"), err
    written = decode((server.root / "spring season/straße.ltoplan").read_text())
    assert written.offers["latte"].unit_cost == 2.25
    [entry] = written.history.values()
    assert (entry.author, entry.reason, sorted(entry.changes)) == ("Nightly", "cost of milk rose", ["notes", "offers/latte/unit_cost"])
    [comment] = written.comments.values()
    assert comment.anchor.path == "offers/latte/unit_cost"
    assert list(tmp_path.iterdir()) == []


def test_a_token_in_the_address_is_enough(server, tmp_path):
    done, out, _ = script(OPEN, "spring season/straße.ltoplan", f"{server.url}?token={server.token}", "", folder=tmp_path)
    assert done == 0
    assert json.loads(out)["state"] == "live"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (("spring season/straße.ltoplan", "{url}", "wr0ng"), "says no.*the token is missing, wrong or read-only.*Mend"),
        (("spring season/autumn.ltoplan", "{url}", "{token}"), "autumn.*the server cannot open it.*Mend: see that the file is there"),
        (("spring season/straße.ltoplan", "http://127.0.0.1:{closed}/", "{token}"), "No server answers at .*Mend"),
        (("spring season/straße.ltoplan", "127.0.0.1:8888", "{token}"), "is not the address of a server.*http://host:port/base/"),
        (("/etc/passwd", "{url}", "{token}"), "lies outside the folder"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence_without_the_token(server, tmp_path, where, said):
    known = {"url": server.url, "token": server.token, "closed": free_port()}
    done, out, err = script(OPEN, *(one.format(**known) for one in where), folder=tmp_path)
    assert done == 0, err
    assert re.search(said, out), out
    assert server.token not in out + err
    assert "wr0ng" not in out + err
