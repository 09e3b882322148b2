import json
import runpy
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_the_fixture_that_typescript_checks_is_what_python_works_out():
    fresh = runpy.run_path(str(FIXTURES / "newsvendor.py"))["text"]()
    assert json.loads(fresh) == json.loads((FIXTURES / "newsvendor.json").read_text("utf-8")), "run `python -m tests.fixtures.newsvendor`"


def test_the_fixture_covers_what_can_happen_to_an_order():
    best = [case["best"]["quantity"] for case in json.loads((FIXTURES / "newsvendor.json").read_text("utf-8"))["cases"]]
    assert 0 in best
    assert 888 in best  # the capacity of 900 in cases of 24
    assert len(set(best)) > 20
