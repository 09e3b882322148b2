"""Chains that never were, with the truth kept."""
