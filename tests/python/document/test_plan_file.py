import stat
import threading
from pathlib import Path

import pytest

from ltoplan_widgets.document import plan_file as module
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.plan_file import PlanFile, write_whole
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import NotReadyError, PlanError
from tests.python.plan.plans import latte_plan


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "plan.ltoplan"
    file.write_text(encode(latte_plan()))
    return file


@pytest.fixture
def opened(path):
    files = []

    def open_file(at=path):
        live = LiveDocument(user="Ada")
        files.append(PlanFile(live, at))
        return live, files[-1]

    yield open_file
    for file in files:
        file.close()


def price(path):
    return decode(path.read_text()).offers["latte"].price


def awaited(condition, seconds=5.0):
    """Wait for what the watching thread does; it announces nothing to a test."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return True
        pause.wait(0.02)
    return condition()


def test_the_file_follows_edits_by_itself(opened, path):
    live, _ = opened()
    assert live.plan == latte_plan()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    assert awaited(lambda: price(path) == 6.0)


def test_flush_and_save_write_at_once(opened, path):
    live, file = opened()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    file.flush()
    assert price(path) == 6.0
    assert file.state == "local"


def test_opening_writes_nothing(opened, path):
    before = path.stat().st_mtime_ns
    _, file = opened()
    file.flush()
    file.close()
    assert path.stat().st_mtime_ns == before


def test_closing_writes_what_is_left(opened, path):
    live, file = opened()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    file.close()
    file.close()
    assert price(path) == 6.0


def test_a_change_from_outside_arrives_and_merges(opened, path):
    live, file = opened()
    heard = threading.Event()
    live.observe(lambda changes: heard.set() if any(change.path == "name" for change in changes) else None)
    live.apply(Edit(changes={"offers/latte/price": 6}))
    path.write_text(path.read_text().replace('"name": "Spring"', '"name": "Autumn"'))
    file.flush()
    assert heard.wait(5)
    plan = decode(path.read_text())
    assert (plan.name, plan.offers["latte"].price) == ("Autumn", 6.0)


def test_a_change_from_outside_arrives_while_nothing_is_edited(opened, path):
    live, _ = opened()
    path.write_text(path.read_text().replace('"name": "Spring"', '"name": "Autumn"'))
    assert awaited(lambda: live.plan.name == "Autumn")


def test_two_processes_on_one_file_keep_each_others_edits(opened, path):
    one, other = opened(), opened()
    for step in range(10):
        for place, (live, file) in (("one", one), ("other", other)):
            live.apply(Edit(changes={f"campaigns/launch/covariates/{place}-{step}": float(step)}))
            if step % 3 == 0:
                file.save()
    for _, file in (one, other, one):
        file.save()
    assert len(decode(path.read_text()).campaigns["launch"].covariates) == 20
    assert awaited(lambda: one[0].text() == other[0].text() == path.read_text())


def test_a_broken_file_is_reported_and_not_overwritten(opened, path):
    path.write_text("{ <<<<<<< HEAD")
    live, file = opened()
    assert live.is_empty
    assert "not JSON" in live.complaints[0]
    with pytest.raises(PlanError):
        live.apply(Edit(changes={"name": "Autumn"}))
    file.save()
    assert path.read_text() == "{ <<<<<<< HEAD"
    path.write_text(encode(latte_plan()))
    assert awaited(lambda: live.plan == latte_plan())
    assert live.complaints == ()


def test_bytes_that_are_no_text_are_refused(opened, path):
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError, match="not UTF-8"):
        opened()


def test_a_byte_order_mark_is_no_part_of_the_plan(opened, path):
    path.write_bytes(b"\xef\xbb\xbf" + encode(latte_plan()).encode())
    assert opened()[0].plan == latte_plan()


def test_rights_stay_and_nothing_else_is_left_in_the_folder(opened, path):
    path.chmod(0o640)
    live, file = opened()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    file.save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_link_stays_a_link(opened, path):
    link = path.parent / "link.ltoplan"
    link.symlink_to(path)
    live, file = opened(link)
    live.apply(Edit(changes={"offers/latte/price": 6}))
    file.save()
    assert link.is_symlink()
    assert price(path) == 6.0


def test_a_crash_while_writing_leaves_the_old_file(path, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    before = path.read_text()
    monkeypatch.setattr(module.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_that_cannot_be_written_is_said_and_tried_again(opened, path, monkeypatch):
    live, file = opened()
    states = []
    file.observe_state(states.append)

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_whole", fail)
        live.apply(Edit(changes={"offers/latte/price": 6}))
        with pytest.raises(NotReadyError, match="No space left"):
            file.flush()
        assert file.state == "refused: No space left on device"
    assert awaited(lambda: price(path) == 6.0)
    assert awaited(lambda: states == ["refused: No space left on device", "local"])


def test_a_file_that_somebody_deletes_comes_back_with_the_next_edit(opened, path):
    live, file = opened()
    path.unlink()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    file.flush()
    assert price(path) == 6.0


def test_the_folder_is_locked_without_a_trace(tmp_path):
    order = []
    inside, go = threading.Event(), threading.Event()

    def first():
        with module._alone(tmp_path):
            inside.set()
            go.wait(5)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(5)
    other = threading.Thread(target=lambda: [_enter(tmp_path, order)])
    other.start()
    go.set()
    thread.join(5)
    other.join(5)
    assert order == ["first", "second"]
    assert list(Path(tmp_path).iterdir()) == []


def _enter(folder, order):
    with module._alone(folder):
        order.append("second")
