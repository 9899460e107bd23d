"""Phrases: the life of a formula over all releases and briefings, and what a release repeats from earlier ones."""
