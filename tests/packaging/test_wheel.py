"""The wheel, built and installed as a user gets it: without Node, in an environment of its own."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUDGET_KB = {"plain": 45, "shared": 75, "extension": 130}
PROBE = """
import gzip, json
import ltoplan_widgets as lto
from ltoplan_widgets.widgets.bundle import bundle
sizes = {}
for name in ("NormalDistribution", "ForecastChart", "OrderChart", "ParameterSlider"):
    kind = getattr(lto, name).KIND
    for variant, file in (("plain", f"{kind}.js"), ("shared", f"{kind}.shared.js")):
        sizes[f"{name} {variant}"] = len(gzip.compress(bundle(file).encode(), 9)) / 1000
lto.NormalDistribution(mean=1200, std_dev=240)
sample = lto.sample_data("bakery")
print(json.dumps({"version": lto.__version__, "sizes": sizes, "rows": len(sample.history), "notice": sample.notice[:12]}))
"""


def _without_node() -> dict[str, str]:
    """The environment, with no folder on the PATH that holds Node."""
    folders = [
        folder for folder in os.environ["PATH"].split(os.pathsep) if not any((Path(folder) / name).exists() for name in ("node", "npm"))
    ]
    return {**os.environ, "PATH": os.pathsep.join(folders), "PYTHONPATH": ""}


def _run(*command: object, **options: object) -> str:
    done = subprocess.run([str(part) for part in command], env=_without_node(), capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory) -> Path:
    """The sdist, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(distributions, tmp_path_factory) -> Path:
    """Python of an environment into which the wheel was installed."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    _run(python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", next(distributions.glob("*.whl")))
    return python


@pytest.mark.timeout(600)
def test_every_widget_is_there_within_its_budget_without_node(installed, tmp_path):
    found = json.loads(_run(installed, "-c", PROBE, cwd=tmp_path))
    assert len(found["sizes"]) == 8
    for name, size in found["sizes"].items():
        assert 1 < size <= BUDGET_KB[name.split()[1]], name
    assert found["rows"] == 127_575
    assert found["notice"]


@pytest.mark.timeout(600)
def test_the_installed_command_writes_and_evaluates_the_demo(installed, tmp_path):
    command = installed.parent / "ltoplan"
    _run(command, "demo", tmp_path)
    shown = json.loads(_run(command, "evaluate", tmp_path / "maple-oat-latte.ltoplan", "--json"))
    assert shown["order"]["quantity"] > 0
    assert (tmp_path / "01-first-plan.ipynb").exists()


@pytest.mark.timeout(600)
def test_the_wheel_holds_what_it_should_and_nothing_else(distributions):
    with zipfile.ZipFile(next(distributions.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert any(name.endswith("plan/plan.schema.json") for name in names)
    assert any(name.endswith("samples/bakery/LICENSE") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "js/", "docs/"))]


def test_the_version_is_written_once():
    assert version("ltoplan_widgets") == json.loads((ROOT / "package.json").read_text())["version"]


@pytest.mark.timeout(600)
def test_jupyterlab_finds_the_extension_where_the_wheel_put_it(installed):
    home = installed.parents[1] / "share/jupyter/labextensions/@ltoplan/lab"
    metadata = json.loads((home / "package.json").read_text())
    assert metadata["version"] == json.loads((ROOT / "package.json").read_text())["version"]
    entry = (home / metadata["jupyterlab"]["_build"]["load"]).read_text()
    assert len(gzip.compress(entry.encode(), 9)) / 1000 <= BUDGET_KB["extension"]
    assert json.loads((home / "install.json").read_text())["packageName"] == "ltoplan_widgets"


@pytest.mark.parametrize("missing", ["static", "labextension"])
def test_a_wheel_without_its_browser_side_is_not_built(tmp_path, missing):
    unbuilt = shutil.copytree(
        ROOT, tmp_path / "source", ignore=shutil.ignore_patterns(".*", "node_modules", missing, "demo", "screenshots")
    )
    command = [sys.executable, "-m", "build", "--wheel", str(unbuilt)]
    done = subprocess.run(command, env=_without_node(), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "npm was not found" in done.stdout + done.stderr
