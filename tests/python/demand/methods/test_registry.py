import subprocess
import sys

import pytest

from ltoplan_widgets.demand.methods.registry import METHODS, method_named
from ltoplan_widgets.plan.errors import InputError


def test_every_method_is_found_by_its_name():
    assert all(method_named(name) is method for name, method in METHODS.items())


def test_an_unknown_method_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="did you mean 'analogue_ratio'"):
        method_named("analog_ratio")


def test_forecasting_loads_neither_pandas_nor_scipy():
    code = "import sys, ltoplan_widgets.demand.forecast.forecast; print([m for m in ('pandas', 'scipy', 'narwhals', 'pyarrow', 'polars') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
