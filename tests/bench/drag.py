"""P1: from a move to the repaint of the curve that depends on it."""

from collections.abc import Iterator

from playwright.sync_api import Page
from tqdm import tqdm

from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.contestants import ALL, CONTROL, OURS, PLOTLY, Contestant
from tests.bench.samples import Samples
from tests.bench.stage import Stage, await_drawing, stopwatch
from tests.bench.table import table

SECTION = "Drag and repaint"
CELL = "from tests.bench.charts import {module}\n{body}"
DRIVEN = "from tests.bench.charts.source import driving\nwidget, show = {module}.chart()\ndisplay(driving(show), widget)"
ALONE = "display({module}.chart())"
Times = dict[Contestant, Samples]


def measure(stage: Stage, *, rounds: int, moves: int) -> str:
    """Run the rounds; the section's tables."""
    dispatched, pointed = _empty(ALL), _empty((CONTROL, OURS))
    with stage.notebook("drag", [_cell(contestant) for contestant in ALL]) as lab:
        lab.run_all()
        for cell, contestant in enumerate(ALL):
            await_drawing(lab.page, cell, contestant)
        for turn in tqdm(range(rounds), desc=SECTION, unit="round"):
            for contestant in _order(turn):
                dispatched[contestant].add(_dispatched(lab.page, contestant, moves))
                if contestant in pointed:
                    pointed[contestant].add(_pointed(lab.page, contestant, moves))
    return _tables(dispatched, pointed)


def _empty(contestants: tuple[Contestant, ...]) -> Times:
    return {contestant: Samples() for contestant in contestants}


def _cell(contestant: Contestant) -> str:
    body = DRIVEN if contestant.kernel_draws else ALONE
    return CELL.format(module=contestant.module, body=body.format(module=contestant.module))


def _order(turn: int) -> Iterator[Contestant]:
    """Another first in every round, so that nobody always follows the same neighbour."""
    start = turn % len(ALL)
    yield from ALL[start:] + ALL[:start]


def _dispatched(page: Page, contestant: Contestant, moves: int) -> list[float]:
    """Events made in the page."""
    argument = {"cell": ALL.index(contestant), "contestant": contestant.plain()}
    if contestant is OURS:
        return list(stopwatch(page, "drag", {**argument, "offsets": offsets(moves)}))
    return list(stopwatch(page, "drive", {**argument, "values": [1200 + 4 * offset for offset in offsets(moves)]}))


def _pointed(page: Page, contestant: Contestant, moves: int) -> list[float]:
    """A real pointer."""
    x, y = stopwatch(page, "follow", {"cell": ALL.index(contestant), "contestant": contestant.plain()})
    page.mouse.move(x, y)
    page.mouse.down()
    times = []
    for offset in offsets(moves):
        stopwatch(page, "ready")
        page.mouse.move(x + offset, y)
        times.append(stopwatch(page, "next"))
    page.mouse.up()
    stopwatch(page, "unfollow")
    return times


def offsets(moves: int) -> list[int]:
    """Pixels from where the drag began: to and fro, at last back, so that every round starts at the same place."""
    return [(-1) ** number * (20 + number * 7 % 41) for number in range(moves - 1)] + [0]


def _tables(dispatched: Times, pointed: Times) -> str:
    rows = [_row(contestant, samples, dispatched[CONTROL], "in the page") for contestant, samples in dispatched.items()]
    rows += [_row(contestant, samples, pointed[CONTROL], "real pointer") for contestant, samples in pointed.items()]
    headings = ("contestant", "moved by", "p50 ms", "p95 ms", "p50 to control", "p95 to control")
    return "\n\n".join([table(headings, rows), table(AIM_HEADINGS, [aim.row() for aim in _aims(dispatched, pointed)])])


def _row(contestant: Contestant, samples: Samples, control: Samples, moved_by: str) -> tuple[str, ...]:
    times = [f"{samples.at(share):.1f}" for share in (0.5, 0.95)]
    ratios = [f"{samples.ratio(control, share):.2f}x" for share in (0.5, 0.95)]
    return contestant.name, moved_by, *times, *ratios


def _aims(dispatched: Times, pointed: Times) -> list[Aim]:
    faster, fastest = (1 / dispatched[contestant].ratio(dispatched[PLOTLY], 0.5) for contestant in (OURS, CONTROL))
    return [
        Aim(what="P1 p50 to the control, real pointer", measured=pointed[OURS].ratio(pointed[CONTROL], 0.5), limit=1.15),
        Aim(what="P1 p95 to the control, real pointer", measured=pointed[OURS].ratio(pointed[CONTROL], 0.95), limit=1.3),
        Aim(what="P1 p50 to the control, events made in the page", measured=dispatched[OURS].ratio(dispatched[CONTROL], 0.5), limit=1.15),
        Aim(what="P1 p95 to the control, events made in the page", measured=dispatched[OURS].ratio(dispatched[CONTROL], 0.95), limit=1.3),
        Aim(what=f"P1 faster than plotly FigureWidget, p50 (the control is {fastest:.2f}x)", measured=faster, limit=6, at_least=True),
    ]
