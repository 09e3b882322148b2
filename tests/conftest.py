"""Properties are drawn without a clock: a busy machine is no failure. `LTOPLAN_EXPLORE=1` draws new cases; otherwise each run draws the same."""

import os

from hypothesis import settings

settings.register_profile("calm", deadline=None, print_blob=True, derandomize=not os.environ.get("LTOPLAN_EXPLORE"))
settings.load_profile("calm")
