"""Searching by meaning: sentences and paragraphs that say what is asked, whatever their words.

``encoders`` makes vectors of texts, ``kept`` keeps them in the archive, and right, ``closest`` compares them with what
is asked. They lie in an ordinary table, and numpy compares them. An SQLite extension was slower (``docs/scale.md``),
many Pythons cannot load one, and its own kind of table is closed to every program that has not loaded it.
"""
