"""Sentences that say what a paragraph says in other words: features, prior, Viterbi path, links."""
