"""Measurements: every figure beside what it is compared with, taken in the same run.

``python -m tests.bench`` takes all of them, ``python -m tests.bench startup`` one.
"""
