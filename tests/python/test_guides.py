"""Examples of the guides run as they stand, from top to bottom."""

import re
from pathlib import Path

import fsspec

from ltoplan_widgets import write_demo
from tests.python import chain

ROOT = Path(__file__).parents[2]


def run(guide, *replaced, **names):
    """Runs the Python blocks of a guide one after the other; what only a network has is replaced."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / guide).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        text = block
        for there, here in replaced:
            text = text.replace(there, here)
        exec(compile(text, guide, "exec"), names)
    return names


def promoted(**names):
    """The chain's sales with a flag while a launch runs, under other names of columns."""
    table = chain.sales()
    inside = [table.date.between(str(start), str(start + chain.timedelta(days=chain.RUN_DAYS - 1))) for start, _ in chain.LAUNCHES.values()]
    return table.assign(promotion=sum(inside) > 0).rename(columns=names)


def test_orders(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    run("docs/orders.md")
    assert "risk of running out" in capsys.readouterr().out


def test_data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tills").mkdir()
    table = promoted()
    table.to_excel("sales.xlsx", index=False)
    for path in ("sales.csv", "tills/east.csv"):
        table.to_csv(path, index=False)
    table.to_parquet("sales.parquet")
    fsspec.filesystem("memory").pipe("/bucket/sales.parquet", Path("sales.parquet").read_bytes())
    chain.campaigns().to_csv("campaigns.csv", index=False)
    other = {"item": "sku", "location": "store", "date": "day", "units": "qty", "promotion": "promo"}
    names = run("docs/data.md", ("s3://", "memory://"), table=promoted(**other))
    assert len(names["library"].events) == len(chain.LAUNCHES)
    assert (tmp_path / "sales-mended.parquet").exists()


def test_scaling(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "spring.ltoplan").write_text(chain.encoded_plan(), encoding="utf-8")
    chain.sales().to_parquet("sales.parquet")
    chain.campaigns().to_parquet("campaigns.parquet")
    (found,) = run("docs/scaling.md", ('engine="dask"', 'engine="local"'))["found"]
    assert (found.plan, found.error) == ("spring.ltoplan", "")


def test_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_demo(tmp_path)
    sales = promoted(item="sku", location="store", date="day", units="qty").replace({"latte": "pumpkin-bun"})
    names = run("README.md", sales=sales, campaigns=chain.campaigns().replace({"latte": "pumpkin-bun"}))
    names["plan"].close()
    assert names["plan"].outlook.order.quantity > 0
