"""Measure against peers and a control: ``python -m tests.bench [--rounds 5] [--moves 30] [--only p1 p2 p13 p9 fan-out]``."""

import argparse
import sys

from tests.bench import document, drag, fan_out, kernel_messages, large_plan, start_and_size
from tests.bench.machine import PACKAGES, machine
from tests.bench.stage import stage

SECTIONS = {"p1": drag, "p2": kernel_messages, "p13": start_and_size, "p9": large_plan, "fan-out": fan_out}
FEWEST_ROUNDS = 5


def main() -> None:
    """Measure what is asked for; print it, and keep it if there were enough rounds."""
    asked = _arguments()
    with stage() as opened:
        for name in asked.only:
            section = SECTIONS[name]
            figures = section.measure(opened, rounds=asked.rounds, moves=asked.moves)
            taken = f"{machine(opened.browser, getattr(section, 'PACKAGES', PACKAGES))} {asked.rounds} rounds, interleaved; medians over the rounds."
            sys.stdout.write(f"\n## {section.SECTION}\n\n{figures}\n\n{taken}\n")
            if asked.rounds >= FEWEST_ROUNDS:
                document.write(section.SECTION, f"{taken}\n\n{figures}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure against peers and a control.")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS, help=f"rounds; fewer than {FEWEST_ROUNDS} are printed, not kept")
    parser.add_argument("--moves", type=int, default=30, help="moves a round and contestant")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="sections")
    return parser.parse_args()


if __name__ == "__main__":
    main()
