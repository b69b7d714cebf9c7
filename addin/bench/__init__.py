"""Benchmarks: measured in one run, candidates in turn, medians; never a test that times."""
