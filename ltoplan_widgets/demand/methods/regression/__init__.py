"""Linear models with many shrunken effects: mixed effects, variance components, their equations."""
