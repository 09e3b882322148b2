"""Widgets that hold one value."""
