"""Sample data by name."""

import difflib
from collections.abc import Callable

from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.samples.bakery_week import bakery_sample
from ltoplan_widgets.samples.complete_journey import complete_journey_sample
from ltoplan_widgets.samples.maple_oat_latte import maple_oat_latte_sample
from ltoplan_widgets.samples.sample import Sample

SAMPLES: dict[str, Callable[[], Sample]] = {
    "bakery": bakery_sample,
    "completejourney": complete_journey_sample,
    "maple-oat-latte": maple_oat_latte_sample,
}
"""What makes each sample, by its name."""


def sample_data(name: str) -> Sample:
    """Sales and past campaigns to learn and test with.

    Args:
        name: ``bakery`` (real, shipped), ``maple-oat-latte`` (generated) or ``completejourney`` (simulated by its
            authors, from the extra ``data``).

    Raises:
        InputError: No such sample, or the package that holds it is not installed.
    """
    if name in SAMPLES:
        return SAMPLES[name]()
    nearest = difflib.get_close_matches(name, SAMPLES, n=1, cutoff=0.3) or sorted(SAMPLES)[:1]
    message = f"there is no such sample; there are: {', '.join(sorted(SAMPLES))}"
    raise refusal("unknown-sample", name, message, f"did you mean {nearest[0]!r}?", column="name")
