"""Sentences that read a paragraph out: local alignment of words, and the quotes found by it."""
