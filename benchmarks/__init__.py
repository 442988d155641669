"""Measurements against the raw floor, in one run: `python -m benchmarks`."""
