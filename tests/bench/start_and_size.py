"""P13: what it takes until the first chart is there."""

from tests.bench import bundle_size, first_paint, import_cost
from tests.bench.aim import AIM_HEADINGS
from tests.bench.stage import Stage
from tests.bench.table import table

SECTION = "Start and size"


def measure(stage: Stage, *, rounds: int, moves: int) -> str:  # noqa: ARG001 - every section is measured by one signature
    """Run the rounds; the section's tables."""
    parts = [import_cost.measure(rounds=rounds), first_paint.measure(stage, rounds=rounds), bundle_size.measure()]
    aims = [aim.row() for _, found in parts for aim in found]
    return "\n\n".join([*(text for text, _ in parts), table(AIM_HEADINGS, aims)])
