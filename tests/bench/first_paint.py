"""P13, second part: from running a cell of a fresh notebook to the first paint of its chart."""

from tqdm import tqdm

from tests.bench.aim import Aim
from tests.bench.contestants import BARE, OURS, PEERS, Contestant
from tests.bench.samples import Samples
from tests.bench.stage import Stage, stopwatch
from tests.bench.table import table

CONTESTANTS = (BARE, OURS, *(peer for peer in PEERS if peer is not BARE))


def measure(stage: Stage, *, rounds: int) -> tuple[str, list[Aim]]:
    """Run the rounds; the table and the aims."""
    imports = {contestant: Samples() for contestant in CONTESTANTS}
    paints = {contestant: Samples() for contestant in CONTESTANTS}
    for turn in tqdm(range(rounds), desc="First paint", unit="round"):
        for contestant in CONTESTANTS[turn % len(CONTESTANTS) :] + CONTESTANTS[: turn % len(CONTESTANTS)]:
            imported, painted = _times(stage, contestant, turn)
            imports[contestant].add([imported])
            paints[contestant].add([painted])
    headings = ("fresh cell", "import cell, s", "cell to first paint, s", "first paint to bare anywidget")
    rows = [_row(contestant, imports[contestant], paints) for contestant in CONTESTANTS]
    ratio = paints[OURS].ratio(paints[BARE], 0.5)
    return table(headings, rows), [Aim(what="P13 first paint to a bare anywidget", measured=ratio, limit=2)]


def _times(stage: Stage, contestant: Contestant, turn: int) -> tuple[float, float]:
    """Milliseconds of the import and from the cell to the paint, in a new page with a new kernel."""
    with stage.notebook(f"start-{contestant.module}-{turn}", _cells(contestant)) as lab:
        imported = stopwatch(lab.page, "run", {"cell": 0})
        painted = stopwatch(lab.page, "firstPaint", {"cell": 1, "contestant": contestant.plain()})
    return float(imported), float(painted)


def _cells(contestant: Contestant) -> list[str]:
    made = "chart()[0]" if contestant.kernel_draws else "chart()"
    return [f"from tests.bench.charts import {contestant.module}", f"display({contestant.module}.{made})"]


def _row(contestant: Contestant, imports: Samples, paints: dict[Contestant, Samples]) -> tuple[str, ...]:
    seconds = [f"{samples.at(0.5) / 1000:.2f}" for samples in (imports, paints[contestant])]
    return contestant.name, *seconds, f"{paints[contestant].ratio(paints[BARE], 0.5):.2f}x"
