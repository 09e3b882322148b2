import json

from tests.fixtures import newsvendor

COMMITTED = json.loads(newsvendor.FILE.read_text("utf-8"))


def test_the_fixture_that_typescript_checks_is_what_python_works_out():
    assert json.loads(newsvendor.text()) == COMMITTED, "run `python -m tests.fixtures.newsvendor`"


def test_the_fixture_covers_what_can_happen_to_an_order():
    best = [case["best"]["quantity"] for case in COMMITTED["cases"]]
    assert 0 in best
    assert 888 in best  # the capacity of 900 in cases of 24
    assert len(set(best)) > 20
