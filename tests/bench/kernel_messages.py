"""P2: from a pointer's move to the observer in the kernel, and how many messages a frame carries."""

from statistics import fmean
from typing import Any

from playwright.sync_api import Page
from tqdm import tqdm

from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.contestants import OURS, Contestant
from tests.bench.drag import offsets
from tests.bench.samples import Samples
from tests.bench.stage import Stage, await_drawing, stopwatch
from tests.bench.table import table
from tests.browser.lab_page import LabPage

SECTION = "Kernel messages"
SOURCE = Contestant(name="bare anywidget", module="source", marks="svg", selector="path", handle=".bench-source")
TRAITS = {SOURCE: "value", OURS: "mean"}
CELLS = (
    "from tests.bench.charts.source import Source, stamped\nsource = Source()\nsource_stamps = stamped(source, 'value')\ndisplay(source)",
    "from tests.bench.charts import normal_distribution\nours = normal_distribution.chart()\nours_stamps = stamped(ours, 'mean')\ndisplay(ours)",
)
STAMPS = {SOURCE: "source_stamps", OURS: "ours_stamps"}
FLOOD = {"frames": 60, "perFrame": 4}


def measure(stage: Stage, *, rounds: int, moves: int) -> str:
    """Run the rounds; the section's tables."""
    delays = {contestant: Samples() for contestant in TRAITS}
    counts: dict[Contestant, list[int]] = {contestant: [] for contestant in TRAITS}
    with stage.notebook("messages", list(CELLS)) as lab:
        lab.run_all()
        await_drawing(lab.page, 1, OURS)
        lab.page.evaluate("() => messages.listen()")
        for turn in tqdm(range(rounds), desc=SECTION, unit="round"):
            for contestant in list(TRAITS)[:: 1 if turn % 2 else -1]:
                delays[contestant].add(_delays(lab, contestant, moves))
                counts[contestant] += _flood(lab.page, contestant)
    return _tables(delays, counts)


def _cell(contestant: Contestant) -> int:
    return list(TRAITS).index(contestant)


def _delays(lab: LabPage, contestant: Contestant, moves: int) -> list[float]:
    """Milliseconds from each move's event in the page to the observer's call, paired by the value."""
    _drag(lab.page, contestant, moves)
    seen = dict(lab.value(STAMPS[contestant]))
    lab.python(f"{STAMPS[contestant]}.clear()")
    sent = lab.page.evaluate("(trait) => messages.taken(trait)", TRAITS[contestant])
    return [1000 * seen[value] - at for value, at in sent if value in seen]


def _drag(page: Page, contestant: Contestant, moves: int) -> None:
    """A real pointer, one move at a time, each once the last is through."""
    argument: dict[str, Any] = {"cell": _cell(contestant), "contestant": contestant.plain()}
    x, y = stopwatch(page, "follow", argument)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("(trait) => messages.taken(trait)", TRAITS[contestant])
    for offset in offsets(moves)[:-1]:
        page.mouse.move(x + offset, y)
        page.evaluate("() => messages.through()")
        stopwatch(page, "rest")
    page.mouse.move(x, y)
    page.mouse.up()
    stopwatch(page, "unfollow")


def _flood(page: Page, contestant: Contestant) -> list[int]:
    method = "floodHandle" if contestant is OURS else "floodInput"
    argument = {"cell": _cell(contestant), "handle": contestant.handle, **FLOOD}
    return list(page.evaluate(f"(argument) => messages.{method}(argument)", argument))


def _tables(delays: dict[Contestant, Samples], counts: dict[Contestant, list[int]]) -> str:
    rows = [_row(contestant, delays, counts[contestant]) for contestant in TRAITS]
    headings = ("contestant", "p50 ms", "p95 ms", "p50 to bare", "p95 to bare", "messages a frame, mean", "most")
    aims = [
        Aim(what="P2 p50 to a bare anywidget", measured=delays[OURS].ratio(delays[SOURCE], 0.5), limit=1.15),
        Aim(what=f"P2 messages a frame at {FLOOD['perFrame']} moves a frame", measured=max(counts[OURS]), limit=1, unit=""),
    ]
    return "\n\n".join([table(headings, rows), table(AIM_HEADINGS, [aim.row() for aim in aims])])


def _row(contestant: Contestant, delays: dict[Contestant, Samples], counts: list[int]) -> tuple[str, ...]:
    samples = delays[contestant]
    times = [f"{samples.at(share):.1f}" for share in (0.5, 0.95)]
    ratios = [f"{samples.ratio(delays[SOURCE], share):.2f}x" for share in (0.5, 0.95)]
    return contestant.name, *times, *ratios, f"{fmean(counts):.2f}", str(max(counts))
