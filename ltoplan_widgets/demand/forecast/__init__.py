"""Demand as a distribution: sample paths, what scatters around them, and how they move once first periods are known."""
