import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.judgement.value_added import Judgement, value_added

units = st.floats(1, 1e5)
judgements = st.lists(
    st.builds(
        Judgement,
        author=st.sampled_from(["Ada", "Bo", ""]),
        reason=st.sampled_from(["flight", "weather", ""]),
        statistical=units,
        final=units,
        actual=units,
    ),
    min_size=1,
    max_size=20,
)


def by(rows, grouping):
    return {row.group: row for row in rows if row.by == grouping}


def test_who_came_closer_added_value_and_who_went_astray_took_it():
    rows = value_added(
        [
            Judgement(author="Ada", reason="flight", statistical=100, final=140, actual=150),
            Judgement(author="Bo", reason="hunch", statistical=100, final=160, actual=90),
        ]
    )
    people = by(rows, "author")
    assert people["Ada"].value_added == pytest.approx(40 / 150)
    assert people["Bo"].value_added == pytest.approx(-60 / 90)
    assert by(rows, "reason")["hunch"].bias == pytest.approx(70 / 90)
    assert by(rows, "direction")["up"].judgements == 2
    assert by(rows, "size")["above 30 %"].helped == 0.5
    assert by(rows, "all")[""].value_added == pytest.approx((50 + 10) / 240 - (10 + 70) / 240)


@given(judgements)
def test_every_grouping_counts_every_judgement_once(given_judgements):
    rows = value_added(given_judgements)
    for grouping in ("all", "author", "reason", "direction", "size"):
        assert sum(row.judgements for row in rows if row.by == grouping) == len(given_judgements)


@given(judgements)
def test_unchanged_forecasts_add_nothing(given_judgements):
    same = [
        Judgement(author=one.author, reason=one.reason, statistical=one.final, final=one.final, actual=one.actual)
        for one in given_judgements
    ]
    assert {row.value_added for row in value_added(same)} == {0.0}


def test_a_group_that_sold_nothing_has_no_error():
    assert value_added([Judgement(author="Ada", reason="", statistical=1, final=2, actual=0)]) == ()


def test_no_judgement_no_rows():
    assert value_added([]) == ()
