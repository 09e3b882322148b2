"""Properties are drawn without a clock: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("calm", deadline=None, print_blob=True)
settings.load_profile("calm")
