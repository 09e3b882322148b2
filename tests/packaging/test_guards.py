"""Each guard is shown a planted violation once, so that a guard that sleeps is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path) -> Path:
    """The sources and the settings of the linters, to plant into."""
    for name in ("ltoplan_widgets", "js"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static", "build"))
    for name in ("pyproject.toml", "biome.json", "tsconfig.json"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tests/js").mkdir(parents=True)
    return tmp_path


def _floors(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False)


def _biome(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "node_modules/.bin/biome"), "lint", "js/src"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_floors_hold(copy):
    done = _floors(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("plan/offer.py", "import ltoplan_widgets.outlook"),
        ("supply/costs.py", "import pycrdt"),
        ("views/order_terms.py", "import anywidget"),
        ("document/layout.py", "import numpy"),
        ("demand/sales/history.py", "import ltoplan_widgets.demand.library.library"),
        ("demand/methods/regression/mixed_model.py", "import ltoplan_widgets.demand.methods.uplift.uplift"),
    ],
)
def test_an_upward_or_foreign_import_is_found(copy, file, line):
    path = copy / "ltoplan_widgets" / file
    path.write_text(path.read_text() + f"\n{line}\n")
    assert _floors(copy).returncode != 0


@pytest.mark.parametrize("file", ["homeless.py", "demand/homeless.py"])
def test_a_module_without_a_floor_is_found(copy, file):
    (copy / "ltoplan_widgets" / file).write_text("")
    assert _floors(copy).returncode != 0


@pytest.mark.parametrize(
    ("file", "line", "rule"),
    [
        ("charts/planted.ts", 'import * as Y from "yjs";\nexport const doc = new Y.Doc();\n', "noRestrictedImports"),
        ("document/planted.ts", 'import { scaleLinear } from "d3-scale";\nexport const scale = scaleLinear();\n', "noRestrictedImports"),
        (
            "together/planted.ts",
            'import { PlanLink } from "../document/plan-link";\nexport const Link = PlanLink;\n',
            "noRestrictedImports",
        ),
        ("panels/planted.ts", 'import { PlanLink } from "../document/plan-link";\nexport const Link = PlanLink;\n', "noRestrictedImports"),
        ("base/planted.ts", "export const anything: any = 1;\n", "noExplicitAny"),
        ("base/planted.ts", 'import { two } from "./planted-two";\nexport const one = (): number => two();\n', "noImportCycles"),
    ],
)
def test_biome_finds_what_it_should(copy, file, line, rule):
    (copy / "js/src" / file).write_text(line)
    (copy / "js/src/base/planted-two.ts").write_text('import { one } from "./planted";\nexport const two = (): number => one();\n')
    done = _biome(copy)
    assert done.returncode != 0
    assert rule in done.stdout + done.stderr
