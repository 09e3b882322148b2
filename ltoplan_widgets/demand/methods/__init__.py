"""Forecast methods, one a file, found by name in `registry`."""
