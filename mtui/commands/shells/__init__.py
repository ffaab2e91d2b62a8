"""Completions, each written from the grammar in its shell's own language."""
