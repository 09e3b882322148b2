"""The same numbers on real local clusters; run by `make test` in an environment of its own, because fugue wants an older pandas."""

import sys

import numpy as np
import pytest

from ltoplan_widgets.engine.plan_evaluation import evaluate_plans
from ltoplan_widgets.engine.series_base import COLUMNS, BaseWindow, series_bases
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.field import replaced
from tests.python import chain

# fugue sets options of Ray that Ray no longer likes
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ray.util.annotations.RayDeprecationWarning"),
]

WINDOWS = [BaseWindow(item="latte", start="2027-01-07", periods=14, origin=origin) for origin in ("2026-12-20", "2026-06-01")]


@pytest.fixture(scope="module")
def dask_client():
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        yield client


@pytest.fixture(scope="module")
def ray_engine():
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield "ray"
    ray.shutdown()


@pytest.fixture(scope="module")
def spark_session():
    from pyspark.sql import SparkSession

    here = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": False}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # of the workers; else they are those of the system
        session = SparkSession.builder.master("local[2]").config(map=here | {"spark.sql.shuffle.partitions": 2}).getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(params=["dask_client", "ray_engine", "spark_session"])
def engine(request):
    return request.getfixturevalue(request.param)


def plans():
    return {f"price {price}": replaced(chain.plan(), {"offers/latte/price": price}) for price in (4.0, 5.0, 6.0, 7.0)} | {
        "wrong": replaced(chain.plan(), {"campaigns/launch/end": "2027-01-01"})
    }


def flat(value, path=""):
    """Numbers and words of nested plain data by path."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {key: leaf for name, part in items for key, leaf in flat(part, f"{path}/{name}").items()}
    return {path: value}


def assert_same(there, here):
    """The same plans, words and errors, and the same numbers but for the last digits: workers add with other numbers of threads."""
    assert [(one.plan, one.campaign, one.error) for one in there] == [(one.plan, one.campaign, one.error) for one in here]
    for one, other in zip(there, here, strict=True):
        (words, numbers), (own_words, own_numbers) = parted(one.outlook), parted(other.outlook)
        assert words == own_words
        assert numbers == pytest.approx(own_numbers, rel=1e-6)


def parted(outlook):
    """Words and numbers of an outlook by path."""
    leaves = flat(outlook or {})
    numbers = {path: leaf for path, leaf in leaves.items() if isinstance(leaf, float)}
    return {path: leaf for path, leaf in leaves.items() if path not in numbers}, numbers


def test_plans_have_the_outlooks_that_they_have_here(engine):
    here = evaluate_plans(plans(), chain.history(), chain.library())
    there = evaluate_plans(plans(), chain.history(), chain.library(), engine=engine)
    assert_same(there, here)


def test_workers_read_files_by_themselves(engine, tmp_path):
    chain.sales().to_parquet(tmp_path / "sales.parquet")
    chain.campaigns().to_csv(tmp_path / "campaigns.csv", index=False)
    one = {"plain": chain.plan()}
    there = evaluate_plans(one, str(tmp_path / "sales.parquet"), str(tmp_path / "campaigns.csv"), engine=engine)
    assert_same(there, evaluate_plans(one, chain.history(), chain.library()))


def test_a_file_that_workers_cannot_take_is_named_as_here(engine, tmp_path):
    chain.sales().drop(columns="units").to_parquet(tmp_path / "sales.parquet")
    for sales in (tmp_path / "sales.parquet", tmp_path / "nowhere.parquet"):
        said = []
        for where in ("local", engine):
            with pytest.raises(InputError) as caught:
                evaluate_plans({"plain": chain.plan()}, sales, chain.library(), engine=where)
            said.append(caught.value.findings)
        assert said[0] == said[1]


def test_bases_are_the_same_there_and_here(engine):
    here = series_bases(chain.sales(), chain.library(), WINDOWS)
    there = series_bases(chain.sales(), chain.library(), WINDOWS, engine=engine)
    assert there[list(COLUMNS)].to_numpy().tolist() == here[list(COLUMNS)].to_numpy().tolist()
    np.testing.assert_allclose(there["base"], here["base"])
