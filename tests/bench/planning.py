"""The planning core's figures: ``python -m tests.bench.planning [--rounds 5] [--only p11 p12]``; needs no browser.

It runs in the environment of the clusters' tests, which has statsforecast.
"""

import argparse
import sys

from tests.bench import cost_curves, document, forecast_speed, newsvendor_speed
from tests.bench.machine import processor_line

SECTIONS = {"p11": forecast_speed, "p12": newsvendor_speed, "p15": cost_curves}
FEWEST_ROUNDS = 5


def main() -> None:
    """Measure what is asked for; print it, and keep it if there were enough rounds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.planning", description="Measure the planning core.")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS, help=f"rounds; fewer than {FEWEST_ROUNDS} are printed, not kept")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="sections")
    asked = parser.parse_args()
    for name in asked.only:
        section = SECTIONS[name]
        figures = section.measure(rounds=asked.rounds)
        taken = f"{processor_line()} {asked.rounds} rounds, interleaved; medians over the rounds."
        sys.stdout.write(f"\n## {section.SECTION}\n\n{figures}\n\n{taken}\n")
        if asked.rounds >= FEWEST_ROUNDS:
            document.write(section.SECTION, f"{taken}\n\n{figures}")


if __name__ == "__main__":
    main()
