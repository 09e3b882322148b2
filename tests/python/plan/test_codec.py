import contextlib
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.plan.codec import MAX_BYTES, decode, decode_tree, encode, encode_tree
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.plan import CONVERSATION, Plan
from tests.python.plan.plans import latte_plan, plans


@given(plans)
@settings(max_examples=60)
def test_a_plan_survives_its_text(plan):
    text = encode(plan)
    assert decode(text) == plan
    assert encode(decode(text)) == text


@given(plans)
@settings(max_examples=30)
def test_the_text_is_json_of_the_same_plan(plan):
    tree = msgspec.to_builtins(plan)
    assert json.loads(encode(plan)) == {key: value for key, value in tree.items() if value or key not in CONVERSATION}
    assert encode_tree(json.loads(encode(plan))) == encode(plan)


def test_one_record_a_line_so_that_a_diff_names_the_record():
    before, after = latte_plan(), latte_plan(demand_mean=90_000)
    changed = set(encode(after).splitlines()) - set(encode(before).splitlines())
    assert len(changed) == 1
    assert changed.pop().startswith('"launch": ')


def test_keys_are_sorted_whole_numbers_have_no_fraction_and_the_text_ends_with_a_line_break():
    text = encode(latte_plan())
    assert '"price": 5,' in text
    assert '"salvage": 0.5' in text
    collections = [name for name in ("campaigns", "offers", "scenarios", "visualizations") if f'"{name}": {{' in text]
    assert len(collections) == 4
    assert [text.index(f'\n"{name}": ') for name in collections] == sorted(text.index(f'\n"{name}": ') for name in collections)
    assert text.endswith("}\n")


def test_letters_of_every_script_stay_readable():
    plan = Plan(name="Frühling — 春 — ربيع ☕")
    assert "Frühling — 春 — ربيع ☕" in encode(plan)
    assert decode(encode(plan)) == plan


def test_text_of_any_layout_is_read():
    text = json.dumps(msgspec.to_builtins(latte_plan()), indent=4)
    assert decode("\ufeff" + text) == latte_plan()


def test_an_empty_object_is_an_empty_plan():
    assert decode("{}") == Plan()


def record(**fields):
    return json.dumps({"offers": {"latte": {"name": "Latte", **fields}}})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ('{"name": "x"', "not JSON"),
        ("<<<<<<< HEAD\n{}\n", "not JSON"),
        ("[]", "found list"),
        ("null", "found NoneType"),
        ('"plan"', "found str"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 200_000, "nested too deeply"),
        ('{"name": "a", "name": "b"}', "'name' occurs twice"),
        ('{"notes": NaN}', "NaN is not a number"),
        ('{"notes": ' + "1" * 6000 + "}", "not JSON"),
        ('{"name": "\\ud800"}', "surrogates not allowed"),
        ('{"colour": 1}', "colour: there is no 'colour'"),
        ('{"currency": "usd"}', "currency: 'usd' is not allowed"),
        ('{"currency": "USD\\n"}', "currency: "),
        ('{"period": "month"}', "period: 'month' is not allowed"),
        ('{"offers": []}', "offers: "),
        ('{"offers": {"latte": 3}}', "offers/latte: 3 is not allowed"),
        ('{"offers": {"latte": {}}}', "offers/latte: {} is not allowed"),
        (record(nmae="x"), "offers/latte/nmae: there is no 'nmae'. Did you mean 'name'?"),
        (record(price=-1), "offers/latte/price: -1 is not allowed"),
        (record(price=1e300), "offers/latte/price: 1e+300 is not allowed"),
        ('{"offers": {"latte": {"name": "x", "price": 1e999}}}', "offers/latte/price: inf is not allowed"),
        (record(price="5"), "offers/latte/price: '5' is not allowed"),
        (record(price=True), "offers/latte/price: True is not allowed"),
        (record(price=None), "offers/latte/price: None is not allowed"),
        (record(case_pack=0), "offers/latte/case_pack: 0 is not allowed"),
        (record(deleted="yes"), "offers/latte/deleted: 'yes' is not allowed"),
        (record(unit="x" * 65_536), "offers/latte/unit: 'xxx"),
        (json.dumps({"offers": {"x" * 65_536: {"name": "x"}}}), "is not allowed as a key"),
        ('{"offers": {"__proto__": {"name": "x"}}}', "'__proto__' is not allowed as a key"),
        ('{"__proto__": {"name": "x"}}', "__proto__: there is no '__proto__'"),
        ('{"campaigns": {"a": {"item": "x", "start": "7.1.2027", "end": "2027-02-01"}}}', "campaigns/a/start: '7.1.2027' is not allowed"),
        (
            '{"campaigns": {"a": {"item": "x", "start": "2027-01-07", "end": "2027-02-01", "covariates": {"k": -1e999}}}}',
            "campaigns/a/covariates/k: -inf is not allowed",
        ),
        (
            '{"campaigns": {"a": {"item": "x", "start": "2027-01-07", "end": "2027-02-01", "overrides": {"week 1": {"units": 3}}}}}',
            "'week 1' is not allowed as a key",
        ),
        ('{"format": "ltoplan/2"}', "newer than 'ltoplan/1'"),
        ('{"format": "ltoplan/0"}', "not a plan format"),
        ('{"format": "ipynb/4"}', "not a plan format"),
        ('{"format": ["ltoplan/1"]}', "not a plan format"),
        ('{"format": 1}', "not a plan format"),
    ],
)
def test_broken_text_is_refused_with_path_value_and_mend(text, said):
    with pytest.raises(PlanError) as caught:
        decode(text, file="spring.ltoplan")
    message = str(caught.value)
    assert message.startswith("spring.ltoplan: ")
    assert said in message
    assert "Mend: " in message
    assert len(message) < 600


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(PlanError, match="larger than 16 MiB"):
        decode_tree(" " * (MAX_BYTES + 1))
    with pytest.raises(PlanError, match="larger than 16 MiB"):
        decode_tree('{"name": "' + "é" * (MAX_BYTES // 2) + '"}')


@given(st.text(max_size=200))
def test_any_text_is_a_plan_or_a_plan_error(text):
    with contextlib.suppress(PlanError):
        decode(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["name", "offers", "campaigns", "period", "format", "x"]), json_values))
def test_any_json_is_a_plan_or_a_plan_error(tree):
    with contextlib.suppress(PlanError):
        decode(json.dumps(tree))
