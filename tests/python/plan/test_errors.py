import pickle

import pytest

from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError, NotReadyError, PlanError


def finding(**fields):
    return Finding(**{"code": "negative-units", "severity": "error", "message": "-3 units", "mend": "move returns out", **fields})


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, ""),
        ({"column": "units"}, "column units"),
        ({"column": "offers/latte/price"}, "field offers/latte/price"),
        ({"file": "a.ltoplan", "column": "name"}, "a.ltoplan, field name"),
        ({"file": "sales.csv", "column": "units", "rows": (0,)}, "sales.csv, column units, data row 1 (from 1, header not counted)"),
        ({"column": "units", "rows": (0,)}, "column units, row 0 (positions from 0)"),
        ({"rows": tuple(range(20)), "count": 31}, "rows 0, 1, 2, 3, 4 and 26 more (positions from 0)"),
    ],
)
def test_the_place_says_file_column_and_how_rows_are_counted(fields, place):
    assert finding(**fields).place() == place


def test_a_finding_reads_as_one_line():
    assert str(finding(column="units", rows=(4,))) == "column units, row 4 (positions from 0) · -3 units · Mend: move returns out"


def test_an_input_error_says_every_finding_the_errors_first():
    error = InputError([finding(severity="warning", message="odd"), finding(message="wrong")])
    assert [one.severity for one in error.findings] == ["error", "warning"]
    assert str(error).splitlines()[0].startswith("wrong")


def test_every_error_is_an_ltoplan_error():
    assert all(issubclass(one, LtoPlanError) for one in (InputError, PlanError, NotReadyError))


def test_an_error_travels_with_its_findings():
    error = InputError(
        [Finding(code="odd", severity="warning", message="m", mend="d"), Finding(code="bad", severity="error", message="n", mend="e")]
    )
    came = pickle.loads(pickle.dumps(error))
    assert (came.findings, str(came)) == (error.findings, str(error))
